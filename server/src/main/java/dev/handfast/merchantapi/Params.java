package dev.handfast.merchantapi;

import dev.handfast.money.Currency;
import dev.handfast.money.Money;
import dev.handfast.web.Form;
import dev.handfast.web.Form.Value;
import dev.handfast.web.Json;

import tools.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.UUID;

/**
 * The parameters of one call, which {@link ParamCheck} has found to be as its {@link Route}
 * declares them. To ask for one that is not declared is a bug. What else is wrong with a parameter
 * a call may add with {@link #refuse}; the first is told. Used by one thread.
 */
final class Params {
    private final SequencedMap<String, Value> fields;
    private final List<Param> declared;
    private final String path;
    private final Problems problems;

    /** What is wrong with the parameters of a call, wherever they lie. */
    private static final class Problems {
        private Optional<ApiError> first = Optional.empty();
    }

    /** Parameters that have been checked. */
    Params(Form form, List<Param> declared) {
        this(form.fields(), declared, "", new Problems());
    }

    private Params(
            SequencedMap<String, Value> fields,
            List<Param> declared,
            String path,
            Problems problems) {
        this.fields = fields;
        this.declared = declared;
        this.path = path;
        this.problems = problems;
    }

    /** What the call has found to be wrong, if anything. */
    Optional<ApiError> problem() {
        return problems.first;
    }

    /** Remembers that something is wrong with a parameter. */
    void refuse(String name, ApiCode code, String message) {
        if (problems.first.isEmpty()) {
            problems.first = Optional.of(ApiError.parameter(code, full(name), message));
        }
    }

    /** Whether the call takes such a parameter. */
    boolean declares(String name) {
        return declared.stream().anyMatch(param -> param.name().equals(name));
    }

    boolean has(String name) {
        declared(name);
        return fields.containsKey(name);
    }

    /** The text; empty text where one that may be cleared was sent empty. */
    Optional<String> text(String name) {
        declared(name);
        return fields.get(name) instanceof Value.Text(String text)
                ? Optional.of(text)
                : Optional.empty();
    }

    boolean flag(String name) {
        return text(name).map(Boolean::parseBoolean).orElse(false);
    }

    Optional<Long> whole(String name) {
        return text(name).filter(text -> !text.isEmpty()).map(Long::parseLong);
    }

    /** An amount in minor units of a currency, more than zero. */
    Optional<Money> amount(String name, Currency currency) {
        return whole(name).map(minor -> new Money(minor, currency));
    }

    Optional<Currency> currency(String name) {
        return text(name).map(text -> Currency.parse(text).orElseThrow());
    }

    /** The id of an object of this kind. */
    Optional<UUID> id(String name, PublicIds kind) {
        return text(name).flatMap(kind::parse);
    }

    /** The elements of a list of texts. */
    List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        below(name)
                .values()
                .forEach(
                        value -> {
                            if (value instanceof Value.Text(String text)) {
                                texts.add(text);
                            }
                        });
        return texts;
    }

    /** The merchant's own data; an entry whose value is empty is to be removed. */
    ObjectNode metadata() {
        ObjectNode metadata = Json.object();
        below("metadata")
                .forEach(
                        (key, value) -> {
                            if (value instanceof Value.Text(String text)) {
                                metadata.put(key, text);
                            }
                        });
        return metadata;
    }

    /** The parameters below a name. */
    Optional<Params> nested(String name) {
        Param param = declared(name);
        return fields.get(name) instanceof Value.Fields(SequencedMap<String, Value> deeper)
                ? Optional.of(new Params(deeper, paramsOf(param.type()), full(name), problems))
                : Optional.empty();
    }

    /** The elements of a list of groups. */
    List<Params> groups(String name) {
        List<Param> params = paramsOf(declared(name).type());
        List<Params> groups = new ArrayList<>();
        below(name)
                .forEach(
                        (key, value) -> {
                            if (value instanceof Value.Fields(SequencedMap<String, Value> deeper)) {
                                String at = ParamCheck.full(full(name), key);
                                groups.add(new Params(deeper, params, at, problems));
                            }
                        });
        return groups;
    }

    private static List<Param> paramsOf(ParamType type) {
        return switch (type) {
            case ParamType.Group(List<Param> params) -> params;
            case ParamType.ListOf(ParamType element, int countMax) -> paramsOf(element);
            case ParamType.Moments moments -> ParamCheck.BOUNDS;
            case ParamType.Text _,
                    ParamType.Word _,
                    ParamType.Whole _,
                    ParamType.Amount _,
                    ParamType.CurrencyCode _,
                    ParamType.Flag _,
                    ParamType.Id _,
                    ParamType.Metadata _,
                    ParamType.Anything _,
                    ParamType.NotTaken _ ->
                    throw new IllegalStateException("nothing is declared below a " + type);
        };
    }

    private Map<String, Value> below(String name) {
        declared(name);
        return fields.get(name) instanceof Value.Fields(SequencedMap<String, Value> deeper)
                ? deeper
                : Map.of();
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
                    String full = ParamCheck.full(path, name);
                    switch (value) {
                        case Value.Text(String text) -> flat.put(full, text.length() + ":" + text);
                        case Value.Fields(SequencedMap<String, Value> deeper) ->
                                flatten(deeper, full, flat);
                    }
                });
    }

    private Param declared(String name) {
        for (Param param : declared) {
            if (param.name().equals(name)) {
                return param;
            }
        }
        throw new IllegalStateException("parameter %s is not declared".formatted(full(name)));
    }

    private String full(String name) {
        return ParamCheck.full(path, name);
    }

    /** What a client sent, fit to be put into a message. */
    static String shown(String text) {
        String start =
                text.length() <= ParamCheck.SHORT_LENGTH_MAX
                        ? text
                        : text.substring(0, ParamCheck.SHORT_LENGTH_MAX) + "...";
        return start.replaceAll("\\p{Cntrl}", "?");
    }
}
