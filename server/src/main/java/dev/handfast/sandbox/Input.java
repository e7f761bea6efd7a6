package dev.handfast.sandbox;

import dev.handfast.money.Currency;
import dev.handfast.money.Parsed;
import dev.handfast.web.Json;
import dev.handfast.web.PublicId;

import io.helidon.common.parameters.Parameters;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/**
 * The fields of a request's body. What is read wrong gives a stand-in and is remembered: a caller
 * reads all it needs, then asks once for the {@link #problem}. The first one is told.
 */
final class Input {
    private static final int TEXT_LENGTH_MAX = 16_384;
    private static final int SHOWN_LENGTH_MAX = 80;
    private static final String SYNTAX = "body_invalid";
    private static final String FIELD = "field_invalid";

    private final ObjectNode fields;
    private final Parameters path;
    private Optional<Reply> problem = Optional.empty();

    private Input(ObjectNode fields, Parameters path) {
        this.fields = fields;
        this.path = path;
    }

    /**
     * Reads a body; an empty one is an object without fields.
     *
     * @param known the fields there may be
     * @param path what the address names
     */
    static Input of(byte[] body, Set<String> known, Parameters path) {
        Optional<ObjectNode> object =
                body.length == 0
                        ? Optional.of(Json.object())
                        : Json.parse(body).filter(JsonNode::isObject).map(ObjectNode.class::cast);
        Input input = new Input(object.orElseGet(Json::object), path);
        if (object.isEmpty()) {
            input.wrong(SYNTAX, "", "a body is one JSON object in UTF-8, without names twice");
        }
        for (String name : input.fields.propertyNames()) {
            if (!known.contains(name)) {
                String rule = "is none of the fields " + known.stream().sorted().toList();
                input.wrong(FIELD, shown(name), rule);
            }
        }
        return input;
    }

    /** Whether a field is there. */
    boolean has(String name) {
        return fields.has(name);
    }

    /** What was wrong first. */
    Optional<Reply> problem() {
        return problem;
    }

    /**
     * What an id in the address names.
     *
     * @param find looks it up
     */
    <T> Optional<T> named(String name, String prefix, Function<UUID, Optional<T>> find) {
        String text = path.get(name);
        Optional<T> found = PublicId.parse(prefix, text).flatMap(find);
        if (found.isEmpty() && problem.isEmpty()) {
            problem =
                    Optional.of(
                            Reply.refused(
                                    404,
                                    "not_found",
                                    name,
                                    "%s %s: there is none; it %s"
                                            .formatted(name, shown(text), Views.idRule(prefix))));
        }
        return found;
    }

    /** A part of the address, as it came. */
    String address(String name) {
        return path.get(name);
    }

    /** Text that must be there; not empty. */
    String text(String name) {
        return findText(name)
                .orElseGet(
                        () -> {
                            wrong(FIELD, name, "is a text that must be given, got none");
                            return "";
                        });
    }

    /** Text that may be left out; not empty. */
    Optional<String> findText(String name) {
        JsonNode node = fields.get(name);
        if (node == null || node.isNull()) {
            return Optional.empty();
        }
        String text = node.isString() ? node.stringValue() : "";
        if (text.isEmpty() || text.length() > TEXT_LENGTH_MAX) {
            wrong(
                    FIELD,
                    name,
                    "is a text of 1 to %d characters, got %s"
                            .formatted(TEXT_LENGTH_MAX, shown(node.toString())));
            return Optional.of("?");
        }
        return Optional.of(text);
    }

    /** An amount in minor units, {@code min} or more. */
    long minor(String name, long min) {
        JsonNode node = fields.get(name);
        boolean good = node != null && node.isIntegralNumber() && node.canConvertToLong();
        if (!good || node.longValue() < min) {
            wrong(
                    FIELD,
                    name,
                    "is a whole number of minor units, %d or more, got %s"
                            .formatted(min, node == null ? "none" : shown(node.toString())));
            return min;
        }
        return node.longValue();
    }

    /** A number of things, from 1 to {@code max}. */
    int count(String name, int max) {
        JsonNode node = fields.get(name);
        boolean good = node != null && node.isIntegralNumber() && node.canConvertToInt();
        if (!good || node.intValue() < 1 || node.intValue() > max) {
            wrong(
                    FIELD,
                    name,
                    "is a whole number from 1 to %d, got %s"
                            .formatted(max, node == null ? "none" : shown(node.toString())));
            return 1;
        }
        return node.intValue();
    }

    /** A currency by its code. */
    Currency currency(String name) {
        return switch (Currency.parse(text(name))) {
            case Parsed.Valid<Currency>(Currency currency) -> currency;
            case Parsed.Refused<Currency> refused -> {
                wrong(FIELD, name, refused.message());
                yield Currency.of("USD");
            }
        };
    }

    /** An id as this server writes it. */
    UUID id(String name, String prefix) {
        String text = text(name);
        return PublicId.parse(prefix, text)
                .orElseGet(
                        () -> {
                            wrong(FIELD, name, Views.idRule(prefix) + ", got " + shown(text));
                            return new UUID(0, 0);
                        });
    }

    /** An id that may be left out. */
    Optional<UUID> findId(String name, String prefix) {
        return fields.has(name) ? Optional.of(id(name, prefix)) : Optional.empty();
    }

    /** One of some words, in any case. */
    <E extends Enum<E>> E word(String name, Class<E> words) {
        String text = text(name);
        E[] all = words.getEnumConstants();
        for (E word : all) {
            if (word.name().equalsIgnoreCase(text)) {
                return word;
            }
        }
        wrong(FIELD, name, "is one of %s, got %s".formatted(Views.words(all), shown(text)));
        return all[0];
    }

    /** Bytes in Base64 that may be left out. */
    Optional<byte[]> findBase64(String name) {
        return findText(name)
                .map(
                        text -> {
                            try {
                                return Base64.getDecoder().decode(text);
                            } catch (IllegalArgumentException notBase64) {
                                wrong(FIELD, name, "is Base64, got " + shown(text));
                                return new byte[0];
                            }
                        });
    }

    /** Remembers what is wrong with a field. */
    void wrong(String name, String message) {
        wrong(FIELD, name, message);
    }

    private void wrong(String code, String name, String message) {
        if (problem.isEmpty()) {
            String sentence = name.isEmpty() ? message : name + ": " + message;
            problem = Optional.of(Reply.refused(400, code, name, sentence));
        }
    }

    /** What was got, short enough and safe to print. */
    static String shown(String text) {
        String start =
                text.length() <= SHOWN_LENGTH_MAX
                        ? text
                        : text.substring(0, SHOWN_LENGTH_MAX) + "...";
        return start.replaceAll("\\p{Cntrl}", "?");
    }
}
