package dev.handfast.applepay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/**
 * Threads that open tokens with one opener wait for nothing: the machine counts for each how often
 * it was blocked by a monitor and how often it waited for a lock or for anything else.
 */
class NoSharedLockTest {
    private static final int THREADS = 4;
    private static final int OPENINGS = 300;
    private static final int WARM_UP = 20;

    @Test
    void no_opening_waits_for_another() throws Exception {
        for (TokenOpener opener :
                List.of(Fixtures.opener(), Fixtures.builder().platformProviders().build())) {
            String token = Fixtures.AUTHORITY.seal(Fixtures.request());
            try (ExecutorService pool = Executors.newFixedThreadPool(THREADS)) {
                // Classes are loaded under locks, and by whichever thread comes first.
                for (Future<?> warm : open(pool, new Work(opener, token, WARM_UP))) {
                    warm.get();
                }
                for (Future<Long> wait : open(pool, new Work(opener, token, OPENINGS))) {
                    assertEquals(0, wait.get(), opener.providerName());
                }
            }
        }
    }

    /** What each thread does. */
    private record Work(TokenOpener opener, String token, int openings) {}

    private static List<Future<Long>> open(ExecutorService pool, Work work) {
        return Stream.generate(() -> pool.submit(() -> waitsWhileOpening(work)))
                .limit(THREADS)
                .toList();
    }

    private static long waitsWhileOpening(Work work) {
        long before = waits();
        for (int i = 0; i < work.openings(); i++) {
            Fixtures.opened(
                    work.opener().open(work.token(), Expectation.of(1000, "840"), Fixtures.NOW));
        }
        return waits() - before;
    }

    private static long waits() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        ThreadInfo own = threads.getThreadInfo(Thread.currentThread().threadId());
        return own.getBlockedCount() + own.getWaitedCount();
    }
}
