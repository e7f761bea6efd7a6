package dev.handfast.merchants;

import dev.handfast.secrets.ApiSecret;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A key by which a merchant's programs are known; the key itself is not kept.
 *
 * @param id its id
 * @param merchant whose
 * @param kind secret or publishable, test or live
 * @param hint its last four characters
 * @param createdAt when it was issued
 * @param expiresAt from when on it no longer works
 * @param lastUsedAt when it was last used, to within {@link ApiKeys#REMEMBERED}
 */
public record ApiKey(
        UUID id,
        UUID merchant,
        ApiSecret.Kind kind,
        String hint,
        Instant createdAt,
        Optional<Instant> expiresAt,
        Optional<Instant> lastUsedAt) {
    /**
     * Whether the key may do everything; otherwise it may only be used where a payer can see it.
     */
    public boolean isSecret() {
        return switch (kind) {
            case SECRET_TEST, SECRET_LIVE -> true;
            case PUBLISHABLE_TEST, PUBLISHABLE_LIVE, WEBHOOK -> false;
        };
    }

    /** The mode it belongs to. */
    public Mode mode() {
        return modeOf(kind);
    }

    static Mode modeOf(ApiSecret.Kind kind) {
        return switch (kind) {
            case SECRET_LIVE, PUBLISHABLE_LIVE -> Mode.LIVE;
            case SECRET_TEST, PUBLISHABLE_TEST -> Mode.TEST;
            case WEBHOOK -> throw new IllegalArgumentException("a webhook secret is no API key");
        };
    }

    boolean worksAt(Instant now) {
        return expiresAt.isEmpty() || now.isBefore(expiresAt.get());
    }
}
