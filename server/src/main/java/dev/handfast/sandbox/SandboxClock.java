package dev.handfast.sandbox;

import dev.handfast.sql.Database;
import dev.handfast.sql.SqlFailure;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A time that runs as the machine's does and can be moved forward, never back. How far it is ahead
 * is kept in the database and followed by every process within half a second; reading the time
 * itself asks nobody.
 */
public final class SandboxClock implements InstantSource, AutoCloseable {
    /** The longest step forward. */
    public static final Duration ADVANCE_MAX = Duration.ofDays(366);

    private static final Duration FOLLOW_EVERY = Duration.ofMillis(500);

    private final InstantSource machine;
    private final Database database;
    private final AtomicLong offsetMs = new AtomicLong();
    private final ScheduledExecutorService follower;

    /**
     * Takes up the time where the database says it is.
     *
     * @param machine the machine's time
     * @param database migrated
     */
    public SandboxClock(InstantSource machine, Database database) {
        this.machine = machine;
        this.database = database;
        follow();
        follower =
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().name("sandbox-clock").daemon().factory());
        long every = FOLLOW_EVERY.toMillis();
        var _ =
                follower.scheduleWithFixedDelay(
                        this::followIfPossible, every, every, TimeUnit.MILLISECONDS);
    }

    @Override
    public Instant instant() {
        return machine.instant().plusMillis(offsetMs.get());
    }

    /** How far this time is ahead of the machine's. */
    public Duration ahead() {
        return Duration.ofMillis(offsetMs.get());
    }

    /** Whether {@link #advance} takes this step. */
    static boolean canAdvance(Duration by) {
        return by.compareTo(Duration.ofMillis(1)) >= 0 && by.compareTo(ADVANCE_MAX) <= 0;
    }

    /**
     * Moves the time forward, for every process.
     *
     * @param by more than zero, at most {@link #ADVANCE_MAX}; cut to the millisecond
     */
    public Instant advance(Duration by) {
        if (!canAdvance(by)) {
            throw new IllegalArgumentException(
                    "a step forward is 1 ms to %s, got %s".formatted(ADVANCE_MAX, by));
        }
        long moved =
                database.transact(
                        tx ->
                                tx.queryOne(
                                                """
                                                update sandbox_clock
                                                set offset_ms = offset_ms + ? where id = 1
                                                returning offset_ms
                                                """,
                                                row -> row.number("offset_ms"),
                                                by.toMillis())
                                        .orElseThrow());
        offsetMs.accumulateAndGet(moved, Math::max);
        return instant();
    }

    /** Takes in how far others have moved the time. */
    void follow() {
        long found =
                database.read(
                        tx ->
                                tx.queryOne(
                                                """
                                                select offset_ms from sandbox_clock where id = 1
                                                """,
                                                row -> row.number("offset_ms"))
                                        .orElseThrow());
        offsetMs.accumulateAndGet(found, Math::max);
    }

    private void followIfPossible() {
        try {
            follow();
        } catch (SqlFailure away) {
            // Without the database nobody can move the time; the next round asks again.
        }
    }

    /** Stops following; the time stays readable. */
    @Override
    public void close() {
        follower.shutdownNow();
    }
}
