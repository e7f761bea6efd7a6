package dev.handfast.applepay;

import java.time.Duration;
import java.time.Instant;

/**
 * How far a token's signing time may lie from the time of the check. Apple asks for a few minutes
 * (payment token format reference, step "inspect the CMS signing time").
 *
 * @param past how old a token may be
 * @param future how far its signer's clock may run ahead of ours
 */
public record SigningWindow(Duration past, Duration future) {
    /** Five minutes both ways. */
    public static final SigningWindow FIVE_MINUTES =
            new SigningWindow(Duration.ofMinutes(5), Duration.ofMinutes(5));

    public SigningWindow {
        if (past.isNegative() || future.isNegative()) {
            throw new IllegalArgumentException(
                    "a window has no negative side, got " + past + " and " + future);
        }
    }

    void check(Instant signedAt, Instant now) throws RefusedException {
        Duration age = Duration.between(signedAt, now);
        if (age.compareTo(past) > 0 || age.negated().compareTo(future) > 0) {
            throw new RefusedException(
                    Refusal.SIGNING_TIME_OUT_OF_WINDOW,
                    "a signing time from " + now.minus(past) + " to " + now.plus(future),
                    signedAt + ", " + distance(age));
        }
    }

    private static String distance(Duration age) {
        return age.isNegative() ? age.negated() + " ahead" : age + " ago";
    }
}
