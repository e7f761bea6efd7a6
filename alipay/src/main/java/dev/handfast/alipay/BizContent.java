package dev.handfast.alipay;

import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import java.util.Optional;

/** The business parameters of a request, or why they cannot be read. */
public sealed interface BizContent {
    /**
     * The fields of {@code biz_content}; none when the parameter is absent. A number keeps its
     * exact digits: {@code asString()} of an amount sent as {@code 88.80} is that text.
     */
    record Fields(ObjectNode fields) implements BizContent {}

    /** The content is not to be decrypted or not a JSON object. */
    record Refused(GatewayError error) implements BizContent {}

    /**
     * Reads JSON objects strictly: no name twice, nothing behind the object, no rounding of
     * numbers.
     */
    JsonMapper JSON =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    /** Reads the content of a request, decrypting it if the request says it is encrypted. */
    static BizContent read(GatewayRequest request, AppKeys keys) {
        String content = request.bizContent();
        if (request.parameters().find("encrypt_type").isPresent() && !content.isEmpty()) {
            Optional<ContentCipher> cipher = request.cipher(keys);
            if (cipher.isEmpty()) {
                return new Refused(GatewayFault.DECRYPTION_ERROR_NO_KEY.error());
            }
            Optional<String> text = cipher.get().decrypt(content, request.charset());
            if (text.isEmpty()) {
                return new Refused(GatewayFault.DECRYPTION_ERROR_UNKNOWN.error());
            }
            content = text.get();
        }
        return parse(content);
    }

    /** The fields of a JSON object; the empty text is an object without any. */
    static BizContent parse(String json) {
        if (json.isBlank()) {
            return new Fields(JsonNodeFactory.instance.objectNode());
        }
        try {
            JsonNode node = JSON.readTree(json);
            return node instanceof ObjectNode object
                    ? new Fields(object)
                    : new Refused(GatewayFault.ILLEGAL_JSON.error("biz_content 应为 JSON 对象"));
        } catch (JacksonException malformed) {
            var at = malformed.getLocation();
            String where = at == null ? "" : "第 " + at.getColumnNr() + " 列附近";
            return new Refused(GatewayFault.ILLEGAL_JSON.error("biz_content " + where));
        }
    }
}
