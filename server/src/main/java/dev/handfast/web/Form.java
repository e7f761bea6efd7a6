package dev.handfast.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * Form parameters, nested by their brackets: {@code a[b][0]=c} is the text "c" in field 0 of field
 * b of field a; {@code a[]=x&a[]=y} numbers its elements by itself.
 *
 * @param fields the top-level fields in the order in which they were first named
 */
public record Form(SequencedMap<String, Value> fields) {
    /** How many parameters one form may have. */
    public static final int PARAMETERS_MAX = 1_000;

    /** How long a parameter's name may be, in characters. */
    public static final int NAME_LENGTH_MAX = 512;

    /** How many pairs of brackets a name may have. */
    public static final int DEPTH_MAX = 8;

    /** Makes the map unmodifiable. */
    public Form {
        fields = Collections.unmodifiableSequencedMap(fields);
    }

    /** A parameter's value. */
    public sealed interface Value {
        /** Text. */
        record Text(String text) implements Value {}

        /** Parameters below this one, by name; elements of a list are named 0, 1, 2 and so on. */
        record Fields(SequencedMap<String, Value> fields) implements Value {}
    }

    /** The outcome of reading a form. */
    public sealed interface Read {
        /** It was good. */
        record Good(Form form) implements Read {}

        /**
         * It was refused.
         *
         * @param parameter the parameter, where it is about one
         * @param message the rule and what was got
         */
        record Refused(Optional<String> parameter, String message) implements Read {}
    }

    private record Pair(String name, String value) {}

    /** Reads a body of type {@code application/x-www-form-urlencoded}. */
    public static Read parse(byte[] body) {
        List<Pair> pairs = new ArrayList<>();
        int start = 0;
        for (int end = 0; end <= body.length; end++) {
            if (end < body.length && body[end] != '&') {
                continue;
            }
            if (end > start) {
                Optional<Pair> pair = pair(body, start, end);
                if (pair.isEmpty()) {
                    return refused("parameter %d is not percent-encoded UTF-8", pairs.size() + 1);
                }
                pairs.add(pair.get());
                if (pairs.size() > PARAMETERS_MAX) {
                    return refused("a form has at most %d parameters", PARAMETERS_MAX);
                }
            }
            start = end + 1;
        }
        return nest(pairs);
    }

    /** Reads a query, without its question mark. */
    public static Read parseQuery(String rawQuery) {
        return parse(rawQuery.getBytes(UTF_8));
    }

    private static Read refused(String message, int number) {
        return new Read.Refused(Optional.empty(), message.formatted(number));
    }

    private static Read nest(List<Pair> pairs) {
        SequencedMap<String, Value> top = new LinkedHashMap<>();
        for (Pair pair : pairs) {
            Optional<String> problem = put(top, pair);
            if (problem.isPresent()) {
                return new Read.Refused(Optional.of(shown(pair.name())), problem.get());
            }
        }
        return new Read.Good(new Form(top));
    }

    /** Puts one parameter where its name says; answers what is wrong with it, if anything. */
    private static Optional<String> put(SequencedMap<String, Value> top, Pair pair) {
        if (pair.name().length() > NAME_LENGTH_MAX) {
            return Optional.of(
                    "a parameter's name has at most %d characters, got %d: %s"
                            .formatted(NAME_LENGTH_MAX, pair.name().length(), shown(pair.name())));
        }
        List<String> path = path(pair.name());
        if (path.isEmpty()) {
            return Optional.of(
                    "a parameter's name is a name and brackets as in a[b][c], got "
                            + shown(pair.name()));
        }
        if (path.size() - 1 > DEPTH_MAX) {
            return Optional.of(
                    "a parameter's name has at most %d pairs of brackets, got %d: %s"
                            .formatted(DEPTH_MAX, path.size() - 1, shown(pair.name())));
        }
        SequencedMap<String, Value> here = top;
        for (String step : path.subList(0, path.size() - 1)) {
            Value below =
                    here.computeIfAbsent(
                            named(here, step), key -> new Value.Fields(new LinkedHashMap<>()));
            if (!(below instanceof Value.Fields(SequencedMap<String, Value> fields))) {
                return Optional.of(
                        "parameter is given both as text and with brackets: " + shown(pair.name()));
            }
            here = fields;
        }
        Value before = here.putIfAbsent(named(here, path.getLast()), new Value.Text(pair.value()));
        return before == null ? Optional.empty() : Optional.of(clash(before, shown(pair.name())));
    }

    private static String clash(Value before, String shown) {
        return switch (before) {
            case Value.Text text -> "parameter is given twice: " + shown;
            case Value.Fields fields ->
                    "parameter is given both as text and with brackets: " + shown;
        };
    }

    /** Empty brackets name the next element. */
    private static String named(Map<String, Value> here, String step) {
        return step.isEmpty() ? Integer.toString(here.size()) : step;
    }

    /** The steps of a name: a, b, c for {@code a[b][c]}; none if it is not of that form. */
    private static List<String> path(String name) {
        int bracket = name.indexOf('[');
        String first = bracket < 0 ? name : name.substring(0, bracket);
        if (first.isEmpty() || first.indexOf(']') >= 0) {
            return List.of();
        }
        List<String> path = new ArrayList<>();
        path.add(first);
        int at = bracket < 0 ? name.length() : bracket;
        while (at < name.length()) {
            int close = name.indexOf(']', at);
            if (name.charAt(at) != '['
                    || close < 0
                    || name.substring(at + 1, close).contains("[")) {
                return List.of();
            }
            path.add(name.substring(at + 1, close));
            at = close + 1;
        }
        return path;
    }

    /** A name that can be put into a message: short, and without control characters. */
    private static String shown(String name) {
        int longest = 80;
        String start = name.length() <= longest ? name : name.substring(0, longest) + "...";
        return start.replaceAll("\\p{Cntrl}", "?");
    }

    private static Optional<Pair> pair(byte[] body, int start, int end) {
        int equals = start;
        while (equals < end && body[equals] != '=') {
            equals++;
        }
        String name = decode(body, start, equals);
        String value = equals == end ? "" : decode(body, equals + 1, end);
        return name == null || value == null
                ? Optional.empty()
                : Optional.of(new Pair(name, value));
    }

    private static @Nullable String decode(byte[] body, int start, int end) {
        byte[] out = new byte[end - start];
        int length = 0;
        for (int i = start; i < end; i++) {
            switch (body[i]) {
                case '+' -> out[length++] = ' ';
                case '%' -> {
                    int high = i + 2 < end ? Character.digit(body[i + 1], 16) : -1;
                    int low = i + 2 < end ? Character.digit(body[i + 2], 16) : -1;
                    if (high < 0 || low < 0) {
                        return null;
                    }
                    out[length++] = (byte) (high << 4 | low);
                    i += 2;
                }
                default -> out[length++] = body[i];
            }
        }
        return StrictUtf8.decode(Arrays.copyOf(out, length)).orElse(null);
    }
}
