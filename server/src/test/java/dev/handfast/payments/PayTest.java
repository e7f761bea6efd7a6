package dev.handfast.payments;

import static dev.handfast.testing.World.AURORA;
import static dev.handfast.testing.World.CNY;
import static dev.handfast.testing.World.HARBOR_COFFEE;
import static dev.handfast.testing.World.JASMINE_TEA;
import static dev.handfast.testing.World.LANTERN;
import static dev.handfast.testing.World.USD;
import static dev.handfast.testing.World.cny;
import static dev.handfast.testing.World.usd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.handfast.ledger.AccountKind;
import dev.handfast.sql.Database;
import dev.handfast.testing.DatabaseTest;
import dev.handfast.testing.World;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Optional;

@DatabaseTest
final class PayTest {
    @Test
    void a_wallet_pays_in_dollars_and_every_account_moves_as_agreed(Database database) {
        try (World world = new World(database)) {
            Outcome outcome =
                    world.pay(world.coffee(), world.instrument(world.linToken, usd("10.00")));

            Payment payment = assertInstanceOf(Outcome.Done.class, outcome).payment();
            assertInstanceOf(State.Captured.class, payment.state());
            assertEquals("927.65", world.balance(AccountKind.WALLET, LANTERN, world.lin.id(), CNY));
            assertEquals("72.00", world.balance(AccountKind.CONVERSION, LANTERN, LANTERN, CNY));
            assertEquals("0.35", world.balance(AccountKind.FX_MARGIN, LANTERN, LANTERN, CNY));
            assertEquals("-10.00", world.balance(AccountKind.CONVERSION, LANTERN, LANTERN, USD));
            assertEquals("0.10", world.balance(AccountKind.FEE_INCOME, LANTERN, LANTERN, USD));
            assertEquals("9.90", world.balance(AccountKind.POSITION_PAYABLE, LANTERN, AURORA, USD));
            assertEquals(
                    "-9.90", world.balance(AccountKind.POSITION_RECEIVABLE, AURORA, LANTERN, USD));
            assertEquals(
                    "9.72",
                    world.balance(AccountKind.MERCHANT_PAYABLE, AURORA, HARBOR_COFFEE, USD));
            assertEquals("0.18", world.balance(AccountKind.FEE_INCOME, AURORA, AURORA, USD));
            assertEquals(Optional.of(payment), world.core.store().find(payment.id()));
        }
    }

    @Test
    void a_card_pays_in_yuan_and_half_walks_home_at_the_same_rate(Database database) {
        try (World world = new World(database)) {
            Outcome outcome =
                    world.pay(world.tea(), world.instrument(world.anaToken, cny("25.00")));
            Payment payment = assertInstanceOf(Outcome.Done.class, outcome).payment();
            assertEquals(
                    "24.70",
                    world.balance(AccountKind.MERCHANT_PAYABLE, LANTERN, JASMINE_TEA, CNY));
            world.rate(CNY, USD, "0.2", "0.3");

            Outcome half =
                    world.core
                            .payments()
                            .run(
                                    new Request.Refund(
                                            new RefundRequest(
                                                    world.core.ids().next(),
                                                    JASMINE_TEA,
                                                    payment.id(),
                                                    Optional.of(cny("12.50")),
                                                    Optional.of("r1"),
                                                    "{}")));

            Refund refund = assertInstanceOf(Outcome.Refunded.class, half).refund();
            assertEquals(usd("1.75"), refund.home());
            assertEquals(
                    "12.35",
                    world.balance(AccountKind.MERCHANT_PAYABLE, LANTERN, JASMINE_TEA, CNY));
            assertEquals(1, world.core.railDesk().round());
            assertEquals(usd("1.75"), world.rail.told().getFirst().amount());
        }
    }

    @Test
    void an_answer_that_never_came_is_asked_for_and_found(Database database) {
        try (World world = new World(database)) {
            world.rail.answer(new Rail.Answer.NoAnswer());
            Outcome outcome =
                    world.pay(world.tea(), world.instrument(world.anaToken, cny("25.00")));
            Payment payment = assertInstanceOf(Outcome.InDoubt.class, outcome).payment();
            world.rail.decide(payment.id(), new Rail.Answer.Approved("late"));
            world.clock.advance(Duration.ofSeconds(10));

            world.core.railDesk().round();

            Payment known = world.core.store().find(payment.id()).orElseThrow();
            assertInstanceOf(State.Captured.class, known.state());
        }
    }

    @Test
    void held_money_is_captured_in_part_and_the_rest_let_go(Database database) {
        try (World world = new World(database)) {
            Terms held = world.terms(HARBOR_COFFEE, usd("10.00"), Terms.CaptureMode.MANUAL);
            Outcome outcome = world.pay(held, world.instrument(world.linToken, usd("10.00")));
            Payment payment = assertInstanceOf(Outcome.Done.class, outcome).payment();
            assertInstanceOf(State.Authorised.class, payment.state());

            Outcome taken =
                    world.core
                            .payments()
                            .run(
                                    new Request.TakeHeld(
                                            HARBOR_COFFEE, payment.id(), Optional.of(usd("4.00"))));

            assertInstanceOf(Outcome.Done.class, taken);
            assertEquals("971.06", world.balance(AccountKind.WALLET, LANTERN, world.lin.id(), CNY));
            assertEquals(cny("971.06"), world.core.wallets().available(world.lin));
        }
    }
}
