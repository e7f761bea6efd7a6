package dev.handfast.payments;

import static dev.handfast.payments.ProceedsScenarios.CHRYSANTHEMUM;
import static dev.handfast.payments.ProceedsScenarios.ESCROW;
import static dev.handfast.payments.ProceedsScenarios.FROZEN;
import static dev.handfast.payments.ProceedsScenarios.HARBOR;
import static dev.handfast.payments.ProceedsScenarios.part;
import static dev.handfast.payments.ProceedsScenarios.settle;
import static dev.handfast.payments.ProceedsScenarios.settling;
import static dev.handfast.testing.World.CNY;
import static dev.handfast.testing.World.JASMINE_TEA;
import static dev.handfast.testing.World.LANTERN;
import static dev.handfast.testing.World.cny;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.handfast.engine.Idempotency;
import dev.handfast.engine.Ids;
import dev.handfast.ledger.AccountKind;
import dev.handfast.ledger.AuditReport;
import dev.handfast.money.Money;
import dev.handfast.sql.Database;
import dev.handfast.testing.DatabaseTest;
import dev.handfast.testing.World;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Escrow, settlements and splits: what is refused, what races come to, what the audit finds. */
@DatabaseTest
final class ProceedsTest {
    private static final int CALLERS = 50;
    private static final Instant START = Instant.parse("2026-11-24T08:00:00Z");

    private static Moved<SplitOrder> split(
            World world, UUID payment, String number, SplitRequest.Part... parts) {
        return world.core
                .settlements()
                .run(splitting(world, payment, number, new SplitRequest.Unfreeze.Nothing(), parts));
    }

    private static SplitRequest splitting(
            World world,
            UUID payment,
            String number,
            SplitRequest.Unfreeze unfreeze,
            SplitRequest.Part... parts) {
        return new SplitRequest(
                world.core.ids().next(), JASMINE_TEA, payment, number, List.of(parts), unfreeze);
    }

    private static UUID pay(World world, Custody custody) {
        return ProceedsScenarios.pay(world, custody);
    }

    private static String balance(World world, AccountKind kind) {
        return world.balance(kind, LANTERN, JASMINE_TEA, CNY);
    }

    private static Outcome refund(
            World world, UUID payment, String amount, Optional<String> settlement) {
        return world.core
                .payments()
                .run(
                        new Request.Refund(
                                new RefundRequest(
                                        world.core.ids().next(),
                                        JASMINE_TEA,
                                        payment,
                                        Optional.of(cny(amount)),
                                        Optional.empty(),
                                        "{}",
                                        new RefundRequest.Sources(List.of(), settlement))));
    }

    /** Runs all at once; their results. */
    private static <T> List<T> race(List<Callable<T>> callers) throws Exception {
        List<T> results = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<T> future : threads.invokeAll(callers)) {
                results.add(future.get());
            }
        }
        return results;
    }

    @Test
    void what_is_in_escrow_is_settled_in_parts_and_refunded_from_where_it_is(Database database) {
        try (World world = new World(database)) {
            UUID payment = pay(world, ESCROW);
            settle(world, payment, "10.00", "A");
            assertEquals("9.94", balance(world, AccountKind.MERCHANT_PAYABLE));
            assertEquals("14.91", balance(world, AccountKind.MERCHANT_ESCROW));
            // 16.00 is more than the 15.00 in escrow: 1.00 comes from what is payable.
            assertInstanceOf(
                    Outcome.Refunded.class, refund(world, payment, "16.00", Optional.empty()));
            assertEquals("0.00", balance(world, AccountKind.MERCHANT_ESCROW));
            assertEquals("8.95", balance(world, AccountKind.MERCHANT_PAYABLE));

            UUID other = pay(world, ESCROW);
            settle(world, other, "10.00", "A");
            Optional<String> settlement = Optional.of("A" + other);
            assertInstanceOf(Outcome.Refunded.class, refund(world, other, "4.00", settlement));
            assertEquals("14.91", balance(world, AccountKind.MERCHANT_ESCROW));
            Outcome tooMuch = refund(world, other, "6.01", settlement);
            assertEquals(
                    PaymentRefusal.REFUND_EXCEEDS_CAPTURE,
                    assertInstanceOf(Outcome.Refused.class, tooMuch).why());
            assertEquals(0, world.core.settlements().round());
            world.clock.advance(Duration.ofDays(7));
            assertEquals(1, world.core.settlements().round());
            assertEquals("0.00", balance(world, AccountKind.MERCHANT_ESCROW));
            Proceeds after = world.core.settlements().proceeds(other).orElseThrow();
            assertTrue(after.unsettled().isZero());
        }
    }

    @Test
    void every_refusal_is_reached_and_moves_nothing(Database database) {
        try (World world = new World(database)) {
            ProceedsScenarios.bind(world);
            Set<MoveRefusal> seen = EnumSet.noneOf(MoveRefusal.class);
            UUID nobody = Ids.named("nobody");
            UUID escrow = pay(world, ESCROW);
            UUID plain = pay(world, Custody.PAYABLE);
            UUID frozen = pay(world, FROZEN);
            UUID waiting = world.core.ids().next();
            world.core.payments().run(new Request.Create(waiting, world.tea(), Optional.empty()));
            UUID gone = pay(world, ESCROW);
            refund(world, gone, "25.00", Optional.empty());
            UUID settled = pay(world, ESCROW);
            settle(world, settled, "", "S");
            split(world, plain, "taken", part(CHRYSANTHEMUM, "1.00"));
            bindItself(world);
            String before = balance(world, AccountKind.MERCHANT_PAYABLE);
            List<Moved<?>> refused =
                    List.of(
                            split(world, nobody, "n1", part(CHRYSANTHEMUM, "1.00")),
                            split(world, frozen, "taken", part(CHRYSANTHEMUM, "1.00")),
                            split(world, plain, "taken", part(CHRYSANTHEMUM, "2.00")),
                            split(world, waiting, "n2", part(CHRYSANTHEMUM, "1.00")),
                            split(world, gone, "n3", part(CHRYSANTHEMUM, "1.00")),
                            settlement(world, settling(world, plain, "", "X")),
                            settlement(world, settling(world, settled, "", "X")),
                            settlement(world, settling(world, gone, "", "X")),
                            settlement(world, settling(world, escrow, "25.01", "X")),
                            settlement(world, settling(world, nobody, "", "X")),
                            split(world, plain, "n4", part("2088100000000099", "1.00")),
                            split(world, plain, "n5", part("2088100000000001", "1.00")),
                            split(world, escrow, "n6", part(CHRYSANTHEMUM, "1.00")),
                            split(world, plain, "n7", part(CHRYSANTHEMUM, "23.86")),
                            split(world, frozen, "n8", part(HARBOR, "24.86")),
                            world.core
                                    .settlements()
                                    .run(
                                            splitting(
                                                    world,
                                                    frozen,
                                                    "n9",
                                                    new SplitRequest.Unfreeze.Some(cny("24.00")),
                                                    part(CHRYSANTHEMUM, "1.00"))));
            for (Moved<?> one : refused) {
                seen.add(assertInstanceOf(Moved.Refused.class, one).why());
            }
            assertEquals(before, balance(world, AccountKind.MERCHANT_PAYABLE));
            // What is payable goes back for another payment, until too little is there.
            refund(world, plain, "25.00", Optional.empty());
            refund(world, settled, "20.00", Optional.empty());
            UUID last = pay(world, ESCROW);
            settle(world, last, "5.00", "S");
            refund(world, settled, "5.00", Optional.empty());
            seen.add(
                    assertInstanceOf(
                                    Moved.Refused.class,
                                    split(world, last, "n10", part(CHRYSANTHEMUM, "4.50")))
                            .why());
            assertEquals(EnumSet.allOf(MoveRefusal.class), seen);
        }
    }

    private static void bindItself(World world) {
        world.core
                .relations()
                .bind(
                        JASMINE_TEA,
                        List.of(
                                new Relations.Known(
                                        "2088100000000001",
                                        new Receiver(Receiver.Kind.MERCHANT, JASMINE_TEA, LANTERN),
                                        "")));
    }

    private static Moved<Settlement> settlement(World world, ProceedsScenarios.Settling settling) {
        return world.core.settlements().run(settling.request());
    }

    @Test
    void fifty_copies_have_one_effect_and_fifty_splits_never_exceed_the_share(Database database)
            throws Exception {
        try (World world = new World(database)) {
            ProceedsScenarios.bind(world);
            UUID payment = pay(world, Custody.PAYABLE);
            SplitRequest one =
                    splitting(
                            world,
                            payment,
                            "same",
                            new SplitRequest.Unfreeze.Nothing(),
                            part(CHRYSANTHEMUM, "1.00"));
            Idempotency.Key key = new Idempotency.Key("merchant", "key", "print");
            List<Callable<String>> copies = new ArrayList<>();
            List<Callable<Moved<SplitOrder>>> splits = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                String number = "n" + i;
                copies.add(
                        () ->
                                world.core
                                        .settlements()
                                        .runOnce(
                                                key,
                                                one,
                                                moved ->
                                                        new Idempotency.Reply.Final(
                                                                200, moved.toString()))
                                        .toString()
                                        .replaceAll("replayed=.*", ""));
                splits.add(() -> split(world, payment, number, part(HARBOR, "1.00")));
            }
            assertEquals(1, new TreeSet<>(race(copies)).size());
            assertEquals("23.85", balance(world, AccountKind.MERCHANT_PAYABLE));
            long done =
                    race(splits).stream()
                            .filter(moved -> moved instanceof Moved.Done<SplitOrder>)
                            .count();
            assertEquals(23, done);
            assertEquals("0.85", balance(world, AccountKind.MERCHANT_PAYABLE));
            Payment paid = world.core.store().find(payment).orElseThrow();
            assertEquals(cny("0.85"), world.core.settlements().splittable(paid));
            assertInstanceOf(
                    Moved.Again.class, split(world, payment, "same", part(CHRYSANTHEMUM, "1.00")));
        }
    }

    @Test
    void the_audit_finds_what_is_not_as_it_was_posted(Database database) {
        try (World world = new World(database)) {
            ProceedsScenarios.bind(world);
            UUID escrow = pay(world, ESCROW);
            settle(world, escrow, "10.00", "A");
            UUID plain = pay(world, Custody.PAYABLE);
            split(world, plain, "n1", part(CHRYSANTHEMUM, "5.00"), part(HARBOR, "2.00"));
            finds(database, escrow, "update proceeds set escrow_minor = escrow_minor + 1");
            finds(database, plain, "update proceeds set split_minor = split_minor + 1");
            finds(database, escrow, "update proceeds set due_at = due_at + interval '1 day'");
            finds(database, escrow, "update payment set escrow_days = 8 where escrow_days = 7");
            finds(database, escrow, "update settlement set released_minor = released_minor - 1");
            finds(database, escrow, "delete from settlement");
            finds(database, plain, "update split set amount_minor = amount_minor - 1");
            finds(database, plain, "update portion set amount_minor = amount_minor - 1");
            finds(database, plain, "update portion set receiver = payment");
            finds(database, plain, "delete from split where amount_minor = 200");
            finds(database, null, "delete from claim where kind = 'SPLIT_REFERENCE'");
        }
    }

    /** Audits after a tampering, which is undone; a finding names what it was about. */
    static void finds(Database database, @Nullable UUID what, String tampering) {
        try {
            database.transact(
                    tx -> {
                        assertTrue(tx.update(tampering) > 0, tampering);
                        throw new Undone(Audit.in(tx, Optional.empty()));
                    });
        } catch (Undone undone) {
            assertTrue(
                    undone.report.findings().stream()
                            .anyMatch(text -> what == null || text.contains(what.toString())),
                    () -> tampering + ": " + undone.report);
            assertTrue(!undone.report.clean(), tampering);
        }
    }

    private static final class Undone extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final transient AuditReport report;

        Undone(AuditReport report) {
            this.report = report;
        }
    }

    @Test
    void a_share_is_what_fees_and_refunds_leave() {
        Capture capture = new Capture(cny("25.00"), cny("0.15"), cny("0.10"), cny("10.00"), START);
        Money share = Flow.share(capture);
        assertEquals(cny("14.85"), share);
    }
}
