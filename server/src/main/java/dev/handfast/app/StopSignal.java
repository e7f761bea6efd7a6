package dev.handfast.app;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The signal to stop, SIGTERM or SIGINT, which ends the process only once everything has been put
 * away: opened before what has to be put away, it is closed after it.
 *
 * <p>What it waits for is its own closing and not the end of the main thread, which never comes:
 * {@code System.exit} in a process that is being ended already does not return.
 */
final class StopSignal implements AutoCloseable {
    /** A service manager has patience for thirty seconds or more; we end before it kills. */
    private static final Duration PUT_AWAY_MAX = Duration.ofSeconds(25);

    private final CountDownLatch given = new CountDownLatch(1);
    private final CountDownLatch putAway = new CountDownLatch(1);

    /** Waits for the signal. Before that, the signal ends the process at once. */
    void await() throws InterruptedException {
        Runtime.getRuntime().addShutdownHook(new Thread(this::give));
        given.await();
    }

    private void give() {
        given.countDown();
        try {
            putAway.await(PUT_AWAY_MAX.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Everything has been put away. */
    @Override
    public void close() {
        putAway.countDown();
    }
}
