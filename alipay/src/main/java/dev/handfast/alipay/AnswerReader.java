package dev.handfast.alipay;

import dev.handfast.alipay.GatewayResult.NoAnswer;
import dev.handfast.alipay.GatewayResult.Proof;
import dev.handfast.alipay.GatewayResult.Reason;
import dev.handfast.alipay.Signatures.SignedBytes;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.node.ObjectNode;

import java.security.PublicKey;
import java.util.Optional;

/**
 * Reads and checks the answer of a gateway as the official Java client does, and a little more
 * strictly.
 *
 * <p>The signature is over the characters of the method's node exactly as they stand in the body,
 * quotes included when it is encrypted. Stricter than the Java client: the node is found by
 * parsing, not by searching for its name, and a name that comes twice is refused. As lenient as it:
 * a node with {@code \/} may have been signed with {@code /}, and a refusal need not be signed at
 * all.
 *
 * <p>Source: {@code JsonConverter.getSignItem} and {@code AbstractAlipayClient.checkResponseSign}
 * of the Java client.
 */
public final class AnswerReader {
    private final GatewayKeys keys;

    /** A reader that trusts these keys. */
    public AnswerReader(GatewayKeys keys) {
        this.keys = keys;
    }

    /**
     * An answer as it came over HTTP.
     *
     * @param contentType the header, or empty
     */
    @SuppressWarnings("ArrayRecordComponent") // read once and forgotten
    public record HttpAnswer(int status, String contentType, byte[] body) {}

    /** The top level of an answer, the node as it stands in the text. */
    private record Envelope(String node, String sign, String certSn) {}

    /** Reads the answer to a request whose answers have this form. */
    public GatewayResult read(ReplyForm form, HttpAnswer http) {
        if (http.status() < 200 || http.status() > 299) {
            return new NoAnswer(Reason.HTTP_STATUS, "HTTP status " + http.status());
        }
        if (http.body().length > Limits.ANSWER_BYTES_MAX) {
            return unreadable("the body is longer than " + Limits.ANSWER_BYTES_MAX + " bytes");
        }
        WireCharset charset = charset(http);
        Optional<String> body = charset.decode(http.body(), http.body().length);
        if (body.isEmpty()) {
            return unreadable("the body is not " + charset.wireName());
        }
        try {
            Optional<Envelope> envelope = envelope(body.get(), form.rootName());
            return envelope.isPresent()
                    ? open(form, envelope.get())
                    : unreadable("the body has no " + form.rootName());
        } catch (JacksonException malformed) {
            return unreadable("the body is not the JSON of an answer");
        }
    }

    /**
     * The fields of an answer that nothing proves, for the one call that comes before all proof.
     */
    static Optional<ObjectNode> unprovenFields(ReplyForm form, HttpAnswer http) {
        if (http.status() != 200 || http.body().length > Limits.ANSWER_BYTES_MAX) {
            return Optional.empty();
        }
        try {
            return charset(http)
                    .decode(http.body(), http.body().length)
                    .flatMap(body -> envelope(body, form.rootName()))
                    .flatMap(envelope -> fields(form, envelope.node()));
        } catch (JacksonException malformed) {
            return Optional.empty();
        }
    }

    private static WireCharset charset(HttpAnswer http) {
        return WireCharset.ofContentType(http.contentType()).orElse(WireCharset.UTF_8);
    }

    private GatewayResult open(ReplyForm form, Envelope envelope) {
        Proof proof = Proof.UNSIGNED;
        if (!envelope.sign().isEmpty()) {
            if (keys.usesCertificates()
                    && !envelope.certSn().isEmpty()
                    && keys.forCertificate(envelope.certSn()).isEmpty()) {
                return new NoAnswer(Reason.UNKNOWN_CERTIFICATE, envelope.certSn());
            }
            if (!isSigned(form, envelope)) {
                return unproven("the signature is not the gateway's");
            }
            proof = Proof.SIGNED;
        }
        Optional<ObjectNode> fields = fields(form, envelope.node());
        if (fields.isEmpty()) {
            return unreadable("the node is no JSON object, or not encrypted with the key agreed");
        }
        return result(fields.get(), proof, envelope);
    }

    private GatewayResult result(ObjectNode fields, Proof proof, Envelope envelope) {
        String code = text(fields, "code");
        String subCode = text(fields, "sub_code");
        boolean good =
                code.equals(ResultCode.SUCCESS.code())
                        || code.equals(ResultCode.WAITING_FOR_PAYER.code())
                        // Authorisation answers carry no code at all.
                        || code.isEmpty();
        if (!good || !subCode.isEmpty()) {
            // A refusal without a reason gets its code for one: clients that look at sub_code only
            // would take it for a success.
            String reason = subCode.isEmpty() ? code : subCode;
            var error =
                    new GatewayError(code, text(fields, "msg"), reason, text(fields, "sub_msg"));
            return new GatewayResult.Refused(error, fields, proof);
        }
        return switch (proof) {
            case UNSIGNED -> unproven("a success has to be signed");
            case SIGNED ->
                    keys.usesCertificates() && envelope.certSn().isEmpty()
                            ? unproven("a success names the certificate it is signed with")
                            : new GatewayResult.Answer(code, fields);
        };
    }

    private boolean isSigned(ReplyForm form, Envelope envelope) {
        String node = envelope.node();
        for (PublicKey key : keys.forCertificate(envelope.certSn())) {
            if (verifies(form, key, new Signed(node, envelope.sign()))
                    || (node.contains("\\/")
                            && verifies(
                                    form,
                                    key,
                                    new Signed(node.replace("\\/", "/"), envelope.sign())))) {
                return true;
            }
        }
        return false;
    }

    private record Signed(String text, String sign) {}

    private boolean verifies(ReplyForm form, PublicKey key, Signed signed) {
        var bytes = new SignedBytes(form.charset().encode(signed.text()), signed.sign());
        return keys.signatures().verify(form.signType(), key, bytes);
    }

    private static Optional<ObjectNode> fields(ReplyForm form, String node) {
        String json = node;
        if (node.startsWith("\"")) {
            Optional<String> opened =
                    form.cipher()
                            .flatMap(
                                    cipher ->
                                            cipher.decrypt(
                                                    node.substring(1, node.length() - 1),
                                                    form.charset()));
            if (opened.isEmpty()) {
                return Optional.empty();
            }
            json = opened.get();
        }
        return switch (BizContent.parse(json)) {
            case BizContent.Fields(var fields) -> Optional.of(fields);
            case BizContent.Refused(var error) -> Optional.empty();
        };
    }

    /** Finds the node, the signature and the certificate at the top level. */
    private static Optional<Envelope> envelope(String body, String rootName) {
        String node = "";
        String errorNode = "";
        String sign = "";
        String certSn = "";
        try (JsonParser parser = BizContent.JSON.createParser(body)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                if (name.equals("sign")) {
                    sign = parser.getString();
                } else if (name.equals("alipay_cert_sn")) {
                    certSn = parser.getString();
                } else if (name.equals(rootName)) {
                    node = slice(body, parser);
                } else if (name.equals(ReplyForm.ERROR_ROOT)) {
                    errorNode = slice(body, parser);
                } else {
                    parser.skipChildren();
                }
            }
            if (parser.nextToken() != null) {
                return Optional.empty();
            }
        }
        String found = node.isEmpty() ? errorNode : node;
        // As the Java client: the name must not come again behind its node, not even as a value.
        boolean repeated =
                !node.isEmpty()
                        && body.lastIndexOf(rootName) > body.lastIndexOf(node) + node.length();
        return found.isEmpty() || repeated
                ? Optional.empty()
                : Optional.of(new Envelope(found, sign, certSn));
    }

    /** The characters of the current value, from its first to its last. */
    private static String slice(String body, JsonParser parser) {
        int start = Math.toIntExact(parser.currentTokenLocation().getCharOffset());
        parser.skipChildren();
        parser.getString(); // strings are read lazily; this moves the location behind the quote
        int end = Math.toIntExact(parser.currentLocation().getCharOffset());
        return body.substring(start, end);
    }

    private static String text(ObjectNode fields, String name) {
        var value = fields.get(name);
        return value == null || value.isNull() ? "" : value.asString();
    }

    private static NoAnswer unreadable(String detail) {
        return new NoAnswer(Reason.UNREADABLE, detail);
    }

    private static NoAnswer unproven(String detail) {
        return new NoAnswer(Reason.UNPROVEN, detail);
    }
}
