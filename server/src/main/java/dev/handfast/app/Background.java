package dev.handfast.app;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Drives the work that is due, round after round. */
final class Background implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Background.class.getName());
    private static final Duration BETWEEN_ROUNDS = Duration.ofMillis(500);
    private static final Duration BETWEEN_FOLLOWS = Duration.ofSeconds(5);
    private static final Duration BETWEEN_TIDYINGS = Duration.ofMinutes(10);
    private static final Duration WITNESSES_KEPT = Duration.ofDays(1);
    private static final Duration STOP_MAX = Duration.ofSeconds(10);

    private final ScheduledExecutorService executor =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("background").daemon().factory());

    private Background() {}

    static Background start(Core core, Runnable follow) {
        Background background = new Background();
        background.every(BETWEEN_ROUNDS, () -> core.railDesk().round());
        background.every(BETWEEN_ROUNDS, () -> core.settlements().round());
        background.every(BETWEEN_ROUNDS, () -> core.freezes().round());
        background.every(BETWEEN_ROUNDS, () -> core.payoutDesk().round());
        background.every(BETWEEN_ROUNDS, core::disputeRound);
        background.every(BETWEEN_FOLLOWS, follow);
        background.every(
                BETWEEN_TIDYINGS,
                () -> core.engine().tidy(core.clock().instant().minus(WITNESSES_KEPT)));
        return background;
    }

    private void every(Duration pause, Runnable round) {
        var _ =
                executor.scheduleWithFixedDelay(
                        () -> guarded(round),
                        pause.toMillis(),
                        pause.toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    /** A round that fails is tried again: the database may be away for a while. */
    private static void guarded(Runnable round) {
        try {
            round.run();
        } catch (RuntimeException failed) {
            LOG.log(Level.WARNING, "a round of due work failed and will be tried again", failed);
        }
    }

    @Override
    public void close() {
        executor.shutdown();
        try {
            if (!executor.awaitTermination(STOP_MAX.toSeconds(), TimeUnit.SECONDS)) {
                executor.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
