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
 * @param terms on which terms it was issued
 */
public record ApiKey(
        UUID id,
        UUID merchant,
        ApiSecret.Kind kind,
        String hint,
        Instant createdAt,
        Optional<Instant> expiresAt,
        Optional<Instant> lastUsedAt,
        Terms terms) {
    /**
     * On which terms a key was issued.
     *
     * @param permissions what it may do, where it is restricted
     * @param version the version in which it is answered; empty for the newest
     * @param perSecondMax how many requests a second it may make; empty for the usual number
     */
    public record Terms(
            Permissions permissions, Optional<String> version, Optional<Integer> perSecondMax) {
        /** As most keys have them. */
        public static Terms usual() {
            return new Terms(Permissions.none(), Optional.empty(), Optional.empty());
        }
    }

    /**
     * Whether the key may do everything; otherwise it may only be used where a payer can see it.
     */
    public boolean isSecret() {
        return switch (kind) {
            case SECRET_TEST, SECRET_LIVE -> true;
            case RESTRICTED_TEST, RESTRICTED_LIVE, PUBLISHABLE_TEST, PUBLISHABLE_LIVE, WEBHOOK ->
                    false;
        };
    }

    /** Whether the key may do what its permissions say, and nothing else. */
    public boolean isRestricted() {
        return switch (kind) {
            case RESTRICTED_TEST, RESTRICTED_LIVE -> true;
            case SECRET_TEST, SECRET_LIVE, PUBLISHABLE_TEST, PUBLISHABLE_LIVE, WEBHOOK -> false;
        };
    }

    /** Whether a payer can see it. */
    public boolean isPublishable() {
        return !isSecret() && !isRestricted();
    }

    /** The mode it belongs to. */
    public Mode mode() {
        return modeOf(kind);
    }

    static Mode modeOf(ApiSecret.Kind kind) {
        return switch (kind) {
            case SECRET_LIVE, RESTRICTED_LIVE, PUBLISHABLE_LIVE -> Mode.LIVE;
            case SECRET_TEST, RESTRICTED_TEST, PUBLISHABLE_TEST -> Mode.TEST;
            case WEBHOOK -> throw new IllegalArgumentException("a webhook secret is no API key");
        };
    }

    boolean worksAt(Instant now) {
        return expiresAt.isEmpty() || now.isBefore(expiresAt.get());
    }
}
