package dev.handfast.alipay;

import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Writes v3 answers: the fields of the method as they are, or {@code code}, {@code message} and
 * {@code links}, signed by headers over {@code timestamp}, {@code nonce} and body, each with a line
 * end. Errors are signed too.
 */
public final class V3AnswerWriter {
    private final List<SigningKey> keys;
    private final Map<SignType, Supplier<String>> certSns;

    private V3AnswerWriter(List<SigningKey> keys, Map<SignType, Supplier<String>> certSns) {
        this.keys = keys;
        this.certSns = Map.copyOf(certSns);
    }

    /** A writer that signs with these keys, each for the sign types it fits. */
    public static V3AnswerWriter of(SigningKey... keys) {
        return new V3AnswerWriter(List.of(keys), Map.of());
    }

    /**
     * The same, naming this certificate of the gateway to the apps that use certificates and sign
     * with RSA.
     */
    public V3AnswerWriter withCertificate(String alipayCertSn) {
        return withCertificate(SignType.RSA, () -> alipayCertSn)
                .withCertificate(SignType.RSA2, () -> alipayCertSn);
    }

    /** The same, naming this one to those that sign in this way. */
    public V3AnswerWriter withCertificate(SignType type, Supplier<String> alipayCertSn) {
        Map<SignType, Supplier<String>> more = new EnumMap<>(SignType.class);
        more.putAll(certSns);
        more.put(type, alipayCertSn);
        return new V3AnswerWriter(keys, more);
    }

    /** How an answer has to be signed and encrypted. */
    public record Form(SignType signType, ReplyForm.KeyMode mode, Optional<ContentCipher> cipher) {
        /** The form while neither request nor app are known. */
        public static final Form PLAIN =
                new Form(SignType.RSA2, ReplyForm.KeyMode.KEY, Optional.empty());
    }

    /** What makes one answer different from any other. */
    public record Stamp(Instant now, String nonce, String traceId) {}

    /**
     * An answer ready to be sent.
     *
     * @param status the HTTP status
     * @param headers all headers but the length
     */
    @SuppressWarnings("ArrayRecordComponent") // handed to the server and forgotten
    public record Answer(int status, SequencedMap<String, String> headers, byte[] body) {}

    /** The answer to a request of this form. */
    public Answer write(Form form, Outcome outcome, Stamp stamp) {
        ObjectNode node = outcome.refusal().map(V3AnswerWriter::error).orElseGet(outcome::fields);
        String body = AnswerWriter.JSON.writeValueAsString(node);
        var headers = new TreeMap<String, String>();
        // The Java client does not decrypt a refusal, so there it stands as it is.
        if (form.cipher().isPresent() && outcome.refusal().isEmpty()) {
            body = form.cipher().get().encrypt(body, WireCharset.UTF_8);
            headers.put("alipay-encrypt-type", form.cipher().get().type().name());
        }
        String timestamp = Long.toString(stamp.now().toEpochMilli());
        String signed = timestamp + "\n" + stamp.nonce() + "\n" + body + "\n";
        // Ciphertext too: the Java client reads nothing else, and looks after decrypting.
        headers.put("Content-Type", "application/json;charset=utf-8");
        headers.put("alipay-timestamp", timestamp);
        headers.put("alipay-nonce", stamp.nonce());
        headers.put("alipay-trace-id", stamp.traceId());
        headers.put("alipay-signature", sign(form, signed));
        String certSn = certSns.getOrDefault(form.signType(), () -> "").get();
        if (form.mode() == ReplyForm.KeyMode.CERTIFICATE && !certSn.isEmpty()) {
            headers.put("alipay-sn", certSn);
        }
        int status = outcome.refusal().map(V3AnswerWriter::status).orElse(200);
        return new Answer(status, headers, body.getBytes(StandardCharsets.UTF_8));
    }

    private String sign(Form form, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (SigningKey key : keys) {
            if (key.fits(form.signType())) {
                return key.sign(form.signType(), bytes);
            }
        }
        return keys.getFirst().sign(SignType.RSA2, bytes);
    }

    private static ObjectNode error(GatewayError error) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("code", code(error.subCode())).put("message", error.subMsg());
        // An array, as production sends it, although the published schema says text.
        node.putArray("links");
        return node;
    }

    /**
     * The v3 code: the v2 sub_code without its level, as {@code invalid-app-id}. Business codes
     * keep {@code ACQ.}.
     */
    static String code(String subCode) {
        for (String level : List.of("isv.", "isp.", "aop.")) {
            if (subCode.startsWith(level)) {
                return subCode.substring(level.length());
            }
        }
        return subCode;
    }

    /** The HTTP status of a refusal: 404 for an unknown method, else by its outer code. */
    static int status(GatewayError error) {
        if (error.subCode().equals(GatewayFault.INVALID_METHOD.subCode())) {
            return 404;
        }
        return switch (error.code()) {
            case "20000" -> 500;
            case "20001" -> 401;
            case "40005" -> 429;
            case "40006" -> 403;
            default -> 400;
        };
    }
}
