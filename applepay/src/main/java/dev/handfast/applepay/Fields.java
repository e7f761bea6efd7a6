package dev.handfast.applepay;

import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The members of one JSON object, taken by name with the kind they must have. A member that is
 * {@code null} counts as absent; a member nobody asks for is ignored, since Apple adds some over
 * time. Messages name the field's path and never its value.
 */
final class Fields {
    private final Map<String, Json> byName;
    private final String path;
    private final Refusal why;

    private Fields(Map<String, Json> byName, String path, Refusal why) {
        this.byName = byName;
        this.path = path;
        this.why = why;
    }

    static Fields of(Json json, String path, Refusal why) throws RefusedException {
        if (json instanceof Json.Members(Map<String, Json> byName)) {
            return new Fields(byName, path, why);
        }
        throw new RefusedException(
                why, (path.isEmpty() ? "the text" : path) + " as an object", json.kind());
    }

    String path(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    Optional<Json> member(String name) {
        Json value = byName.get(name);
        return value == null || value == Json.Literal.NULL ? Optional.empty() : Optional.of(value);
    }

    boolean has(String name) {
        return member(name).isPresent();
    }

    Optional<String> optionalText(String name) throws RefusedException {
        Optional<Json> value = member(name);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        if (value.get() instanceof Json.Text(String text)) {
            return Optional.of(text);
        }
        throw wrong(name, "a string", value.get().kind());
    }

    String text(String name) throws RefusedException {
        return optionalText(name).orElseThrow(() -> wrong(name, "a string", "nothing"));
    }

    /** A whole number that fits a long and is not negative: an amount in minor units. */
    long amount(String name) throws RefusedException {
        Json value = member(name).orElseThrow(() -> wrong(name, "a number", "nothing"));
        if (!(value instanceof Json.Numeral(String digits))) {
            throw wrong(name, "a number", value.kind());
        }
        return amount(name, digits);
    }

    /** The same, written as a string of digits. */
    long amountText(String name) throws RefusedException {
        return amount(name, text(name));
    }

    private long amount(String name, String digits) throws RefusedException {
        if (digits.isEmpty() || digits.length() > 19 || !allDigits(digits)) {
            throw wrong(name, "a whole number of minor units, 0 or more", "another number");
        }
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException tooLarge) {
            throw wrong(name, "at most " + Long.MAX_VALUE, "a larger number");
        }
    }

    static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    static boolean allDigits(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isDigit(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    static boolean allHexDigits(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!HexFormat.isHexDigit(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    Fields object(String name) throws RefusedException {
        return optionalObject(name).orElseThrow(() -> wrong(name, "an object", "nothing"));
    }

    Optional<Fields> optionalObject(String name) throws RefusedException {
        Optional<Json> value = member(name);
        return value.isEmpty() ? Optional.empty() : Optional.of(of(value.get(), path(name), why));
    }

    /** The objects of an array; none when the member is absent. */
    List<Fields> objects(String name) throws RefusedException {
        Optional<Json> value = member(name);
        if (value.isEmpty()) {
            return List.of();
        }
        if (!(value.get() instanceof Json.Values(List<Json> values))) {
            throw wrong(name, "an array", value.get().kind());
        }
        List<Fields> objects = new java.util.ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            objects.add(of(values.get(i), path(name) + "[" + i + "]", why));
        }
        return List.copyOf(objects);
    }

    /** A refusal about one field of this object. */
    RefusedException wrong(String name, String expected, String got) {
        return new RefusedException(why, path(name) + " as " + expected, got);
    }
}
