package dev.handfast.merchantapi;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How many requests each key may still make: as many within a second as it has, and then as they
 * come back, one by one. Kept in memory, per process. Safe for use by many threads.
 *
 * <p>Source: the generic cell rate algorithm, as ITU-T I.371 has it; the fields of the answer are
 * those of draft-ietf-httpapi-ratelimit-headers-10.
 */
final class RateLimits {
    /** How many requests a second a key may make of which nothing else was said. */
    static final int USUAL_PER_SECOND = 5_000;

    private static final int KEYS_MAX = 10_000;
    private static final long SECOND_NANOS = 1_000_000_000L;

    /** Until when, in nanoseconds since 1970, the requests of a key fill its seconds. */
    private final Map<UUID, Long> filledUntil = new ConcurrentHashMap<>();

    /**
     * What a key gets.
     *
     * @param admitted whether it may make this request
     * @param left how many more it may make now
     * @param waitSeconds how long until it may make one more; 0 where it may
     */
    record Verdict(boolean admitted, int left, long waitSeconds) {}

    /** Counts one request. */
    Verdict take(UUID key, int perSecond, Instant now) {
        if (filledUntil.size() >= KEYS_MAX) {
            filledUntil.clear();
        }
        long nowNanos = now.getEpochSecond() * SECOND_NANOS + now.getNano();
        long step = SECOND_NANOS / perSecond;
        boolean[] admitted = {false};
        long filled =
                filledUntil.compute(
                        key,
                        (id, before) -> {
                            long start = before == null ? nowNanos : Math.max(before, nowNanos);
                            admitted[0] = start + step - nowNanos <= SECOND_NANOS;
                            return admitted[0] ? start + step : start;
                        });
        int left = (int) ((SECOND_NANOS - (filled - nowNanos)) / step);
        long wait =
                Math.ceilDiv(Math.max(filled + step - nowNanos - SECOND_NANOS, 0), SECOND_NANOS);
        return new Verdict(admitted[0], left, admitted[0] ? 0 : Math.max(wait, 1));
    }
}
