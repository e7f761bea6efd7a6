package dev.handfast.alipay;

import dev.handfast.alipay.Parameters.Empties;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A v2 request to {@code gateway.do}: well-formed, of a known app and method by name, not yet
 * verified.
 *
 * <p>The gateway's order of work is: {@link #read}; find the app by {@link #appId()}, else refuse
 * with {@link GatewayFault#INVALID_APP_ID}; {@link #verify}; then the method. Everything a
 * merchant's order string, page form or GET link holds is the same set of parameters and goes the
 * same way.
 */
public final class GatewayRequest {
    private static final Set<String> NOT_SIGNED = Set.of("sign");

    private final Parameters parameters;
    private final WireCharset charset;

    private GatewayRequest(Parameters parameters, WireCharset charset) {
        this.parameters = parameters;
        this.charset = charset;
    }

    /** What came of reading the bytes of a request. */
    public sealed interface Reading {
        /** How the answer has to look, whatever it says. */
        ReplyForm replyForm();

        /** The request could be read. */
        record Read(GatewayRequest request) implements Reading {
            @Override
            public ReplyForm replyForm() {
                return request.replyForm();
            }
        }

        /** The request is refused before its app is known. */
        record Refused(GatewayError error, ReplyForm replyForm) implements Reading {}
    }

    /**
     * Reads a request: collects its parameters, decodes them, and checks what has to be known
     * before the app.
     *
     * <p>Refuses with {@code isv.suspected-attack}, {@code isv.invalid-charset}, {@code
     * isv.invalid-parameter}, {@code isv.missing-method}, {@code isv.invalid-method} or {@code
     * isv.missing-app-id}, in this order.
     */
    public static Reading read(RawRequest raw) {
        return switch (ParameterReader.read(raw)) {
            case ParameterReader.Result.Refused(var error, var charset, var method) -> {
                var known = Parameters.of(Map.of("method", method));
                yield new Reading.Refused(error, ReplyForm.of(known, charset));
            }
            case ParameterReader.Result.Collected(var parameters, var charset) ->
                    of(parameters, charset);
        };
    }

    private static Reading of(Parameters parameters, WireCharset charset) {
        var reply = ReplyForm.of(parameters, charset);
        String method = parameters.get("method");
        if (method.isEmpty()) {
            return new Reading.Refused(GatewayFault.MISSING_METHOD.error(), reply);
        }
        if (!ReplyForm.isMethodName(method)) {
            return new Reading.Refused(GatewayFault.INVALID_METHOD.error(), reply);
        }
        if (parameters.get("app_id").isEmpty()) {
            return new Reading.Refused(GatewayFault.MISSING_APP_ID.error(), reply);
        }
        return new Reading.Read(new GatewayRequest(parameters, charset));
    }

    /** All parameters as they were sent. */
    public Parameters parameters() {
        return parameters;
    }

    /** The method, such as {@code alipay.trade.query}; never empty. */
    public String method() {
        return parameters.get("method");
    }

    /** The app that calls, as it says; never empty. */
    public String appId() {
        return parameters.get("app_id");
    }

    /** The business parameters as JSON text, or their ciphertext; empty if the method has none. */
    public String bizContent() {
        return parameters.get("biz_content");
    }

    /** Where the asynchronous notification of this request's payment goes; may be empty. */
    public String notifyUrl() {
        return parameters.get("notify_url");
    }

    /** Where the payer's browser goes afterwards; may be empty. */
    public String returnUrl() {
        return parameters.get("return_url");
    }

    /** The token of the merchant on whose behalf a service provider calls; may be empty. Secret. */
    public String appAuthToken() {
        return parameters.get("app_auth_token");
    }

    /** The character set of the request, and so of its answer. */
    public WireCharset charset() {
        return charset;
    }

    /** How the answer has to look while the app is not known; it cannot be encrypted then. */
    public ReplyForm replyForm() {
        return ReplyForm.of(parameters, charset);
    }

    /** How the answer to this app has to look, whether the request turns out good or not. */
    public ReplyForm replyForm(AppKeys keys) {
        return cipher(keys).map(replyForm()::encryptedBy).orElseGet(this::replyForm);
    }

    /** The business parameters, decrypted if need be. To be asked after {@link #verify}. */
    public BizContent readBiz(AppKeys keys) {
        return BizContent.read(this, keys);
    }

    Optional<ContentCipher> cipher(AppKeys keys) {
        return EncryptType.parse(parameters.get("encrypt_type")).flatMap(keys::cipher);
    }

    /** The text the signature is over: everything but {@code sign}. */
    public String signedText(Empties empties) {
        return parameters.signedText(empties, NOT_SIGNED);
    }

    /** When the request was made by its own account, or nothing when the text is no time. */
    public Optional<Instant> timestamp() {
        return WireTime.parse(parameters.get("timestamp"));
    }

    /**
     * Checks the remaining common parameters and the signature.
     *
     * <p>Refuses, in this order, with {@code isv.missing-signature}, {@code -signature-type},
     * {@code -timestamp}, {@code -version}, {@code isv.invalid-format}, {@code
     * isv.invalid-signature-type} (also for a sign type the app may not use), {@code
     * isv.invalid-encrypt-type}, the faults of certificates, {@code isv.missing-signature-config},
     * {@code isv.invalid-signature} and {@code isv.invalid-timestamp}.
     *
     * @param now judges the validity of certificates only; whether the request is recent is a
     *     question of its own, {@link #isStale}, because a sandbox whose clock is moved has to do
     *     without it
     */
    public Verification verify(AppKeys keys, Signatures signatures, Instant now) {
        return new RequestVerifier(this, keys, signatures, now).verify();
    }

    /**
     * Whether the request's time lies more than {@link Limits#TIMESTAMP_WINDOW} from now, either
     * way. A request without a readable time is stale.
     */
    public boolean isStale(Instant now) {
        return timestamp()
                .map(at -> Duration.between(at, now).abs())
                .map(distance -> distance.compareTo(Limits.TIMESTAMP_WINDOW) > 0)
                .orElse(true);
    }

    /** Method and app only. */
    @Override
    public String toString() {
        return "GatewayRequest[" + method() + ", app " + appId() + "]";
    }
}
