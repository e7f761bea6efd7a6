package dev.handfast.merchantapi;

import dev.handfast.money.Currency;
import dev.handfast.money.Money;
import dev.handfast.money.Parsed;
import dev.handfast.web.Form;
import dev.handfast.web.Form.Value;
import dev.handfast.web.Json;

import tools.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The parameters of one call, read one by one. The first thing that is wrong is remembered, and
 * what was read after it is empty; {@link #problem} tells, and refuses by name whatever nobody
 * asked for. Used by one thread.
 */
final class Params {
    static final int METADATA_KEYS_MAX = 50;
    static final int METADATA_KEY_LENGTH_MAX = 40;
    static final int METADATA_VALUE_LENGTH_MAX = 500;

    /** Fifteen digits: beyond any payment, and far from the edge of a long. */
    static final int INTEGER_DIGITS_MAX = 15;

    private static final int SHOWN_LENGTH_MAX = 60;
    private static final Pattern INTEGER = Pattern.compile("-?[0-9]{1,18}");
    private static final Pattern LETTERS = Pattern.compile("[a-zA-Z]{3}");

    private final SequencedMap<String, Value> fields;
    private final String path;
    private final Set<String> asked = new HashSet<>();
    private final List<Params> below = new ArrayList<>();
    private Optional<ApiError> wrong = Optional.empty();

    Params(Form form) {
        this(form.fields(), "");
    }

    private Params(SequencedMap<String, Value> fields, String path) {
        this.fields = fields;
        this.path = path;
    }

    /** What is wrong: the first bad parameter, or else the first that is not known. */
    Optional<ApiError> problem() {
        if (wrong.isPresent()) {
            return wrong;
        }
        for (Params nested : below) {
            Optional<ApiError> deeper = nested.problem();
            if (deeper.isPresent()) {
                return deeper;
            }
        }
        return fields.keySet().stream()
                .filter(name -> !asked.contains(name))
                .findFirst()
                .map(
                        name ->
                                ApiError.parameter(
                                        ApiCode.PARAMETER_UNKNOWN,
                                        shown(full(name)),
                                        "Received unknown parameter: " + shown(full(name))));
    }

    /** Remembers that something is wrong with a parameter. */
    void refuse(String name, ApiCode code, String message) {
        if (wrong.isEmpty()) {
            wrong = Optional.of(ApiError.parameter(code, full(name), message));
        }
    }

    boolean has(String name) {
        return fields.containsKey(name);
    }

    /** A parameter whose content makes no difference here. */
    void tolerate(String... names) {
        asked.addAll(List.of(names));
    }

    /** Text of 1 to {@code lengthMax} characters. */
    Optional<String> text(String name, int lengthMax) {
        asked.add(name);
        Value value = fields.get(name);
        if (value == null) {
            return Optional.empty();
        }
        if (!(value instanceof Value.Text(String text))) {
            refuse(name, ApiCode.PARAMETER_INVALID, full(name) + " is text, got a nested value");
            return Optional.empty();
        }
        if (text.isEmpty()) {
            refuse(
                    name,
                    ApiCode.PARAMETER_INVALID_EMPTY,
                    full(name) + " has at least one character; leave it out to have none");
            return Optional.empty();
        }
        if (text.length() > lengthMax) {
            refuse(
                    name,
                    ApiCode.PARAMETER_INVALID_STRING_LENGTH,
                    "%s has at most %d characters, got %d"
                            .formatted(full(name), lengthMax, text.length()));
            return Optional.empty();
        }
        if (text.indexOf('\0') >= 0) {
            refuse(name, ApiCode.PARAMETER_INVALID, full(name) + " has no NUL characters");
            return Optional.empty();
        }
        return Optional.of(text);
    }

    /** Text that must be there. */
    String requiredText(String name, int lengthMax) {
        Optional<String> text = text(name, lengthMax);
        if (text.isEmpty()) {
            refuse(name, ApiCode.PARAMETER_MISSING, "Missing required param: " + full(name));
        }
        return text.orElse("");
    }

    /** One of these words. */
    Optional<String> word(String name, String... words) {
        Optional<String> text = text(name, SHOWN_LENGTH_MAX);
        if (text.isPresent() && !List.of(words).contains(text.get())) {
            refuse(
                    name,
                    ApiCode.PARAMETER_INVALID,
                    "%s is one of %s, got '%s'"
                            .formatted(full(name), String.join(", ", words), shown(text.get())));
            return Optional.empty();
        }
        return text;
    }

    boolean flag(String name) {
        return word(name, "true", "false").map(Boolean::parseBoolean).orElse(false);
    }

    /** A whole number in a range. */
    Optional<Long> integer(String name, long min, long max) {
        Optional<String> text = text(name, SHOWN_LENGTH_MAX);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        if (!INTEGER.matcher(text.get()).matches()) {
            refuse(
                    name,
                    ApiCode.PARAMETER_INVALID_INTEGER,
                    "Invalid integer: %s (%s)".formatted(shown(text.get()), full(name)));
            return Optional.empty();
        }
        long number = Long.parseLong(text.get());
        if (number < min || number > max) {
            refuse(
                    name,
                    ApiCode.PARAMETER_INVALID_INTEGER,
                    "%s is %d to %d, got %d".formatted(full(name), min, max, number));
            return Optional.empty();
        }
        return Optional.of(number);
    }

    /** An amount in minor units of a currency, more than zero. */
    Optional<Money> amount(String name, Currency currency) {
        Optional<String> text = text(name, SHOWN_LENGTH_MAX);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        if (!INTEGER.matcher(text.get()).matches()) {
            refuse(
                    name,
                    ApiCode.PARAMETER_INVALID_INTEGER,
                    "Invalid integer: %s; %s counts the currency's smallest unit"
                            .formatted(shown(text.get()), full(name)));
            return Optional.empty();
        }
        long minor = Long.parseLong(text.get());
        if (minor < 1) {
            refuse(
                    name,
                    ApiCode.AMOUNT_TOO_SMALL,
                    "%s is at least 1, got %d".formatted(full(name), minor));
            return Optional.empty();
        }
        if (text.get().length() > INTEGER_DIGITS_MAX) {
            refuse(
                    name,
                    ApiCode.AMOUNT_TOO_LARGE,
                    "%s has at most %d digits, got %d"
                            .formatted(full(name), INTEGER_DIGITS_MAX, text.get().length()));
            return Optional.empty();
        }
        return Optional.of(new Money(minor, currency));
    }

    Optional<Currency> currency(String name) {
        String text = requiredText(name, SHOWN_LENGTH_MAX);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        if (LETTERS.matcher(text).matches()
                && Currency.parse(text) instanceof Parsed.Valid<Currency>(Currency currency)) {
            return Optional.of(currency);
        }
        refuse(
                name,
                ApiCode.PARAMETER_INVALID,
                "Invalid currency: %s; three letters of an active ISO 4217 code"
                        .formatted(shown(text)));
        return Optional.empty();
    }

    /** The elements of a list of words. */
    List<String> words(String name, int lengthMax, int countMax) {
        Optional<Params> list = nested(name);
        if (list.isEmpty()) {
            return List.of();
        }
        Params elements = list.get();
        if (elements.fields.size() > countMax) {
            refuse(
                    name,
                    ApiCode.PARAMETER_INVALID,
                    "%s has at most %d elements, got %d"
                            .formatted(full(name), countMax, elements.fields.size()));
            return List.of();
        }
        List<String> words = new ArrayList<>();
        for (String key : elements.fields.keySet()) {
            elements.text(key, lengthMax).ifPresent(words::add);
        }
        return words;
    }

    /** The merchant's own data. */
    ObjectNode metadata(String name) {
        ObjectNode metadata = Json.object();
        Optional<Params> nested = nested(name);
        if (nested.isEmpty()) {
            return metadata;
        }
        Params entries = nested.get();
        if (entries.fields.size() > METADATA_KEYS_MAX) {
            refuse(
                    name,
                    ApiCode.PARAMETER_INVALID,
                    "%s has at most %d keys, got %d"
                            .formatted(full(name), METADATA_KEYS_MAX, entries.fields.size()));
            return metadata;
        }
        for (Map.Entry<String, Value> entry : entries.fields.entrySet()) {
            String key = entry.getKey();
            if (key.length() > METADATA_KEY_LENGTH_MAX) {
                entries.refuse(
                        key,
                        ApiCode.PARAMETER_INVALID_STRING_LENGTH,
                        "a key of %s has at most %d characters, got %d"
                                .formatted(full(name), METADATA_KEY_LENGTH_MAX, key.length()));
            }
            entries.text(key, METADATA_VALUE_LENGTH_MAX)
                    .ifPresent(value -> metadata.put(key, value));
        }
        return metadata;
    }

    /** The parameters below a name. */
    Optional<Params> nested(String name) {
        asked.add(name);
        Value value = fields.get(name);
        if (value == null) {
            return Optional.empty();
        }
        if (!(value instanceof Value.Fields(SequencedMap<String, Value> deeper))) {
            refuse(
                    name,
                    ApiCode.PARAMETER_INVALID,
                    "%s has brackets: %s[...]".formatted(full(name), full(name)));
            return Optional.empty();
        }
        Params nested = new Params(deeper, full(name));
        below.add(nested);
        return Optional.of(nested);
    }

    /** All parameters in one line, in the order of their names: the same for the same request. */
    String canonical() {
        SequencedMap<String, String> flat = new LinkedHashMap<>();
        flatten(fields, "", flat);
        StringBuilder line = new StringBuilder();
        flat.keySet().stream()
                .sorted()
                .forEach(
                        name ->
                                line.append(name.length())
                                        .append(':')
                                        .append(name)
                                        .append('=')
                                        .append(flat.get(name))
                                        .append('\n'));
        return line.toString();
    }

    private static void flatten(
            SequencedMap<String, Value> fields, String path, Map<String, String> flat) {
        fields.forEach(
                (name, value) -> {
                    String full = path.isEmpty() ? name : path + "[" + name + "]";
                    switch (value) {
                        case Value.Text(String text) -> flat.put(full, text.length() + ":" + text);
                        case Value.Fields(SequencedMap<String, Value> deeper) ->
                                flatten(deeper, full, flat);
                    }
                });
    }

    private String full(String name) {
        return path.isEmpty() ? name : path + "[" + name + "]";
    }

    /** What a client sent, fit to be put into a message. */
    static String shown(String text) {
        String start =
                text.length() <= SHOWN_LENGTH_MAX
                        ? text
                        : text.substring(0, SHOWN_LENGTH_MAX) + "...";
        return start.replaceAll("\\p{Cntrl}", "?");
    }
}
