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

    @Test
    void no_opening_waits_for_another() throws Exception {
        for (TokenOpener opener :
                List.of(Fixtures.opener(), Fixtures.builder().platformProviders().build())) {
            String token = Fixtures.AUTHORITY.seal(Fixtures.request());
            try (ExecutorService pool = Executors.newFixedThreadPool(THREADS)) {
                // Classes are loaded under locks, and by whichever thread comes first.
                for (Future<?> warm : open(pool, opener, token)) {
                    warm.get();
                }
                for (Future<Long> wait : open(pool, opener, token)) {
                    assertEquals(0, wait.get(), opener.providerName());
                }
            }
        }
    }

    private static List<Future<Long>> open(ExecutorService pool, TokenOpener opener, String token) {
        return Stream.generate(() -> pool.submit(() -> waitsWhileOpening(opener, token)))
                .limit(THREADS)
                .toList();
    }

    private static long waitsWhileOpening(TokenOpener opener, String token) {
        long before = waits();
        for (int i = 0; i < OPENINGS; i++) {
            Fixtures.opened(opener.open(token, Expectation.of(1000, "840"), Fixtures.NOW));
        }
        return waits() - before;
    }

    private static long waits() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        ThreadInfo own = threads.getThreadInfo(Thread.currentThread().threadId());
        return own.getBlockedCount() + own.getWaitedCount();
    }
}
