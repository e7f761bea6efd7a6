package dev.handfast.applepay;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * Issues payment sessions in a sandbox, in the form Apple's gateway does, so that the web flow runs
 * without Apple. The signature is the authority's over the members before it.
 */
public final class SandboxSessions {
    private static final int BAD_REQUEST = 400;
    private static final int NOT_REGISTERED = 417;
    private static final Duration LIFE = Duration.ofMinutes(5);
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final HexFormat UPPER = HexFormat.of().withUpperCase();

    private final TokenAuthority authority;

    /** Sessions signed by this authority. */
    public SandboxSessions(TokenAuthority authority) {
        this.authority = authority;
    }

    /**
     * Answers a request's body as Apple's gateway does: a session, 400 for a body that is none, or
     * 417 for a merchant that is not registered.
     *
     * @param body what came by POST
     * @param merchantIds knows which merchant ids are registered
     */
    public MerchantGateway.Answer answer(String body, Predicate<String> merchantIds, Instant now) {
        return switch (SessionRequest.read(body)) {
            case SessionRequest.Reading.Refused(String expected, String got) ->
                    new MerchantGateway.Answer.Declined(
                            BAD_REQUEST, reason("expected " + expected + ", got " + got));
            case SessionRequest.Reading.Request(SessionRequest request) ->
                    merchantIds.test(request.merchantId())
                            ? new MerchantGateway.Answer.Body(issue(request, now))
                            : new MerchantGateway.Answer.Declined(
                                    NOT_REGISTERED,
                                    reason(
                                            "Payment Services Exception merchantId="
                                                    + hash(request.merchantId())
                                                    + " is not registered here"));
        };
    }

    private static String reason(String message) {
        return new JsonObject().text("statusMessage", message).write();
    }

    private static String hash(String merchantId) {
        return UPPER.formatHex(Encoding.sha256(Encoding.utf8(merchantId)));
    }

    /** A session for this request, good for five minutes from now. */
    public String issue(SessionRequest request, Instant now) {
        String merchantHash = hash(request.merchantId());
        JsonObject session =
                new JsonObject()
                        .number("epochTimestamp", now.toEpochMilli())
                        .number("expiresAt", now.plus(LIFE).toEpochMilli())
                        .text(
                                "merchantSessionIdentifier",
                                "SSH" + random(16).toUpperCase(Locale.ROOT))
                        .text("nonce", random(4))
                        .text("merchantIdentifier", merchantHash)
                        .text("domainName", request.context())
                        .text("displayName", request.displayName());
        byte[] signature = authority.sign(Encoding.utf8(session.write()), now);
        return session.text("signature", Encoding.hex(signature))
                .text("operationalAnalyticsIdentifier", request.displayName() + ":" + merchantHash)
                .number("retries", 0)
                .text("pspId", merchantHash)
                .write();
    }

    private static String random(int bytes) {
        byte[] random = new byte[bytes];
        RANDOM.nextBytes(random);
        return Encoding.hex(random);
    }
}
