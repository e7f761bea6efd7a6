package dev.handfast.bench;

import org.junit.jupiter.api.Test;

import java.time.Duration;

/** A short torture; {@code ./handfast torture --rounds N} does it for as long as wanted. */
final class TortureTest {
    /**
     * How long a server may be away: ten seconds are promised for a quiet machine, and a machine
     * that builds is none.
     */
    private static final Duration RECOVERY_MAX =
            Duration.parse(System.getProperty("handfast.torture.recovery-max", "PT60S"));

    private static final int ROUNDS = Integer.getInteger("handfast.torture.rounds", 10);

    @Test
    void whatever_is_killed_nothing_is_lost_and_nothing_doubled() throws Exception {
        long seed = Long.getLong("handfast.torture.seed", System.nanoTime());
        new Torture(
                        new Torture.Options(
                                SharedServer.folder("torture"), seed, ROUNDS, RECOVERY_MAX),
                        System.out)
                .run();
    }
}
