package dev.handfast.alipay;

import dev.handfast.alipay.Signatures.SignedBytes;

import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A v3 (REST) request, read but not yet verified. The text of a v3 request is always UTF-8.
 *
 * <p>The signature covers the authorisation header up to its {@code ,sign=} exactly as it was sent,
 * since every client orders it differently, the HTTP method, the path with its query as encoded,
 * the body, and the app_auth_token if there is one, each with a line end.
 *
 * <p>Source: {@code AlipayConfigUtil} of the official {@code alipay-sdk-java-v3}, and exchanges
 * recorded with it and the Node client.
 */
public final class V3Request {
    private static final String RSA_SCHEME = "ALIPAY-SHA256withRSA ";
    private static final String SM2_SCHEME = "ALIPAY-SM3withSM2 ";
    private static final String SIGN = ",sign=";
    private static final String PREFIX = "/v3/";

    private final Input input;
    private final String body;
    private final Map<String, String> authorization;
    private final String signedAuthorization;
    private final SignType signType;

    private V3Request(Input input, String body, Authorization parsed) {
        this.input = input;
        this.body = body;
        this.authorization = parsed.fields();
        this.signedAuthorization = parsed.signed();
        this.signType = parsed.signType();
    }

    /**
     * A v3 request as it came over HTTP.
     *
     * @param httpMethod {@code GET} or {@code POST}
     * @param target path and query as on the request line, still encoded
     * @param body the body; empty if there is none
     */
    @SuppressWarnings("ArrayRecordComponent") // a carrier of bytes for one call
    public record Input(String httpMethod, String target, Headers headers, byte[] body) {
        /** Sizes only: the target and body may be personal. */
        @Override
        public String toString() {
            return "V3Request.Input[" + httpMethod + ", " + body.length + " bytes]";
        }
    }

    /** The headers that matter; empty text for one that is absent. */
    public record Headers(
            String authorization,
            String appAuthToken,
            String encryptType,
            String rootCertSn,
            String contentType) {
        /** The same with a body that is no form. */
        public Headers(
                String authorization, String appAuthToken, String encryptType, String rootCertSn) {
            this(authorization, appAuthToken, encryptType, rootCertSn, "");
        }

        /** Nothing: a token is secret. */
        @Override
        public String toString() {
            return "V3Request.Headers[hidden]";
        }
    }

    private record Authorization(Map<String, String> fields, String signed, SignType signType) {}

    /** What came of reading the bytes of a request. */
    public sealed interface Reading {
        /** The request could be read. */
        record Read(V3Request request) implements Reading {}

        /** The request is refused before its app is known. */
        record Refused(GatewayError error) implements Reading {}
    }

    /**
     * Reads a request. Refuses as production does: without an authorisation the timestamp is
     * missing.
     */
    public static Reading read(Input input) {
        if (input.body().length > Limits.BODY_BYTES_MAX
                || input.target().length() > Limits.QUERY_CHARS_MAX) {
            return new Reading.Refused(GatewayFault.INVALID_PARAMETER.error("请求过大"));
        }
        String header = input.headers().authorization().strip();
        if (header.isEmpty()) {
            return new Reading.Refused(GatewayFault.MISSING_TIMESTAMP.error());
        }
        Optional<Authorization> parsed = parse(header);
        if (parsed.isEmpty()) {
            return new Reading.Refused(
                    GatewayFault.INVALID_SIGNATURE_TYPE.error("authorization 为 " + RSA_SCHEME));
        }
        try {
            String body = V3Body.text(input.body(), input.headers().contentType());
            return read(new V3Request(input, body, parsed.get()));
        } catch (ParameterReader.MalformedException malformed) {
            return new Reading.Refused(malformed.error());
        }
    }

    private static Reading read(V3Request request) {
        if (request.appId().isEmpty()) {
            return new Reading.Refused(GatewayFault.MISSING_APP_ID.error());
        }
        if (request.field("timestamp").isEmpty()) {
            return new Reading.Refused(GatewayFault.MISSING_TIMESTAMP.error());
        }
        if (!ReplyForm.isMethodName(request.method())) {
            return new Reading.Refused(GatewayFault.INVALID_METHOD.error());
        }
        return new Reading.Read(request);
    }

    private static Optional<Authorization> parse(String header) {
        SignType type = header.startsWith(SM2_SCHEME) ? SignType.SM2 : SignType.RSA2;
        String scheme = type == SignType.SM2 ? SM2_SCHEME : RSA_SCHEME;
        int sign = header.lastIndexOf(SIGN);
        if (!header.startsWith(scheme) || sign < scheme.length()) {
            return Optional.empty();
        }
        String signed = header.substring(scheme.length(), sign);
        var fields = new HashMap<String, String>();
        for (String field : List.of(signed.split(",", -1))) {
            int equals = field.indexOf('=');
            if (equals <= 0
                    || fields.put(field.substring(0, equals), field.substring(equals + 1))
                            != null) {
                return Optional.empty();
            }
        }
        fields.put("sign", header.substring(sign + SIGN.length()));
        return Optional.of(new Authorization(Map.copyOf(fields), signed, type));
    }

    /** The app that calls, as it says; never empty. */
    public String appId() {
        return field("app_id");
    }

    /**
     * A text the client uses once; the gateway remembers it for {@link Limits#V3_TIMESTAMP_WINDOW}.
     * May be empty.
     */
    public String nonce() {
        return field("nonce");
    }

    /** The v2 name of the method: {@code alipay.trade.query} for {@code /v3/alipay/trade/query}. */
    public String method() {
        String path = path();
        return path.startsWith(PREFIX)
                ? path.substring(PREFIX.length()).replace('/', '.').toLowerCase(Locale.ROOT)
                : "";
    }

    /** The token of the merchant on whose behalf a service provider calls; may be empty. Secret. */
    public String appAuthToken() {
        return input.headers().appAuthToken();
    }

    /** The path without its query. */
    public String path() {
        int query = input.target().indexOf('?');
        return query < 0 ? input.target() : input.target().substring(0, query);
    }

    /** The query, still encoded; empty if there is none. */
    public String query() {
        int query = input.target().indexOf('?');
        return query < 0 ? "" : input.target().substring(query + 1);
    }

    /**
     * When the request was made by its own account, or nothing when that is no number of
     * milliseconds.
     */
    public Optional<Instant> timestamp() {
        try {
            return Optional.of(Instant.ofEpochMilli(Long.parseLong(field("timestamp"))));
        } catch (NumberFormatException | DateTimeException notATime) {
            return Optional.empty();
        }
    }

    /**
     * Whether the request's time lies more than {@link Limits#V3_TIMESTAMP_WINDOW} from now, either
     * way.
     */
    public boolean isStale(Instant now) {
        return timestamp()
                .map(at -> Duration.between(at, now).abs())
                .map(distance -> distance.compareTo(Limits.V3_TIMESTAMP_WINDOW) > 0)
                .orElse(true);
    }

    /** How the answer has to be signed and encrypted. */
    public V3AnswerWriter.Form replyForm(AppKeys keys) {
        return new V3AnswerWriter.Form(
                signType,
                field("app_cert_sn").isEmpty()
                        ? ReplyForm.KeyMode.KEY
                        : ReplyForm.KeyMode.CERTIFICATE,
                cipher(keys));
    }

    /** The text the signature is over. */
    public String signedText() {
        String token = appAuthToken();
        return signedText(body, token.isEmpty() ? "" : token + "\n");
    }

    private String signedText(String signedBody, String lastLine) {
        return signedAuthorization
                + "\n"
                + input.httpMethod()
                + "\n"
                + input.target()
                + "\n"
                + signedBody
                + "\n"
                + lastLine;
    }

    /**
     * Checks certificates and the signature; the time is a question of its own, {@link #isStale}.
     */
    public Verification verify(AppKeys keys, Signatures signatures, Instant now) {
        var faults =
                new CertificateCheck(keys, now)
                        .faults(
                                new CertificateCheck.Named(
                                        field("app_cert_sn"), input.headers().rootCertSn()));
        if (faults.isPresent()) {
            return refused(faults.get());
        }
        if (!keys.allowed().contains(signType)) {
            return refused(GatewayFault.INVALID_SIGNATURE_TYPE.error("该应用不允许使用 " + signType));
        }
        List<PublicKey> candidates =
                keys.certificate(field("app_cert_sn"))
                        .map(certificate -> List.of(certificate.getPublicKey()))
                        .orElseGet(() -> keys.fitting(signType));
        if (candidates.isEmpty()) {
            return refused(GatewayFault.MISSING_SIGNATURE_CONFIG.error());
        }
        byte[] text = signedText().getBytes(StandardCharsets.UTF_8);
        for (PublicKey key : candidates) {
            if (signatures.verify(signType, key, new SignedBytes(text, field("sign")))) {
                return timestamp().isPresent()
                        ? new Verification.Verified(signType, key)
                        : refused(GatewayFault.INVALID_TIMESTAMP.error());
            }
        }
        return new Verification.Refused(
                GatewayFault.INVALID_SIGNATURE.error(),
                Shown.of(signedText(), appAuthToken()),
                hint(signatures, candidates));
    }

    /** What would verify, tried only after a failure: the mistakes developers make most. */
    private String hint(Signatures signatures, List<PublicKey> candidates) {
        String path = path();
        Map<String, String> variants = new LinkedHashMap<>();
        variants.put(signedText(body, ""), "末尾缺少 app_auth_token 一行");
        variants.put(signedText("", ""), "正文没有参与签名");
        String withoutQuery =
                signedText().replace("\n" + input.target() + "\n", "\n" + path + "\n");
        variants.put(withoutQuery, "路径中的查询参数没有参与签名");
        variants.put(signedText().stripTrailing(), "末尾缺少换行符");
        variants.remove(signedText());
        for (Map.Entry<String, String> variant : variants.entrySet()) {
            byte[] bytes = variant.getKey().getBytes(StandardCharsets.UTF_8);
            for (PublicKey key : candidates) {
                if (signatures.verify(signType, key, new SignedBytes(bytes, field("sign")))) {
                    return "所签的字符串中" + variant.getValue();
                }
            }
        }
        return "";
    }

    /** The business parameters: the body, decrypted if need be, or the query of a GET request. */
    public BizContent readBiz(AppKeys keys) {
        if (input.httpMethod().equals("GET")) {
            return queryFields();
        }
        if (input.headers().encryptType().isEmpty() || body.isEmpty()) {
            return BizContent.parse(body);
        }
        Optional<ContentCipher> cipher = cipher(keys);
        if (cipher.isEmpty()) {
            return new BizContent.Refused(GatewayFault.DECRYPTION_ERROR_NO_KEY.error());
        }
        return cipher.get()
                .decrypt(body, WireCharset.UTF_8)
                .map(BizContent::parse)
                .orElseGet(
                        () ->
                                new BizContent.Refused(
                                        GatewayFault.DECRYPTION_ERROR_UNKNOWN.error()));
    }

    private BizContent queryFields() {
        return switch (ParameterReader.read(RawRequest.get(query()))) {
            case ParameterReader.Result.Refused(var error, var charset, var method) ->
                    new BizContent.Refused(error);
            case ParameterReader.Result.Collected(var parameters, var charset) -> {
                var fields = BizContent.JSON.createObjectNode();
                parameters.asMap().forEach(fields::put);
                yield new BizContent.Fields(fields);
            }
        };
    }

    private Optional<ContentCipher> cipher(AppKeys keys) {
        return EncryptType.parse(input.headers().encryptType()).flatMap(keys::cipher);
    }

    private static Verification refused(GatewayError error) {
        return new Verification.Refused(error, "", "");
    }

    private String field(String name) {
        return authorization.getOrDefault(name, "");
    }

    /** Method and app only. */
    @Override
    public String toString() {
        return "V3Request[" + method() + ", app " + appId() + "]";
    }
}
