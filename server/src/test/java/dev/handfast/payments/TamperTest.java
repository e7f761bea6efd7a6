package dev.handfast.payments;

import static dev.handfast.testing.World.AURORA;
import static dev.handfast.testing.World.HARBOR_COFFEE;
import static dev.handfast.testing.World.JASMINE_TEA;
import static dev.handfast.testing.World.LANTERN;
import static dev.handfast.testing.World.USD;
import static dev.handfast.testing.World.cny;
import static dev.handfast.testing.World.usd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.handfast.disputes.Dispute;
import dev.handfast.disputes.DisputeFee;
import dev.handfast.disputes.DisputeOutcome;
import dev.handfast.disputes.DisputeRequest;
import dev.handfast.disputes.DisputeRequest.Verdict;
import dev.handfast.ledger.AuditReport;
import dev.handfast.mandates.Allowance;
import dev.handfast.mandates.Mandate;
import dev.handfast.mandates.MandateOutcome;
import dev.handfast.money.Money;
import dev.handfast.payouts.Payout;
import dev.handfast.payouts.PayoutOutcome;
import dev.handfast.payouts.PayoutRequest;
import dev.handfast.sql.Database;
import dev.handfast.testing.DatabaseTest;
import dev.handfast.testing.World;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Changes every column of every table beside the journal in which merchants' money is written down,
 * one at a time, and lets the audit look: each change is found, unless the column says nothing
 * about money and stands here as such.
 */
@DatabaseTest
final class TamperTest {
    /** What the audit has to prove, and the columns from which no amount, owner or time follows. */
    private static final Map<String, List<String>> FREE =
            Map.of(
                    // The kind and source of a line follow from no posting but name what it is
                    // about.
                    "statement_line", List.of("id", "kind", "source"),
                    // Who asked for it, in which words, and when it is to arrive.
                    "payout",
                            List.of(
                                    "origin",
                                    "details",
                                    "created_at",
                                    "due_at",
                                    "state_at",
                                    "reason"),
                    // How much had gone back before moves the postings by a rounding at the most.
                    "contest", List.of("refunded_before_minor"),
                    // What the merchant has said, and by when.
                    "dispute",
                            List.of(
                                    "reason",
                                    "evidence",
                                    "details",
                                    "submissions",
                                    "created_at",
                                    "due_at",
                                    "state_at"),
                    "proceeds", List.of(),
                    // Whose number it has is proved by its claim, by the claim's id alone.
                    "settlement", List.of("id", "merchant", "kind", "reference", "created_at"),
                    "mandate_use", List.of());

    private record Column(String table, String name, String type) {}

    @Test
    void every_changed_column_about_money_is_found(Database database) {
        try (World world = new World(database)) {
            fill(world);
            assertEquals(List.of(), Audit.runWithoutSeal(database).findings());
            List<String> unnoticed = new ArrayList<>();
            for (Column column : columns(database)) {
                String change = change(column);
                if (!found(database, change)) {
                    unnoticed.add(change);
                }
            }
            assertEquals(List.of(), unnoticed, "each is about money; let the audit prove it");
            for (String table : FREE.keySet()) {
                String gone = "delete from " + table;
                assertTrue(found(database, gone), gone);
            }
        }
    }

    /** At least one row in every table. */
    private static void fill(World world) {
        world.core.disputes().agree(DisputeFee.between(LANTERN, AURORA, usd("15.00")));
        UUID lost = paid(world, world.coffee());
        decide(world, dispute(world, lost, Optional.of(usd("4.00"))), Verdict.LOST);
        decide(world, dispute(world, paid(world, world.coffee()), Optional.empty()), Verdict.WON);
        UUID escrow = ProceedsScenarios.pay(world, ProceedsScenarios.ESCROW);
        ProceedsScenarios.settle(world, escrow, "5.00", "S");
        dispute(world, escrow, Optional.of(cny("10.00")));
        ProceedsScenarios.pay(world, ProceedsScenarios.FROZEN);
        paid(world, world.terms(HARBOR_COFFEE, usd("60.00"), Terms.CaptureMode.AUTOMATIC));
        payOut(world);
        underMandate(world);
    }

    private static UUID paid(World world, Terms terms) {
        Outcome outcome = world.pay(terms, new Instrument.Wallet(world.lin.id()));
        return assertInstanceOf(Outcome.Done.class, outcome).payment().id();
    }

    private static UUID dispute(World world, UUID payment, Optional<Money> amount) {
        UUID id = world.core.ids().next();
        done(world, new DisputeRequest.Open(id, payment, amount, "fraudulent"));
        return id;
    }

    private static void decide(World world, UUID id, Verdict verdict) {
        Dispute dispute = world.core.disputes().find(id).orElseThrow();
        done(world, new DisputeRequest.Decide(DisputeRequest.About.of(dispute), verdict));
    }

    private static void done(World world, DisputeRequest request) {
        DisputeOutcome outcome = world.core.disputes().run(request);
        assertInstanceOf(DisputeOutcome.Done.class, outcome, outcome::toString);
    }

    private static void payOut(World world) {
        world.clock.advance(Duration.ofMinutes(2));
        world.core.payoutDesk().round();
        assertInstanceOf(
                PayoutOutcome.Done.class,
                world.core
                        .payouts()
                        .run(
                                new PayoutRequest.Create(
                                        world.core.ids().next(),
                                        new Payout.Owner(HARBOR_COFFEE, AURORA),
                                        USD,
                                        Optional.of(usd("1.00")),
                                        Payout.Origin.MANUAL,
                                        "{}")));
        world.clock.advance(Duration.ofMinutes(2));
        world.core.payoutDesk().round();
    }

    private static void underMandate(World world) {
        Mandate.Proposal proposal =
                new Mandate.Proposal(
                        JASMINE_TEA,
                        new Mandate.Kind("P", "S", Optional.of("1")),
                        World.CNY,
                        Optional.of(
                                new Allowance(
                                        Optional.empty(),
                                        cny("25.00"),
                                        Optional.empty(),
                                        Optional.empty())),
                        new Mandate.Times(
                                world.clock.instant().plus(Duration.ofHours(1)), Optional.empty()),
                        "{}");
        Mandate mandate = world.core.mandates().propose(proposal);
        assertInstanceOf(
                MandateOutcome.Done.class,
                world.core.mandates().agree(mandate.id(), world.lin.id()));
        Outcome outcome = world.pay(world.tea(), new Instrument.Mandate(mandate.id()));
        assertInstanceOf(Outcome.Done.class, outcome);
    }

    private static List<Column> columns(Database database) {
        List<Column> all =
                database.read(
                        tx ->
                                tx.query(
                                        """
                                        select table_name, column_name, data_type
                                        from information_schema.columns
                                        where table_name = any (?)
                                        order by table_name, ordinal_position
                                        """,
                                        row ->
                                                new Column(
                                                        row.text("table_name"),
                                                        row.text("column_name"),
                                                        row.text("data_type")),
                                        (Object) FREE.keySet().toArray(new String[0])));
        assertTrue(all.size() > FREE.size() * 4, all::toString);
        return all.stream()
                .filter(
                        column ->
                                !FREE.getOrDefault(column.table(), List.of())
                                        .contains(column.name()))
                .toList();
    }

    /** Another value of the column in one row, as close to what was there as its type has it. */
    private static String change(Column column) {
        String value =
                switch (column.type()) {
                    case "bigint", "integer" -> "%1$s + 1";
                    case "text" -> "overlay(%1$s placing 'Z' from 1 for 1)";
                    case "uuid" -> "gen_random_uuid()";
                    case "timestamp with time zone" -> "%1$s + interval '1 microsecond'";
                    default -> throw new AssertionError(column.toString());
                };
        return ("update %2$s set %1$s = "
                        + value
                        + " where ctid = (select ctid from %2$s where %1$s is not null limit 1)")
                .formatted(column.name(), column.table());
    }

    /** Whether the audit finds something after a tampering, which is undone. */
    private static boolean found(Database database, String tampering) {
        try {
            database.transact(
                    tx -> {
                        assertTrue(tx.update(tampering) > 0, tampering);
                        throw new Undone(Audit.in(tx, Optional.empty()));
                    });
        } catch (Undone undone) {
            return !undone.report.clean();
        }
        throw new AssertionError("committed: " + tampering);
    }

    private static final class Undone extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final transient AuditReport report;

        Undone(AuditReport report) {
            this.report = report;
        }
    }
}
