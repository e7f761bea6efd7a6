package dev.handfast.web;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Interrupts the thread that made it unless it is met in time. A thread that waits for bytes of a
 * socket then gets an exception, and the socket is closed: a read timeout would not do, because a
 * client that sends one byte now and then never meets it.
 */
final class Deadline {
    private static final ScheduledThreadPoolExecutor WATCH = watch();

    private final Thread thread = Thread.currentThread();
    private final Future<?> watched;
    private boolean met;

    private Deadline(Duration patience) {
        watched = WATCH.schedule(this::pass, patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static ScheduledThreadPoolExecutor watch() {
        ScheduledThreadPoolExecutor watch =
                new ScheduledThreadPoolExecutor(
                        1, task -> Thread.ofPlatform().daemon().name("deadlines").unstarted(task));
        watch.setRemoveOnCancelPolicy(true); // Nearly all are met, and should not be kept.
        return watch;
    }

    /** Starts to count for the current thread, which must call {@link #met}. */
    static Deadline of(Duration patience) {
        return new Deadline(patience);
    }

    private synchronized void pass() {
        if (!met) {
            thread.interrupt();
        }
    }

    /** Ends the count; an interrupt that came at the last moment goes no further. */
    synchronized void met() {
        met = true;
        watched.cancel(false);
        Thread.interrupted();
    }
}
