package dev.handfast.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The processor time of other processes, read where Linux keeps it.
 *
 * <p>Source: proc_pid_stat(5): fields 14 to 17, in hundredths of a second.
 */
final class CpuTime {
    private static final int USER_FIELD = 14;
    private static final int FIRST_FIELD_AFTER_NAME = 3;
    private static final int FIELDS = 4;
    private static final long NANOS_OF_TICK = 10_000_000;

    private CpuTime() {}

    /** What these processes and their ended children have used; what is gone counts as nothing. */
    static Duration of(List<ProcessHandle> processes) {
        long nanos = 0;
        for (ProcessHandle process : processes) {
            nanos += of(process).toNanos();
        }
        return Duration.ofNanos(nanos);
    }

    private static Duration of(ProcessHandle process) {
        Path stat = Path.of("/proc", Long.toString(process.pid()), "stat");
        try {
            String line = Files.readString(stat);
            // The name may have blanks and parentheses; what counts stands behind its last one.
            String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
            long ticks = 0;
            for (int i = 0; i < FIELDS; i++) {
                ticks += Long.parseLong(fields[USER_FIELD - FIRST_FIELD_AFTER_NAME + i]);
            }
            return Duration.ofNanos(ticks * NANOS_OF_TICK);
        } catch (IOException gone) {
            return process.info().totalCpuDuration().orElse(Duration.ZERO);
        }
    }
}
