package dev.handfast.opengateway;

import dev.handfast.alipay.GatewayError;
import dev.handfast.money.Currency;
import dev.handfast.money.Money;
import dev.handfast.money.Parsed;
import dev.handfast.web.Json;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Reads business parameters one after the other and remembers the first that breaks a rule. What a
 * method returns for a field that broke one is a stand-in; {@link #complete} makes sure that nobody
 * goes on with it.
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
    private final String invalid;
    private Optional<GatewayError> fault = Optional.empty();

    Fields(ObjectNode biz) {
        this(biz, Acq.INVALID_PARAMETER.subCode());
    }

    /** Fields of a method with another {@code sub_code} for a field that breaks a rule. */
    Fields(ObjectNode biz, String invalid) {
        this.biz = biz;
        this.invalid = invalid;
    }

    /**
     * The fields of an object within, or of the JSON text of one; none where it is absent. What
     * they break is to be handed to {@link #take}.
     */
    Fields within(String name) {
        JsonNode node = biz.path(name);
        if (node.isString()) {
            node = Json.parse(node.stringValue()).orElse(node);
        }
        if (!node.isObject() && !node.isMissingNode() && !node.isNull()) {
            refuse(invalid(name, "is an object", "another value"));
        }
        return new Fields(node.isObject() ? (ObjectNode) node : Json.object(), invalid);
    }

    /**
     * The objects of a list, or of the JSON text of one; none where it is absent. What each breaks
     * is to be handed to {@link #take}.
     */
    List<Fields> items(String name, int max) {
        JsonNode node = biz.path(name);
        if (node.isString()) {
            node = Json.parse(node.stringValue()).orElse(node);
        }
        List<Fields> items = new ArrayList<>();
        if (node.isArray() && node.size() <= max) {
            for (JsonNode item : node) {
                if (!item.isObject()) {
                    refuse(invalid(name, "is a list of objects", "another value in it"));
                }
                items.add(new Fields(item.isObject() ? (ObjectNode) item : Json.object(), invalid));
            }
        } else if (!node.isMissingNode() && !node.isNull()) {
            String got = node.isArray() ? node.size() + " of them" : "another value";
            refuse(invalid(name, "is a list of at most %d objects".formatted(max), got));
        }
        return items;
    }

    /** Takes over the first rule that fields within have broken. */
    void take(Fields within) {
        within.fault.ifPresent(this::refuse);
    }

    /** Whether the field is there. */
    boolean has(String name) {
        return biz.hasNonNull(name);
    }

    /** The field's text; it must be there. */
    String required(String name, TextRule rule) {
        Optional<String> text = optional(name, rule);
        if (text.isEmpty()) {
            refuse(invalid(name, "is required", "nothing"));
        }
        return text.orElse("");
    }

    /** The field's text; nothing where it is absent or empty. */
    Optional<String> optional(String name, TextRule rule) {
        Optional<String> text = text(name);
        if (text.isPresent() && !rule.holdsFor(text.get())) {
            refuse(invalid(name, rule.words(), text.get()));
        }
        return text;
    }

    /** The text of a field that no message may show, unchecked. */
    Optional<String> secret(String name) {
        return text(name);
    }

    /** The amount in yuan; it must be there. */
    Money amount(String name) {
        Optional<String> text = text(name);
        if (text.isEmpty()) {
            refuse(invalid(name, "is required", "nothing"));
            return AMOUNT_MIN;
        }
        return switch (Money.parse(text.get(), CNY)) {
            case Parsed.Valid<Money>(Money amount)
                    when !amount.isLessThan(AMOUNT_MIN) && !amount.isMoreThan(AMOUNT_MAX) ->
                    amount;
            case Parsed.Valid<Money> outside -> refuseAmount(name, text.get());
            case Parsed.Refused<Money> malformed -> refuseAmount(name, text.get());
        };
    }

    /** The amount in yuan; nothing where it is absent. */
    Optional<Money> findAmount(String name) {
        return text(name).isPresent() ? Optional.of(amount(name)) : Optional.empty();
    }

    /** A truth as {@code true} or {@code false}; false where it is absent. */
    boolean flag(String name) {
        JsonNode node = biz.path(name);
        String text =
                node.isBoolean() ? Boolean.toString(node.booleanValue()) : text(name).orElse("");
        if (!text.isEmpty() && !text.equals("true") && !text.equals("false")) {
            refuse(invalid(name, "is true or false", text));
        }
        return text.equals("true");
    }

    /** A whole number from 1 to {@code max}; nothing where it is absent. */
    Optional<Long> count(String name, long max) {
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
        JsonNode node = biz.path(name);
        List<String> texts = new ArrayList<>();
        if (node.isArray() && node.size() <= OPTIONS_MAX) {
            node.forEach(item -> texts.add(item.asString("")));
        } else if (!node.isMissingNode() && !node.isNull()) {
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
        if (node.isString() || node.isNumber()) {
            return Optional.of(node.asString()).filter(text -> !text.isEmpty());
        }
        if (!node.isMissingNode() && !node.isNull()) {
            refuse(invalid(name, "is a text", node.isObject() ? "an object" : "another value"));
        }
        return Optional.empty();
    }
}
