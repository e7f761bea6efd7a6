package dev.handfast.opengateway;

import dev.handfast.alipay.GatewayError;
import dev.handfast.money.Currency;
import dev.handfast.money.Money;
import dev.handfast.money.Parsed;
import dev.handfast.web.Json;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Reads business parameters one after the other, by the rules their {@link Shape} declares, and
 * remembers the first that breaks one. What a method returns for a field that broke one is a
 * stand-in; {@link #complete} makes sure that nobody goes on with it.
 *
 * <p>Reading what is not declared, or as another kind than it is declared, is a bug and throws.
 */
final class Fields {
    /** The only currency of the dialect's amounts here. */
    static final Currency CNY = Currency.of("CNY");

    static final Money AMOUNT_MIN = new Money(1, CNY);
    static final Money AMOUNT_MAX = new Money(10_000_000_000L, CNY);

    private static final int GOT_CHARS_MAX = 80;
    private static final int OPTIONS_MAX = 50;

    /** What came of reading. */
    sealed interface Result<T> {
        /** Every field is as it must be. */
        record Good<T>(T value) implements Result<T> {}

        /** The first field that is not. */
        record Bad<T>(GatewayError error) implements Result<T> {}
    }

    private final ObjectNode biz;
    private final Shape shape;
    private final String invalid;
    private Optional<GatewayError> fault = Optional.empty();

    Fields(ObjectNode biz, Shape shape) {
        this(biz, shape, Acq.INVALID_PARAMETER.subCode());
    }

    /** Fields of a method with another {@code sub_code} for a field that breaks a rule. */
    Fields(ObjectNode biz, Shape shape, String invalid) {
        this.biz = biz;
        this.shape = shape;
        this.invalid = invalid;
    }

    /**
     * The fields of an object within, or of the JSON text of one; none where it is absent. What
     * they break is to be handed to {@link #take}.
     */
    Fields within(String name) {
        return findWithin(name)
                .orElseGet(
                        () ->
                                new Fields(
                                        Json.object(),
                                        declared(name, Param.Kind.Nested.class).shape(),
                                        invalid));
    }

    /** The same; nothing where it is absent. */
    Optional<Fields> findWithin(String name) {
        Shape within = declared(name, Param.Kind.Nested.class).shape();
        JsonNode node = json(name);
        if (isAbsent(node)) {
            missing(name);
            return Optional.empty();
        }
        if (!node.isObject()) {
            refuse(invalid(name, "is an object", "another value"));
        }
        ObjectNode object = node.isObject() ? (ObjectNode) node : Json.object();
        return Optional.of(new Fields(object, within, invalid));
    }

    /**
     * The objects of a list, or of the JSON text of one; none where it is absent. What each breaks
     * is to be handed to {@link #take}.
     */
    List<Fields> items(String name) {
        Param.Kind.Items declared = declared(name, Param.Kind.Items.class);
        JsonNode node = json(name);
        List<Fields> items = new ArrayList<>();
        if (node.isArray() && node.size() <= declared.max()) {
            for (JsonNode item : node) {
                if (!item.isObject()) {
                    refuse(invalid(name, "is a list of objects", "another value in it"));
                }
                ObjectNode object = item.isObject() ? (ObjectNode) item : Json.object();
                items.add(new Fields(object, declared.shape(), invalid));
            }
        } else if (!isAbsent(node)) {
            String got = node.isArray() ? node.size() + " of them" : "another value";
            refuse(invalid(name, "is a list of at most %d objects".formatted(declared.max()), got));
        }
        return items;
    }

    /** The value, or the one in its JSON text; the empty text is as good as none. */
    private JsonNode json(String name) {
        JsonNode node = biz.path(name);
        if (!node.isString()) {
            return node;
        }
        return node.stringValue().isEmpty()
                ? MissingNode.getInstance()
                : Json.parse(node.stringValue()).orElse(node);
    }

    /** Takes over the first rule that fields within have broken. */
    void take(Fields within) {
        within.fault.ifPresent(this::refuse);
    }

    /** Whether the field is there. */
    boolean has(String name) {
        shape.get(name);
        return biz.hasNonNull(name);
    }

    /** The field's text; it must be there. */
    String required(String name) {
        requireRequired(name);
        return optional(name).orElse("");
    }

    /** The field's text; nothing where it is absent or empty. */
    Optional<String> optional(String name) {
        TextRule rule = declared(name, Param.Kind.Text.class).rule();
        Optional<String> text = text(name);
        if (text.isPresent() && !rule.holdsFor(text.get())) {
            refuse(invalid(name, rule.words(), text.get()));
        }
        return text;
    }

    /** The text of a field that no message may show, unchecked. */
    Optional<String> secret(String name) {
        declared(name, Param.Kind.Secret.class);
        return text(name);
    }

    /** Refuses where none of these is there. */
    void either(String... names) {
        if (Arrays.stream(names).noneMatch(name -> text(name).isPresent())) {
            refuse(invalid(String.join(" or ", names), "is required", "nothing"));
        }
    }

    /** The amount in yuan; it must be there. */
    Money amount(String name) {
        requireRequired(name);
        return findAmount(name).orElse(AMOUNT_MIN);
    }

    /** The amount in yuan; nothing where it is absent. */
    Optional<Money> findAmount(String name) {
        declared(name, Param.Kind.Amount.class);
        return text(name).map(text -> amount(name, text));
    }

    private Money amount(String name, String text) {
        return switch (Money.parse(text, CNY)) {
            case Parsed.Valid<Money>(Money amount)
                    when !amount.isLessThan(AMOUNT_MIN) && !amount.isMoreThan(AMOUNT_MAX) ->
                    amount;
            case Parsed.Valid<Money> outside -> refuseAmount(name, text);
            case Parsed.Refused<Money> malformed -> refuseAmount(name, text);
        };
    }

    /** A truth as {@code true} or {@code false}; false where it is absent. */
    boolean flag(String name) {
        declared(name, Param.Kind.Flag.class);
        JsonNode node = biz.path(name);
        String text =
                node.isBoolean() ? Boolean.toString(node.booleanValue()) : text(name).orElse("");
        if (!text.isEmpty() && !text.equals("true") && !text.equals("false")) {
            refuse(invalid(name, "is true or false", text));
        }
        return text.equals("true");
    }

    /** A whole number from 1 to the declared maximum; nothing where it is absent. */
    Optional<Long> count(String name) {
        long max = declared(name, Param.Kind.Count.class).max();
        Optional<String> text = text(name);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        boolean digits = text.get().matches("[1-9][0-9]{0,8}");
        if (!digits || Long.parseLong(text.get()) > max) {
            refuse(invalid(name, "is a whole number from 1 to " + max, text.get()));
            return Optional.of(1L);
        }
        return Optional.of(Long.parseLong(text.get()));
    }

    private Money refuseAmount(String name, String got) {
        refuse(
                invalid(
                        name,
                        "is a decimal of %s to %s yuan with at most two decimals"
                                .formatted(
                                        AMOUNT_MIN.toDecimalString(), AMOUNT_MAX.toDecimalString()),
                        got));
        return AMOUNT_MIN;
    }

    /** The texts of a list; empty where it is absent. */
    List<String> texts(String name) {
        declared(name, Param.Kind.Texts.class);
        JsonNode node = biz.path(name);
        List<String> texts = new ArrayList<>();
        if (isTexts(node)) {
            node.forEach(item -> texts.add(item.stringValue()));
        } else if (!isAbsent(node)) {
            refuse(
                    invalid(
                            name,
                            "is a list of at most %d texts".formatted(OPTIONS_MAX),
                            "another value"));
        }
        return texts;
    }

    /** Refuses a field where a rule outside of this class is broken. */
    void refuse(GatewayError error) {
        if (fault.isEmpty()) {
            boolean rule = error.subCode().equals(Acq.INVALID_PARAMETER.subCode());
            fault =
                    Optional.of(
                            rule
                                    ? GatewayError.business(
                                            new GatewayError.Reason(invalid, error.subMsg()))
                                    : error);
        }
    }

    /** What the fields make up, if none of them broke a rule. */
    <T> Result<T> complete(Supplier<T> whole) {
        return fault.<Result<T>>map(Result.Bad::new)
                .orElseGet(() -> new Result.Good<>(whole.get()));
    }

    /** Names field, rule and what was got. */
    static GatewayError invalid(String name, String rule, String got) {
        String shown =
                got.codePointCount(0, got.length()) <= GOT_CHARS_MAX
                        ? got
                        : got.substring(0, got.offsetByCodePoints(0, GOT_CHARS_MAX)) + "…";
        return Acq.INVALID_PARAMETER.error("%s %s, got %s".formatted(name, rule, shown));
    }

    private Optional<String> text(String name) {
        JsonNode node = biz.path(name);
        Optional<String> text = Optional.empty();
        if (node.isString() || node.isNumber()) {
            text = Optional.of(node.asString()).filter(some -> !some.isEmpty());
        } else if (!isAbsent(node)) {
            refuse(invalid(name, "is a text", node.isObject() ? "an object" : "another value"));
        }
        if (text.isEmpty()) {
            missing(name);
        }
        return text;
    }

    private void missing(String name) {
        if (shape.get(name).isRequired()) {
            refuse(invalid(name, "is required", "nothing"));
        }
    }

    private void requireRequired(String name) {
        if (!shape.get(name).isRequired()) {
            throw new IllegalArgumentException(name + " is not declared as required");
        }
    }

    private <K extends Param.Kind> K declared(String name, Class<K> kind) {
        Param param = shape.get(name);
        if (!kind.isInstance(param.kind())) {
            throw new IllegalArgumentException(
                    "%s is declared as another kind, %s".formatted(name, param.kind()));
        }
        return kind.cast(param.kind());
    }

    private static boolean isAbsent(JsonNode node) {
        return node.isMissingNode() || node.isNull();
    }

    private static boolean isTexts(JsonNode node) {
        if (!node.isArray() || node.size() > OPTIONS_MAX) {
            return false;
        }
        for (JsonNode item : node) {
            if (!item.isString()) {
                return false;
            }
        }
        return true;
    }
}
