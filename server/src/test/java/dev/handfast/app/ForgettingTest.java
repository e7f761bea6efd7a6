package dev.handfast.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.handfast.money.Money;
import dev.handfast.payments.Outcome;
import dev.handfast.payments.RailDesk;
import dev.handfast.payments.RefundRequest;
import dev.handfast.payments.Request;
import dev.handfast.payments.Terms;
import dev.handfast.sql.Database;
import dev.handfast.testing.DatabaseTest;
import dev.handfast.testing.World;
import dev.handfast.visits.Visit;
import dev.handfast.visits.Visits;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/** What is good for minutes is not kept for ever. */
@DatabaseTest
final class ForgettingTest {
    private static final Duration WEEK = Duration.ofDays(7);

    @Test
    void codes_and_quotes_are_forgotten_a_week_after_their_time(Database database) {
        try (World world = new World(database)) {
            world.core.wallets().issueCode(world.lin.id());
            world.core.rates().quote(new Money(1_000, World.USD), World.CNY);
            world.clock.advance(WEEK);
            assertEquals(0, world.core.wallets().sweepCodes());
            assertEquals(0, world.core.rates().sweepQuotes(world.clock.instant().minus(WEEK)));
            world.clock.advance(Duration.ofDays(1));
            assertEquals(1, world.core.wallets().sweepCodes());
            assertEquals(1, world.core.rates().sweepQuotes(world.clock.instant().minus(WEEK)));
            assertEquals(0, world.core.wallets().sweepCodes());
        }
    }

    @Test
    void what_rails_have_heard_is_forgotten_except_for_refunds(Database database) {
        try (World world = new World(database)) {
            Terms held =
                    world.terms(World.HARBOR_COFFEE, World.usd("10.00"), Terms.CaptureMode.MANUAL);
            Outcome paid = world.pay(held, world.instrument(world.anaToken, World.usd("10.00")));
            UUID payment = assertInstanceOf(Outcome.Done.class, paid).payment().id();
            world.core
                    .payments()
                    .run(new Request.TakeHeld(World.HARBOR_COFFEE, payment, Optional.empty()));
            world.core
                    .payments()
                    .run(
                            new Request.Refund(
                                    new RefundRequest(
                                            world.core.ids().next(),
                                            World.HARBOR_COFFEE,
                                            payment,
                                            Optional.of(World.usd("1.00")),
                                            Optional.empty(),
                                            "{}")));
            world.clock.advance(RailDesk.KEPT);
            assertEquals(0, world.core.railDesk().sweep(), "not heard yet");
            assertEquals(2, world.core.railDesk().round());
            world.clock.advance(RailDesk.KEPT);
            assertEquals(0, world.core.railDesk().sweep());
            world.clock.advance(Duration.ofSeconds(1));
            assertEquals(1, world.core.railDesk().sweep());
            assertEquals(0, world.core.railDesk().sweep(), "the refund is kept");
        }
    }

    @Test
    void a_visit_is_forgotten_once_its_payment_is_long_over(Database database) {
        try (World world = new World(database)) {
            Visits visits =
                    new Visits(database, world.core.keys(), world.clock, "https://pay.example");
            Visit.Way way =
                    new Visit.Way(Visit.Look.SCAN, Visit.Back.NOWHERE, Optional.empty(), "");
            String page = visits.open(new UUID(0, 1), way);
            String name = page.substring(page.lastIndexOf('/') + 1);
            world.clock.advance(Duration.ofDays(60));
            assertEquals(0, visits.sweep());
            assertTrue(visits.find(name).isPresent());
            world.clock.advance(Duration.ofSeconds(1));
            assertEquals(1, visits.sweep());
            assertTrue(visits.find(name).isEmpty());
        }
    }
}
