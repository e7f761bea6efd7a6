package dev.handfast.bench;

import dev.handfast.web.Json;

import tools.jackson.databind.node.ObjectNode;

import java.util.Locale;
import java.util.OptionalDouble;

/**
 * One line of the table.
 *
 * @param name what was measured
 * @param value the figure
 * @param unit its unit
 * @param bound the bound, in the same unit, measured in the same run; empty where there is none
 * @param reach what the ratio of value to bound is to reach; for a figure without a bound, what the
 *     figure itself is not to exceed; empty for a figure that is only told
 */
record Figure(String name, double value, String unit, OptionalDouble bound, OptionalDouble reach) {
    /** A figure that is to come near a bound. */
    static Figure against(String name, double value, String unit, double bound, double reach) {
        return new Figure(name, value, unit, OptionalDouble.of(bound), OptionalDouble.of(reach));
    }

    /** A figure that is not to exceed {@code most}. */
    static Figure within(String name, double value, String unit, double most) {
        return new Figure(name, value, unit, OptionalDouble.empty(), OptionalDouble.of(most));
    }

    /** A figure that is only told. */
    static Figure told(String name, double value, String unit) {
        return new Figure(name, value, unit, OptionalDouble.empty(), OptionalDouble.empty());
    }

    /** Value by bound. */
    OptionalDouble ratio() {
        return bound.isPresent()
                ? OptionalDouble.of(value / bound.getAsDouble())
                : OptionalDouble.empty();
    }

    /** Whether it reaches what it is to reach. */
    boolean reached() {
        if (reach.isEmpty()) {
            return true;
        }
        return ratio().isPresent()
                ? ratio().getAsDouble() >= reach.getAsDouble()
                : value <= reach.getAsDouble();
    }

    /** The heads of the printed columns. */
    static String heading() {
        return "%-56s %10s %-9s %10s %6s %7s".formatted("", "", "", "bound", "ratio", "reach");
    }

    /** One row of the printed table. */
    String row() {
        return "%-56s %10s %-9s %10s %6s %7s %s"
                .formatted(
                        name,
                        number(OptionalDouble.of(value)),
                        unit,
                        number(bound),
                        ratio().isPresent() ? hundredths(ratio().getAsDouble()) : "",
                        reach.isEmpty()
                                ? ""
                                : bound.isPresent()
                                        ? hundredths(reach.getAsDouble())
                                        : number(reach),
                        reached() ? "" : "missed")
                .stripTrailing();
    }

    /** The same for programs. */
    ObjectNode json() {
        ObjectNode json = Json.object();
        json.put("name", name);
        json.put("value", value);
        json.put("unit", unit);
        put(json, "bound", bound);
        put(json, "ratio", ratio());
        put(json, "reach", reach);
        return json;
    }

    private static void put(ObjectNode json, String field, OptionalDouble number) {
        if (number.isPresent()) {
            json.put(field, number.getAsDouble());
        } else {
            json.putNull(field);
        }
    }

    private static String hundredths(double number) {
        return String.format(Locale.ROOT, "%.2f", number);
    }

    private static String number(OptionalDouble number) {
        if (number.isEmpty()) {
            return "";
        }
        double value = number.getAsDouble();
        return String.format(Locale.ROOT, Math.abs(value) >= 100 ? "%,.0f" : "%.2f", value);
    }
}
