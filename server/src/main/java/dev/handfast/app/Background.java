package dev.handfast.app;

import dev.handfast.sql.Resealing;

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
    private static final Duration BETWEEN_TIDYINGS = Duration.ofMinutes(1);
    private static final Duration STOP_MAX = Duration.ofSeconds(10);

    private final ScheduledExecutorService executor =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("background").daemon().factory());

    /** Apart, so that what has piled up does not hold up what is due. */
    private final ScheduledExecutorService tidying =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("tidying").daemon().factory());

    private Background() {}

    static Background start(Core core, Runnable follow, Runnable tidy) {
        Background background = new Background();
        background.every(BETWEEN_ROUNDS, () -> core.railDesk().round());
        background.every(BETWEEN_ROUNDS, () -> core.settlements().round());
        background.every(BETWEEN_ROUNDS, () -> core.freezes().round());
        background.every(BETWEEN_ROUNDS, () -> core.payoutDesk().round());
        background.every(BETWEEN_ROUNDS, core::disputeRound);
        Resealing resealing = core.resealing();
        background.every(BETWEEN_ROUNDS, () -> tell(resealing.round()));
        background.every(BETWEEN_FOLLOWS, follow);
        every(background.tidying, BETWEEN_TIDYINGS, tidy);
        return background;
    }

    /** A value that does not open stays as it is, and an operator has to know. */
    private static void tell(Resealing.Round round) {
        round.broken()
                .forEach(
                        broken ->
                                LOG.warning(
                                        () ->
                                                "%s of %s was not sealed anew: %s"
                                                        .formatted(
                                                                broken.place(),
                                                                broken.key(),
                                                                broken.why())));
    }

    private void every(Duration pause, Runnable round) {
        every(executor, pause, round);
    }

    private static void every(ScheduledExecutorService on, Duration pause, Runnable round) {
        var _ =
                on.scheduleWithFixedDelay(
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
        tidying.shutdown();
        try {
            if (!executor.awaitTermination(STOP_MAX.toSeconds(), TimeUnit.SECONDS)) {
                executor.shutdownNow();
            }
            if (!tidying.awaitTermination(STOP_MAX.toSeconds(), TimeUnit.SECONDS)) {
                tidying.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
