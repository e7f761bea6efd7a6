package dev.handfast.payments;

import static dev.handfast.payments.FreezeScenarios.freeze;
import static dev.handfast.payments.FreezeScenarios.open;
import static dev.handfast.payments.FreezeScenarios.order;
import static dev.handfast.payments.FreezeScenarios.payOne;
import static dev.handfast.payments.FreezeScenarios.unfreeze;
import static dev.handfast.testing.World.JASMINE_TEA;
import static dev.handfast.testing.World.LANTERN;
import static dev.handfast.testing.World.USD;
import static dev.handfast.testing.World.cny;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.handfast.engine.Ids;
import dev.handfast.limits.LimitProfile;
import dev.handfast.partners.Agreement;
import dev.handfast.sql.Database;
import dev.handfast.testing.DatabaseTest;
import dev.handfast.testing.World;
import dev.handfast.wallets.Wallet;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Freezes: what is refused, what races come to, how they end, what the audit finds. */
@DatabaseTest
final class FreezeTest {
    private static final UUID NOBODY = Ids.named("nobody");

    private static FreezeOutcome agree(World world, UUID freeze, UUID wallet) {
        return world.core.freezes().run(new FreezeRequest.Agree(JASMINE_TEA, freeze, wallet));
    }

    private static FreezeOutcome cancel(World world, UUID freeze) {
        return world.core
                .freezes()
                .run(new FreezeRequest.Cancel(world.core.ids().next(), JASMINE_TEA, freeze, "{}"));
    }

    private static FreezeOutcome take(World world, String number, String digits) {
        return world.core
                .freezes()
                .run(
                        new FreezeRequest.Take(
                                world.core.ids().next(),
                                order(world, JASMINE_TEA, number),
                                digits));
    }

    private static String available(World world) {
        return world.core.wallets().available(world.lin).toDecimalString();
    }

    @Test
    void every_refusal_is_reached_and_freezes_nothing(Database database) {
        try (World world = new World(database)) {
            Set<FreezeRefusal> seen = EnumSet.noneOf(FreezeRefusal.class);
            UUID late = open(world, "late", Optional.empty());
            world.clock.advance(Duration.ofMinutes(15));
            UUID waiting = open(world, "waiting", Optional.empty());
            UUID closed = open(world, "closed", Optional.empty());
            cancel(world, closed);
            UUID finished = freeze(world, JASMINE_TEA).id();
            payOne(world, finished);
            unfreeze(world, JASMINE_TEA, finished, "99.00", "U");
            UUID frozen = freeze(world, JASMINE_TEA).id();
            unfreeze(world, JASMINE_TEA, frozen, "60.00", "U");
            Wallet poor = world.wallet("Mei", World.CNY, "99.99");
            Wallet dollars = world.wallet("Mei", USD, "500.00");
            Wallet cold = world.wallet("Mei", World.CNY, "500.00");
            world.core.wallets().set(cold.id(), Wallet.State.FROZEN);
            Wallet capped = world.wallet("Mei", World.CNY, "2000.00");
            world.core
                    .limitProfiles()
                    .classify(
                            new LimitProfile(
                                    capped.id(),
                                    LimitProfile.AccountClass.I,
                                    LimitProfile.Verification.A));
            world.pay(
                    world.terms(JASMINE_TEA, cny("900.01"), Terms.CaptureMode.AUTOMATIC),
                    new Instrument.Wallet(capped.id()));
            String before = available(world);
            List<FreezeOutcome> refused = new ArrayList<>();
            refused.add(agree(world, NOBODY, world.lin.id()));
            refused.add(take(world, "waiting", "280000000000000000"));
            refused.add(unfreeze(world, JASMINE_TEA, frozen, "1.00", "U"));
            refused.add(unfreeze(world, JASMINE_TEA, finished, "1.00", "V"));
            refused.add(agree(world, closed, world.lin.id()));
            refused.add(agree(world, late, world.lin.id()));
            refused.add(unfreeze(world, JASMINE_TEA, waiting, "1.00", "V"));
            refused.add(agree(world, waiting, NOBODY));
            refused.add(agree(world, waiting, cold.id()));
            refused.add(agree(world, waiting, dollars.id()));
            refused.add(agree(world, waiting, poor.id()));
            refused.add(unfreeze(world, JASMINE_TEA, frozen, "40.01", "V"));
            refused.add(agree(world, waiting, capped.id()));
            world.core.partners().set(LANTERN, LANTERN, Agreement.State.CLOSED);
            refused.add(agree(world, waiting, world.lin.id()));
            for (FreezeOutcome outcome : refused) {
                seen.add(assertInstanceOf(FreezeOutcome.Refused.class, outcome).why());
            }
            assertEquals(before, available(world));
            assertEquals(EnumSet.allOf(FreezeRefusal.class), seen);
            // What was frozen is paid on the terms of its day, though the corridor has closed.
            assertInstanceOf(Outcome.Done.class, payOne(world, frozen));
        }
    }

    @Test
    void fifty_payments_and_unfreezings_never_exceed_what_is_frozen(Database database)
            throws Exception {
        try (World world = new World(database)) {
            UUID freeze = freeze(world, JASMINE_TEA).id();
            unfreeze(world, JASMINE_TEA, freeze, "70.00", "U");
            List<Callable<Boolean>> callers = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                String number = "n" + i % 25;
                callers.add(() -> payOne(world, freeze) instanceof Outcome.Done);
                callers.add(
                        () ->
                                unfreeze(world, JASMINE_TEA, freeze, "1.00", number)
                                        instanceof FreezeOutcome.Done);
            }
            int done = 0;
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (Future<Boolean> future : threads.invokeAll(callers)) {
                    done += future.get() ? 1 : 0;
                }
            }
            assertEquals(30, done);
            Freeze after = world.core.freezes().find(freeze).orElseThrow();
            assertTrue(after.rest().isZero());
            assertEquals(cny("100.00"), after.paid().plus(after.unfrozen()));
            assertEquals(
                    cny("1000.00").minus(after.paid()), world.core.wallets().available(world.lin));
        }
    }

    @Test
    void a_freeze_ends_by_itself_when_its_time_is_over(Database database) {
        try (World world = new World(database)) {
            UUID waiting = open(world, "waiting", Optional.of("a code"));
            assertEquals(waiting, world.core.freezes().findByCode("a code").orElseThrow().id());
            UUID frozen = freeze(world, JASMINE_TEA).id();
            assertEquals("900.00", available(world));
            assertEquals(0, world.core.freezes().round());
            world.clock.advance(Duration.ofMinutes(15));
            assertEquals(1, world.core.freezes().round());
            assertEquals(
                    Freeze.State.CLOSED, world.core.freezes().find(waiting).orElseThrow().state());
            world.clock.advance(FreezeCommand.FROZEN_MAX);
            Outcome late = payOne(world, frozen);
            assertEquals(
                    PaymentRefusal.FREEZE_NOT_STANDING,
                    assertInstanceOf(Outcome.Refused.class, late).why());
            assertEquals(1, world.core.freezes().round());
            assertEquals("1000.00", available(world));
        }
    }

    @Test
    void the_audit_finds_what_is_not_as_it_was_held(Database database) {
        try (World world = new World(database)) {
            UUID freeze = freeze(world, JASMINE_TEA).id();
            payOne(world, freeze);
            unfreeze(world, JASMINE_TEA, freeze, "9.00", "U");
            for (String tampering :
                    List.of(
                            "update fund_freeze set rest_minor = rest_minor - 1",
                            "update fund_freeze set paid_minor = paid_minor - 1",
                            "update fund_freeze set wallet = merchant",
                            "update fund_freeze set merchant_fee_percent = '9'",
                            "update fund_freeze set frozen_until = frozen_until + interval '1 day'",
                            "update freeze_operation set amount_minor = amount_minor + 1"
                                    + " where kind = 'UNFREEZE'",
                            "delete from freeze_operation where kind = 'PAY'",
                            "delete from fund_freeze",
                            "delete from claim where kind = 'UNFREEZE_REFERENCE'")) {
                ProceedsTest.finds(
                        database, tampering.contains("claim") ? null : freeze, tampering);
            }
        }
    }
}
