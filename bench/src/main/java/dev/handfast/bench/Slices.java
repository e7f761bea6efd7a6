package dev.handfast.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;

/**
 * Compares pieces of work on one thread: in short slices by turns, so that whatever else the
 * machine does touches all of them alike, and by the thread's own processor time, since on a busy
 * machine the clock on the wall measures the neighbours.
 */
final class Slices {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int RUNS_PER_SLICE = 50;

    /** Something to do many times. */
    @FunctionalInterface
    interface Work {
        /** Does it once more; whether it came out as it should. */
        boolean run(int round) throws GeneralSecurityException;
    }

    private final List<Work> works;
    private final int[] rounds;

    Slices(Work... works) {
        this.works = List.of(works);
        this.rounds = new int[works.length];
    }

    /** Runs each piece so many slices; the microseconds one run of each took. */
    double[] micros(int slices) throws GeneralSecurityException {
        long[] nanos = new long[works.size()];
        for (int slice = 0; slice < slices; slice++) {
            for (int i = 0; i < nanos.length; i++) {
                nanos[i] += slice(i);
            }
        }
        double runs = (double) slices * RUNS_PER_SLICE;
        return Arrays.stream(nanos).mapToDouble(total -> total / 1_000.0 / runs).toArray();
    }

    private long slice(int which) throws GeneralSecurityException {
        Work work = works.get(which);
        long start = THREADS.getCurrentThreadCpuTime();
        for (int run = 0; run < RUNS_PER_SLICE; run++) {
            if (!work.run(rounds[which]++)) {
                throw new IllegalStateException("the measured work failed");
            }
        }
        return THREADS.getCurrentThreadCpuTime() - start;
    }
}
