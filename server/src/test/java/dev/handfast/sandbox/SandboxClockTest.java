package dev.handfast.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.handfast.sandbox.SandboxHouse.Got;
import dev.handfast.sql.Database;
import dev.handfast.testing.DatabaseTest;
import dev.handfast.testing.TestClock;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;

@DatabaseTest
final class SandboxClockTest {
    @Test
    void time_moves_forward_for_every_process_and_stays_there(Database database) {
        TestClock machine = new TestClock();
        Instant start = machine.instant();
        try (SandboxClock one = new SandboxClock(machine, database);
                SandboxClock other = new SandboxClock(machine, database)) {
            assertEquals(start, one.instant());
            assertEquals(start.plusSeconds(7_200), one.advance(Duration.ofHours(2)));
            other.follow();
            assertEquals(start.plusSeconds(7_200), other.instant());
            other.advance(Duration.ofHours(1));
            assertEquals(start.plusSeconds(10_800), other.instant());
            one.follow();
            machine.advance(Duration.ofSeconds(1));
            assertEquals(start.plusSeconds(10_801), one.instant());
        }
        try (SandboxClock restarted = new SandboxClock(machine, database)) {
            assertEquals(Duration.ofHours(3), restarted.ahead());
        }
    }

    @Test
    void another_process_follows_by_itself(Database database) {
        TestClock machine = new TestClock();
        try (SandboxClock one = new SandboxClock(machine, database);
                SandboxClock other = new SandboxClock(machine, database)) {
            one.advance(Duration.ofHours(2));
            long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            while (other.ahead().isZero() && System.nanoTime() - deadline < 0) {
                Thread.onSpinWait();
            }
            assertEquals(Duration.ofHours(2), other.ahead());
        }
    }

    @Test
    void time_never_moves_back_nor_too_far(Database database) {
        try (SandboxClock clock = new SandboxClock(new TestClock(), database)) {
            for (Duration wrong :
                    new Duration[] {
                        Duration.ZERO,
                        Duration.ofSeconds(-1),
                        Duration.ofNanos(1),
                        SandboxClock.ADVANCE_MAX.plusMillis(1)
                    }) {
                assertThrows(IllegalArgumentException.class, () -> clock.advance(wrong));
            }
            assertEquals(Duration.ZERO, clock.ahead());
        }
    }

    @Test
    void the_clock_call_moves_time_and_codes_expire(Database database) {
        try (SandboxHouse house = new SandboxHouse(database)) {
            Got got = house.post("/sandbox/clock", "{\"advance\": \"PT2H\"}");
            assertEquals(200, got.status(), got::toString);
            assertEquals(house.clock.instant().toString(), got.text("/now"));
            assertEquals("PT2H", got.text("/ahead"));
            for (String wrong : new String[] {"-PT1H", "PT0S", "two hours", "P9999D"}) {
                Got refused = house.post("/sandbox/clock", "{\"advance\": \"" + wrong + "\"}");
                assertEquals(400, refused.status(), refused::toString);
                assertTrue(refused.text("/error/message").endsWith("got " + wrong));
            }
            assertEquals(Duration.ofHours(2), house.clock.ahead());
        }
    }
}
