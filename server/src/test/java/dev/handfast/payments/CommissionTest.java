package dev.handfast.payments;

import static dev.handfast.payments.CommissionScenarios.DIRECT;
import static dev.handfast.payments.CommissionScenarios.ONWARD;
import static dev.handfast.payments.CommissionScenarios.PIER_MARKET;
import static dev.handfast.testing.World.AURORA;
import static dev.handfast.testing.World.HARBOR_COFFEE;
import static dev.handfast.testing.World.USD;
import static dev.handfast.testing.World.cny;
import static dev.handfast.testing.World.usd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.handfast.ledger.AccountKind;
import dev.handfast.sql.Database;
import dev.handfast.testing.DatabaseTest;
import dev.handfast.testing.World;

import org.junit.jupiter.api.Test;

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

/** What platforms get of payments: exact, never more than there is, and proved by the audit. */
@DatabaseTest
final class CommissionTest {
    private static final Set<Commission.Part> BOTH = EnumSet.allOf(Commission.Part.class);
    private static final Set<Commission.Part> FEE = EnumSet.of(Commission.Part.FEE);

    @Test
    void many_small_refunds_give_back_all_of_it_to_the_last_cent(Database database) {
        try (World world = new World(database)) {
            UUID payment = CommissionScenarios.pay(world, ONWARD, Terms.CaptureMode.AUTOMATIC);
            for (String part : List.of("0.01", "3.33", "3.33", "0.02", "3.31")) {
                CommissionScenarios.refund(world, payment, part, BOTH);
            }
            assertEquals("0.00", payable(world, PIER_MARKET));
            assertEquals("0.00", payable(world, HARBOR_COFFEE));
            Commission all = commission(world, payment);
            assertEquals(all.moved(), all.back());
        }
    }

    @Test
    void refunds_and_returns_at_once_never_give_back_more_than_the_fee(Database database)
            throws Exception {
        try (World world = new World(database)) {
            UUID payment = CommissionScenarios.pay(world, DIRECT, Terms.CaptureMode.AUTOMATIC);
            List<Callable<Boolean>> all = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                all.add(
                        () ->
                                CommissionScenarios.giveBack(world, payment, "0.11")
                                        instanceof FeeOutcome.Done);
                all.add(
                        () ->
                                world.core
                                                .payments()
                                                .run(
                                                        new Request.Refund(
                                                                CommissionScenarios.refunding(
                                                                        world, payment, "0.50",
                                                                        FEE)))
                                        instanceof Outcome.Refunded);
            }
            try (ExecutorService many = Executors.newVirtualThreadPerTaskExecutor()) {
                for (Future<Boolean> one : many.invokeAll(all)) {
                    one.get();
                }
            }
            assertEquals("0.00", payable(world, PIER_MARKET));
            assertEquals(usd("1.23"), commission(world, payment).back().fee());
            assertEquals("0.00", payable(world, HARBOR_COFFEE));
        }
    }

    @Test
    void what_is_not_the_platforms_or_more_than_is_left_is_refused(Database database) {
        try (World world = new World(database)) {
            UUID payment = CommissionScenarios.pay(world, DIRECT, Terms.CaptureMode.AUTOMATIC);
            assertEquals(FeeRefusal.FEE_NOT_FOUND, refused(world, HARBOR_COFFEE, payment, "0.01"));
            assertEquals(
                    FeeRefusal.FEE_NOT_FOUND,
                    refused(world, PIER_MARKET, UUID.randomUUID(), "0.01"));
            assertEquals(
                    FeeRefusal.FEE_REFUND_EXCEEDS_FEE,
                    refused(world, PIER_MARKET, payment, "1.24"));
            FeeOutcome yuan =
                    world.core
                            .commissions()
                            .run(
                                    new FeeRequest.GiveBack(
                                            world.core.ids().next(),
                                            PIER_MARKET,
                                            payment,
                                            Optional.of(cny("0.10")),
                                            "{}"));
            assertEquals(
                    FeeRefusal.FEE_CURRENCY_DIFFERS,
                    assertInstanceOf(FeeOutcome.Refused.class, yuan).why());
            FeeOutcome unknown =
                    world.core
                            .commissions()
                            .run(
                                    new FeeRequest.Note(
                                            world.core.ids().next(),
                                            PIER_MARKET,
                                            payment,
                                            before -> before));
            assertEquals(
                    FeeRefusal.FEE_REFUND_NOT_FOUND,
                    assertInstanceOf(FeeOutcome.Refused.class, unknown).why());
            Brokerage yuanFee = new Brokerage.Direct(PIER_MARKET, cny("1.00"));
            assertThrows(
                    IllegalArgumentException.class,
                    () -> CommissionScenarios.terms(yuanFee, Terms.CaptureMode.AUTOMATIC));
            assertEquals("1.23", payable(world, PIER_MARKET));
        }
    }

    @Test
    void every_tampering_with_what_a_platform_got_is_found(Database database) {
        try (World world = new World(database)) {
            UUID direct = CommissionScenarios.pay(world, DIRECT, Terms.CaptureMode.AUTOMATIC);
            UUID onward = CommissionScenarios.pay(world, ONWARD, Terms.CaptureMode.AUTOMATIC);
            CommissionScenarios.refund(world, direct, "2.00", FEE);
            CommissionScenarios.refund(world, onward, "4.00", BOTH);
            CommissionScenarios.giveBack(world, direct, "0.50");
            for (String change :
                    List.of(
                            "update commission set fee_minor = fee_minor + 1",
                            "update commission set passed_back_minor = passed_back_minor + 1",
                            "update commission set platform = gen_random_uuid()",
                            "update commission set merchant = gen_random_uuid()",
                            "update commission set at = at + interval '1 second'",
                            "delete from commission where payment = '%s'".formatted(direct),
                            "delete from commission_return where payment = '%s'".formatted(onward),
                            "update commission_return set fee_minor = fee_minor + 1",
                            "update commission_return set gone_minor = gone_minor + 100",
                            "update commission_return set refund = null",
                            "update payment set application_fee_minor = 122",
                            "update payment set destination = gen_random_uuid()"
                                    + " where destination is not null",
                            "update statement_line set net_minor = net_minor + 1"
                                    + " where kind = 'PAYMENT'",
                            "update statement_line set kind = 'TRANSFER'"
                                    + " where kind = 'APPLICATION_FEE'")) {
                assertTrue(findings(database, change) > 0, change);
            }
        }
    }

    private static int findings(Database database, String change) {
        int[] found = {0};
        assertThrows(
                IllegalStateException.class,
                () ->
                        database.transact(
                                tx -> {
                                    tx.update(
                                            "alter table commission drop constraint"
                                                    + " commission_passed_back_within_passed");
                                    assertTrue(tx.update(change) > 0, change);
                                    found[0] = Audit.in(tx, Optional.empty()).findings().size();
                                    throw new IllegalStateException("undone");
                                }));
        return found[0];
    }

    private static FeeRefusal refused(World world, UUID platform, UUID payment, String amount) {
        FeeOutcome outcome =
                world.core
                        .commissions()
                        .run(
                                new FeeRequest.GiveBack(
                                        world.core.ids().next(),
                                        platform,
                                        payment,
                                        Optional.of(usd(amount)),
                                        "{}"));
        return assertInstanceOf(FeeOutcome.Refused.class, outcome).why();
    }

    private static Commission commission(World world, UUID payment) {
        return world.core.commissions().find(PIER_MARKET, payment).orElseThrow();
    }

    private static String payable(World world, UUID merchant) {
        return world.balance(AccountKind.MERCHANT_PAYABLE, AURORA, merchant, USD);
    }
}
