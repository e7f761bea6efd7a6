package dev.handfast.testing;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that stands still until it is told to move. */
public final class TestClock implements InstantSource {
    private final AtomicReference<Instant> now =
            new AtomicReference<>(Instant.parse("2026-11-24T08:00:00Z"));

    @Override
    public Instant instant() {
        return now.get();
    }

    /** Moves it forward. */
    public void advance(Duration by) {
        now.updateAndGet(at -> at.plus(by));
    }
}
