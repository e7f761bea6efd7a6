package dev.handfast.web;

import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import java.util.Optional;

/**
 * Strict JSON: UTF-8, one value and nothing after it, no name twice, no more nesting than a person
 * would write.
 */
public final class Json {
    private static final int DEPTH_MAX = 32;
    private static final int NUMBER_LENGTH_MAX = 40;

    private static final JsonMapper MAPPER =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(DEPTH_MAX)
                                                    .maxNumberLength(NUMBER_LENGTH_MAX)
                                                    .build())
                                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                                    .build())
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private Json() {}

    /** A new, empty object. */
    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** A new, empty array. */
    public static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }

    /** The value in these UTF-8 bytes; empty if they are not exactly one JSON value. */
    public static Optional<JsonNode> parse(byte[] bytes) {
        return StrictUtf8.decode(bytes).flatMap(Json::parse);
    }

    /** The value in this text; empty if it is not exactly one JSON value. */
    public static Optional<JsonNode> parse(String text) {
        try {
            JsonNode node = MAPPER.readTree(text);
            return node == null || node.isMissingNode() ? Optional.empty() : Optional.of(node);
        } catch (JacksonException malformed) {
            return Optional.empty();
        }
    }

    /** The object in this text; empty if it is not exactly one JSON object. */
    public static Optional<ObjectNode> parseObject(String text) {
        return parse(text).filter(JsonNode::isObject).map(ObjectNode.class::cast);
    }

    /** The text of a value, without spaces. */
    public static String write(JsonNode node) {
        return MAPPER.writeValueAsString(node);
    }
}
