package dev.handfast.payments;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/**
 * Does one thing for each of many, several at a time, so that somebody who does not answer holds up
 * few others.
 */
final class Crew {
    /** How many things are done at the same time. */
    private static final int HANDS = 16;

    private Crew() {}

    /** Does it for all, and returns when that is done; throws what the first of them threw. */
    static <T> void each(List<T> all, Consumer<T> work) {
        if (all.size() < 2) {
            all.forEach(work);
            return;
        }
        Semaphore hands = new Semaphore(HANDS);
        List<Future<?>> running = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (T one : all) {
                hands.acquireUninterruptibly();
                running.add(
                        threads.submit(
                                () -> {
                                    try {
                                        work.accept(one);
                                    } finally {
                                        hands.release();
                                    }
                                }));
            }
        }
        for (Future<?> one : running) {
            rethrow(one);
        }
    }

    private static void rethrow(Future<?> done) {
        try {
            done.get();
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException failed) {
            switch (failed.getCause()) {
                case RuntimeException why -> throw why;
                case Error why -> throw why;
                case null, default -> throw new IllegalStateException(failed);
            }
        }
    }
}
