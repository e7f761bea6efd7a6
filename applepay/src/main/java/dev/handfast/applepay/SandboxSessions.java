package dev.handfast.applepay;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;

/**
 * Issues payment sessions in a sandbox, in the form Apple's gateway does, so that the web flow runs
 * without Apple. The signature is the authority's over the members before it.
 */
public final class SandboxSessions {
    private static final Duration LIFE = Duration.ofMinutes(5);
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final HexFormat UPPER = HexFormat.of().withUpperCase();

    private final TokenAuthority authority;

    /** Sessions signed by this authority. */
    public SandboxSessions(TokenAuthority authority) {
        this.authority = authority;
    }

    /** A session for this request, good for five minutes from now. */
    public String issue(SessionRequest request, Instant now) {
        String merchantHash = UPPER.formatHex(Encoding.sha256(Encoding.utf8(request.merchantId())));
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
