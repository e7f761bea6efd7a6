package dev.handfast.merchantapi;

import dev.handfast.money.Currency;
import dev.handfast.money.Parsed;
import dev.handfast.web.Form.Value;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.regex.Pattern;

/**
 * Holds what a client sent against what a call declares: the first declared parameter that is bad
 * or lacking is told, or else the first that is not declared. Pure.
 */
final class ParamCheck {
    static final int METADATA_KEYS_MAX = 50;
    static final int METADATA_KEY_LENGTH_MAX = 40;
    static final int METADATA_VALUE_LENGTH_MAX = 500;

    /** Fifteen digits: beyond any payment, and far from the edge of a long. */
    static final int AMOUNT_DIGITS_MAX = 15;

    /** How long a number, a word or an id may be before anybody looks at it. */
    static final int SHORT_LENGTH_MAX = 60;

    /** The second in which the year 9999 ends. */
    static final long SECONDS_MAX = 253_402_300_799L;

    private static final int ID_LENGTH_MAX = 200;
    private static final Pattern INTEGER = Pattern.compile("-?[0-9]{1,18}");
    private static final Pattern LETTERS = Pattern.compile("[a-zA-Z]{3}");
    private static final List<String> FLAGS = List.of("true", "false");
    static final List<Param> BOUNDS =
            List.of(
                    Param.whole("gt", 0, SECONDS_MAX, ""),
                    Param.whole("gte", 0, SECONDS_MAX, ""),
                    Param.whole("lt", 0, SECONDS_MAX, ""),
                    Param.whole("lte", 0, SECONDS_MAX, ""));

    private ParamCheck() {}

    static Optional<ApiError> check(
            List<Param> declared, Map<String, Value> given, ApiVersion version) {
        return declared.stream()
                .filter(param -> !param.isIn(version) && given.containsKey(param.name()))
                .findFirst()
                .map(
                        param ->
                                ApiError.parameter(
                                        ApiCode.PARAMETER_UNKNOWN,
                                        param.name(),
                                        "Received unknown parameter: %s; it is taken in versions up"
                                                        .formatted(param.name())
                                                + " to the family %s"
                                                        .formatted(
                                                                param.last().orElseThrow().text())))
                .or(() -> group(declared, given, ""))
                .or(() -> bothEnds(given));
    }

    /** A list is read behind an object or before one. */
    private static Optional<ApiError> bothEnds(Map<String, Value> given) {
        return given.containsKey(Page.AFTER) && given.containsKey(Page.BEFORE)
                ? refusal(
                        Page.BEFORE,
                        ApiCode.PARAMETER_INVALID,
                        "starting_after and ending_before exclude each other")
                : Optional.empty();
    }

    private static Optional<ApiError> group(
            List<Param> declared, Map<String, Value> given, String path) {
        int known = 0;
        for (Param param : declared) {
            Value value = given.get(param.name());
            String full = full(path, param.name());
            Optional<ApiError> problem =
                    value == null ? lacking(param, full) : present(param, value, full);
            if (problem.isPresent()) {
                return problem;
            }
            known += value == null ? 0 : 1;
        }
        return known == given.size() ? Optional.empty() : unknown(declared, given, path);
    }

    private static Optional<ApiError> unknown(
            List<Param> declared, Map<String, Value> given, String path) {
        return given.keySet().stream()
                .filter(name -> declared.stream().noneMatch(param -> param.name().equals(name)))
                .findFirst()
                .map(name -> Params.shown(full(path, name)))
                .map(
                        name ->
                                ApiError.parameter(
                                        ApiCode.PARAMETER_UNKNOWN,
                                        name,
                                        "Received unknown parameter: " + name));
    }

    private static Optional<ApiError> lacking(Param param, String name) {
        return param.need() == Param.Need.REQUIRED
                ? refusal(name, ApiCode.PARAMETER_MISSING, "Missing required param: " + name)
                : Optional.empty();
    }

    private static Optional<ApiError> present(Param param, Value value, String name) {
        boolean empty = value instanceof Value.Text(String text) && text.isEmpty();
        return empty && param.need() == Param.Need.CLEARABLE
                ? Optional.empty()
                : value(param.type(), value, name);
    }

    private static Optional<ApiError> value(ParamType type, Value value, String name) {
        return switch (type) {
            case ParamType.Anything anything -> Optional.empty();
            case ParamType.NotTaken(String why) ->
                    refusal(
                            name,
                            ApiCode.PARAMETER_UNKNOWN,
                            "Received unknown parameter: %s; %s".formatted(name, why));
            case ParamType.Group(List<Param> params) ->
                    value instanceof Value.Fields(SequencedMap<String, Value> fields)
                            ? group(params, fields, name)
                            : noBrackets(name);
            case ParamType.ListOf list ->
                    value instanceof Value.Fields(SequencedMap<String, Value> fields)
                            ? list(list, fields, name)
                            : noBrackets(name);
            case ParamType.Metadata metadata ->
                    value instanceof Value.Fields(SequencedMap<String, Value> fields)
                            ? metadata(fields, name)
                            : noBrackets(name);
            case ParamType.Moments moments ->
                    value instanceof Value.Fields(SequencedMap<String, Value> fields)
                            ? group(BOUNDS, fields, name)
                            : value(new ParamType.Whole(0, SECONDS_MAX), value, name);
            case ParamType.Text text -> text(text.lengthMax(), value, name);
            case ParamType.Word(List<String> words) ->
                    shortText(value, name).or(() -> word(words, textOf(value), name));
            case ParamType.Flag flag ->
                    shortText(value, name).or(() -> word(FLAGS, textOf(value), name));
            case ParamType.Whole(long min, long max) ->
                    shortText(value, name).or(() -> whole(min, max, textOf(value), name));
            case ParamType.Amount amount ->
                    shortText(value, name).or(() -> amount(textOf(value), name));
            case ParamType.CurrencyCode code ->
                    shortText(value, name).or(() -> currency(textOf(value), name));
            case ParamType.Id(PublicIds kind) ->
                    text(ID_LENGTH_MAX, value, name).or(() -> id(kind, textOf(value), name));
        };
    }

    private static Optional<ApiError> list(
            ParamType.ListOf list, Map<String, Value> elements, String name) {
        if (elements.size() > list.countMax()) {
            return refusal(
                    name,
                    ApiCode.PARAMETER_INVALID,
                    "%s has at most %d elements, got %d"
                            .formatted(name, list.countMax(), elements.size()));
        }
        for (Map.Entry<String, Value> element : elements.entrySet()) {
            // Of texts the list is named; of groups the element, as it has parameters of its own.
            boolean group = list.element() instanceof ParamType.Group;
            String full = group ? full(name, Params.shown(element.getKey())) : name;
            Optional<ApiError> problem = value(list.element(), element.getValue(), full);
            if (problem.isPresent()) {
                return problem;
            }
        }
        return Optional.empty();
    }

    private static Optional<ApiError> metadata(Map<String, Value> entries, String name) {
        if (entries.size() > METADATA_KEYS_MAX) {
            return refusal(
                    name,
                    ApiCode.PARAMETER_INVALID,
                    "%s has at most %d keys, got %d"
                            .formatted(name, METADATA_KEYS_MAX, entries.size()));
        }
        for (Map.Entry<String, Value> entry : entries.entrySet()) {
            String key = entry.getKey();
            String full = full(name, Params.shown(key));
            if (key.length() > METADATA_KEY_LENGTH_MAX) {
                return refusal(
                        full,
                        ApiCode.PARAMETER_INVALID_STRING_LENGTH,
                        "a key of %s has at most %d characters, got %d"
                                .formatted(name, METADATA_KEY_LENGTH_MAX, key.length()));
            }
            if (key.indexOf('\0') >= 0) {
                return refusal(full, ApiCode.PARAMETER_INVALID, full + " has no NUL characters");
            }
            boolean empty = entry.getValue() instanceof Value.Text(String text) && text.isEmpty();
            Optional<ApiError> problem =
                    empty
                            ? Optional.empty()
                            : text(METADATA_VALUE_LENGTH_MAX, entry.getValue(), full);
            if (problem.isPresent()) {
                return problem;
            }
        }
        return Optional.empty();
    }

    private static Optional<ApiError> text(int lengthMax, Value value, String name) {
        if (!(value instanceof Value.Text(String text))) {
            return refusal(name, ApiCode.PARAMETER_INVALID, name + " is text, got a nested value");
        }
        if (text.isEmpty()) {
            return refusal(
                    name,
                    ApiCode.PARAMETER_INVALID_EMPTY,
                    name + " has at least one character; leave it out to have none");
        }
        if (text.length() > lengthMax) {
            return refusal(
                    name,
                    ApiCode.PARAMETER_INVALID_STRING_LENGTH,
                    "%s has at most %d characters, got %d"
                            .formatted(name, lengthMax, text.length()));
        }
        return text.indexOf('\0') >= 0
                ? refusal(name, ApiCode.PARAMETER_INVALID, name + " has no NUL characters")
                : Optional.empty();
    }

    private static Optional<ApiError> shortText(Value value, String name) {
        return text(SHORT_LENGTH_MAX, value, name);
    }

    private static String textOf(Value value) {
        return value instanceof Value.Text(String text) ? text : "";
    }

    private static Optional<ApiError> word(List<String> words, String text, String name) {
        return words.contains(text)
                ? Optional.empty()
                : refusal(
                        name,
                        ApiCode.PARAMETER_INVALID,
                        "%s is one of %s, got '%s'"
                                .formatted(name, String.join(", ", words), Params.shown(text)));
    }

    private static Optional<ApiError> whole(long min, long max, String text, String name) {
        if (!INTEGER.matcher(text).matches()) {
            return refusal(
                    name,
                    ApiCode.PARAMETER_INVALID_INTEGER,
                    "Invalid integer: %s (%s)".formatted(Params.shown(text), name));
        }
        long number = Long.parseLong(text);
        return number >= min && number <= max
                ? Optional.empty()
                : refusal(
                        name,
                        ApiCode.PARAMETER_INVALID_INTEGER,
                        "%s is %d to %d, got %d".formatted(name, min, max, number));
    }

    private static Optional<ApiError> amount(String text, String name) {
        if (!INTEGER.matcher(text).matches()) {
            return refusal(
                    name,
                    ApiCode.PARAMETER_INVALID_INTEGER,
                    "Invalid integer: %s; %s counts the currency's smallest unit"
                            .formatted(Params.shown(text), name));
        }
        long minor = Long.parseLong(text);
        if (minor < 1) {
            return refusal(
                    name,
                    ApiCode.AMOUNT_TOO_SMALL,
                    "%s is at least 1, got %d".formatted(name, minor));
        }
        return text.length() <= AMOUNT_DIGITS_MAX
                ? Optional.empty()
                : refusal(
                        name,
                        ApiCode.AMOUNT_TOO_LARGE,
                        "%s has at most %d digits, got %d"
                                .formatted(name, AMOUNT_DIGITS_MAX, text.length()));
    }

    private static Optional<ApiError> currency(String text, String name) {
        return LETTERS.matcher(text).matches() && Currency.parse(text) instanceof Parsed.Valid<?>
                ? Optional.empty()
                : refusal(
                        name,
                        ApiCode.PARAMETER_INVALID,
                        "Invalid currency: %s; three letters of an active ISO 4217 code"
                                .formatted(Params.shown(text)));
    }

    private static Optional<ApiError> id(PublicIds kind, String text, String name) {
        return kind.parse(text).isPresent()
                ? Optional.empty()
                : refusal(name, ApiCode.RESOURCE_MISSING, kind.missing(text));
    }

    private static Optional<ApiError> noBrackets(String name) {
        return refusal(
                name, ApiCode.PARAMETER_INVALID, "%s has brackets: %s[...]".formatted(name, name));
    }

    private static Optional<ApiError> refusal(String name, ApiCode code, String message) {
        return Optional.of(ApiError.parameter(code, name, message));
    }

    static String full(String path, String name) {
        return path.isEmpty() ? name : path + "[" + name + "]";
    }
}
