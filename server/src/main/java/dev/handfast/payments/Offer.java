package dev.handfast.payments;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The standing invitation to pay a waiting payment with an account wallet, as a code to scan or an
 * address to open.
 *
 * @param returnUrl where the payer's browser goes afterwards, where it goes anywhere
 * @param until from this moment on it can no longer be taken up; empty once it is over, for
 *     whatever reason
 */
public record Offer(Optional<String> returnUrl, Optional<Instant> until) {
    /** How long an offer stands. */
    public static final Duration LIFE = Duration.ofHours(1);

    /** The same, when it is over. */
    Offer lapsed() {
        return new Offer(returnUrl, Optional.empty());
    }

    /** Whether it stands, as far as has been noticed. */
    public boolean stands() {
        return until.isPresent();
    }

    boolean standsAt(Instant now) {
        return until.isPresent() && now.isBefore(until.get());
    }
}
