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

import dev.handfast.customers.WalletAgreements;
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
import dev.handfast.sql.ConstraintViolated;
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
import java.util.stream.Stream;

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
                    "statement_line", List.of(),
                    // Who asked for it, in which words, and when it is to arrive.
                    "payout",
                            List.of(
                                    "origin",
                                    "details",
                                    "created_at",
                                    "due_at",
                                    "state_at",
                                    "reason"),
                    "contest", List.of(),
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
                    // Which number it has is proved by its claim, by the claim's id alone.
                    "settlement", List.of("reference"),
                    // Who has it on file may change; a token that was handed in is nobody's yet.
                    "payment_method", List.of("customer", "handed", "details", "created_at"),
                    "mandate_use", List.of());

    /** Why money leaves escrow. */
    private static final List<String> SETTLED =
            Stream.of(Settlement.Kind.values()).map(Settlement.Kind::name).toList();

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
            for (String from : SETTLED) {
                for (String to : SETTLED) {
                    if (!from.equals(to)) {
                        String other =
                                "update settlement set kind = '%s' where kind = '%s'"
                                        .formatted(to, from);
                        assertTrue(found(database, other), other);
                    }
                }
            }
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
        leaveEscrow(world);
        payOut(world);
        underMandate(world);
        onFile(world);
    }

    /** In each of the ways there are, beside those above. */
    private static void leaveEscrow(World world) {
        UUID refunded = ProceedsScenarios.pay(world, ProceedsScenarios.ESCROW);
        ProceedsScenarios.refund(world, refunded, "6.25", List.of());
        UUID frozen = ProceedsScenarios.pay(world, ProceedsScenarios.ESCROW);
        ProceedsScenarios.settleForSplits(world, frozen);
        ProceedsScenarios.pay(world, new Custody.Escrow(1));
        world.clock.advance(Duration.ofDays(1));
        world.core.settlements().round();
    }

    /** A wallet whose holder has agreed, and a device token. */
    private static void onFile(World world) {
        Mandate.Proposal proposal =
                new Mandate.Proposal(
                        HARBOR_COFFEE,
                        new Mandate.Kind(WalletAgreements.PRODUCT, "PAYMENT", Optional.empty()),
                        USD,
                        Optional.empty(),
                        new Mandate.Times(
                                world.clock.instant().plus(Duration.ofHours(1)), Optional.empty()),
                        "{}");
        UUID mandate = world.core.mandates().propose(proposal).id();
        assertInstanceOf(
                MandateOutcome.Done.class, world.core.mandates().agree(mandate, world.lin.id()));
        world.core
                .database()
                .transact(
                        tx -> {
                            tx.update(
                                    """
                                    insert into payment_method
                                      (id, merchant, mandate, details, created_at)
                                    values (?, ?, ?, '{}', now())
                                    """,
                                    mandate,
                                    HARBOR_COFFEE,
                                    mandate);
                            return tx.update(
                                    """
                                    insert into payment_method (id, merchant, token, network,
                                      suffix, expires_on, details, created_at)
                                    select gen_random_uuid(), ?, id, network, suffix, expires_on,
                                      '{}', now()
                                    from device_token where id = ?
                                    """,
                                    HARBOR_COFFEE,
                                    world.linToken.id());
                        });
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

    /** Whether the audit finds a tampering, which is undone, or the database does not take it. */
    private static boolean found(Database database, String tampering) {
        try {
            database.transact(
                    tx -> {
                        assertTrue(tx.update(tampering) > 0, tampering);
                        throw new Undone(Audit.in(tx, Optional.empty()));
                    });
        } catch (Undone undone) {
            return !undone.report.clean();
        } catch (ConstraintViolated refused) {
            return true;
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
