package dev.handfast.tokens;

import java.util.Optional;

/**
 * Which transaction counters a token has used: the highest, and a window below it, because phones
 * may present payments out of order.
 *
 * <p>Source: the sliding window of RFC 6479, section 2, with 64 places.
 *
 * @param highest the highest counter seen; 0 before the first
 * @param seen bit n set: the counter {@code highest - n} has been seen
 */
public record Counters(long highest, long seen) {
    private static final int WINDOW = Long.SIZE;

    /** Nothing seen yet. */
    public static final Counters NONE = new Counters(0, 0);

    /** The counters after this one; empty when it was used before or lies too far back. */
    public Optional<Counters> use(long counter) {
        if (counter > highest) {
            long ahead = counter - highest;
            long shifted = ahead >= WINDOW ? 0 : seen << ahead;
            return Optional.of(new Counters(counter, shifted | 1));
        }
        long behind = highest - counter;
        if (behind >= WINDOW || (seen >>> behind & 1) != 0) {
            return Optional.empty();
        }
        return Optional.of(new Counters(highest, seen | 1L << behind));
    }
}
