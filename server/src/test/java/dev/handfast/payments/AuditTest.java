package dev.handfast.payments;

import static dev.handfast.testing.World.HARBOR_COFFEE;
import static dev.handfast.testing.World.JASMINE_TEA;
import static dev.handfast.testing.World.cny;
import static dev.handfast.testing.World.usd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.handfast.ledger.AuditReport;
import dev.handfast.ledger.Seal;
import dev.handfast.money.Money;
import dev.handfast.sales.Item;
import dev.handfast.sales.Sale;
import dev.handfast.secrets.LookupHash;
import dev.handfast.sql.Database;
import dev.handfast.sql.DatabaseConfig;
import dev.handfast.testing.DatabaseTest;
import dev.handfast.testing.TestDb;
import dev.handfast.testing.World;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;

/** Every tampering happens in a transaction that is audited and then rolled back. */
@DatabaseTest
final class AuditTest {
    private static final List<String> BARE =
            List.of(
                    "alter table transfer disable trigger transfer_only_added",
                    "alter table transfer drop constraint transfer_pkey",
                    "alter table transfer drop constraint transfer_amount_positive",
                    "alter table transfer drop constraint transfer_accounts_differ",
                    "alter table account drop constraint account_wallet_not_overdrawn",
                    "alter table payment drop constraint payment_captured_within_amount",
                    "alter table payment drop constraint payment_refunded_within_captured",
                    "alter table payment drop constraint payment_captured_has_figures");

    /** Books with a payment in every state, and refunds. */
    private static final class Books implements AutoCloseable {
        private final World world;
        private final Seal seal;
        private final Payment captured;
        private final Payment byCard;
        private final Payment held;
        private final Payment inDoubt;

        Books(Database database) {
            world = new World(database);
            seal = LookupHash.of(world.core.keys(), "journal-head")::hash;
            captured = pay(world.coffee());
            world.pay(world.coffee(), new Instrument.Wallet(world.lin.id()));
            byCard = card(world.tea());
            refund(captured, usd("3.33"), "r1");
            refund(captured, usd("1.11"), "r2");
            refund(byCard, cny("12.50"), "r1");
            Payment part = pay(manual());
            take(part, usd("4.56"));
            Payment let = pay(manual());
            world.core.payments().run(new Request.Close(HARBOR_COFFEE, let.id()));
            held = pay(manual());
            world.rail.answer(new Rail.Answer.NoAnswer());
            inDoubt = card(world.tea());
        }

        private Terms manual() {
            return world.terms(HARBOR_COFFEE, usd("10.00"), Terms.CaptureMode.MANUAL);
        }

        private Payment pay(Terms terms) {
            Outcome outcome = world.pay(terms, world.instrument(world.linToken, terms.amount()));
            return assertInstanceOf(Outcome.Done.class, outcome).payment();
        }

        private Payment card(Terms terms) {
            return switch (world.pay(terms, world.instrument(world.anaToken, terms.amount()))) {
                case Outcome.Done(Payment payment) -> payment;
                case Outcome.InDoubt(Payment payment) -> payment;
                case Outcome other -> throw new AssertionError(other);
            };
        }

        private void take(Payment payment, Money amount) {
            world.core
                    .payments()
                    .run(new Request.TakeHeld(HARBOR_COFFEE, payment.id(), Optional.of(amount)));
        }

        private void refund(Payment payment, Money amount, String reference) {
            UUID merchant = payment.terms().merchant();
            RefundRequest request =
                    new RefundRequest(
                            world.core.ids().next(),
                            merchant,
                            payment.id(),
                            Optional.of(amount),
                            Optional.of(reference),
                            "{}");
            assertInstanceOf(
                    Outcome.Refunded.class, world.core.payments().run(new Request.Refund(request)));
        }

        /** Audits the database after these statements, and undoes them. */
        AuditReport after(String... statements) {
            try {
                world.core
                        .database()
                        .transact(
                                tx -> {
                                    BARE.forEach(tx::update);
                                    for (String statement : statements) {
                                        int rows = tx.update(statement);
                                        assertTrue(rows > 0, () -> "no row: " + statement);
                                    }
                                    throw new Undone(Audit.in(tx, Optional.of(seal)));
                                });
            } catch (Undone undone) {
                return undone.report;
            }
            throw new AssertionError("committed");
        }

        @Override
        public void close() {
            world.close();
        }
    }

    private static final class Undone extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final transient AuditReport report;

        Undone(AuditReport report) {
            this.report = report;
        }
    }

    private static void names(AuditReport report, String what, String tampering) {
        assertTrue(
                report.findings().stream().anyMatch(finding -> finding.contains(what)),
                () -> "after %s no finding names %s:%n%s".formatted(tampering, what, report));
    }

    @Test
    void good_books_hold_and_the_report_says_what_was_checked(Database database) {
        try (Books books = new Books(database)) {
            AuditReport report = Audit.run(database, books.seal);

            assertEquals(List.of(), report.findings());
            assertTrue(report.clean());
            assertEquals("The books hold.", report.lines().getLast());
            assertEquals(3, count(report, "refunds"));
            assertEquals(7, count(report, "payments, each with its postings and holds"));
            assertTrue(count(report, "transfers, each with its digest") > 40, report::toString);
            assertTrue(Audit.runWithoutSeal(database).clean());
        }
    }

    @Test
    void a_session_whose_lines_say_another_amount_is_found(Database database) {
        try (Books books = new Books(database)) {
            Item tea = new Item("Tea", Optional.empty(), World.usd("2.50"), 2);
            Sale sale =
                    new Sale(
                            List.of(tea),
                            new Sale.Page(Sale.Place.ALONE, Optional.empty(), Optional.empty()),
                            Sale.Capture.AT_ONCE,
                            "tea",
                            "{}",
                            "{}",
                            Optional.empty());
            UUID id = books.world.core.ids().next();
            Terms terms =
                    Terms.ofSale(
                            World.HARBOR_COFFEE,
                            World.AURORA,
                            sale,
                            books.world.clock.instant().plus(Duration.ofHours(1)));
            books.world.core.payments().run(new Request.Sell(id, terms, "tea", Optional.empty()));
            assertTrue(Audit.run(database, books.seal).clean());
            String dearer = "update payment set details = replace(details, ':250,', ':251,')";
            names(books.after(dearer), "sells for 502, its payment is 500", dearer);
            String gone = "update checkout_session set merchant = id";
            names(books.after(gone), "session " + id, gone);
        }
    }

    private static long count(AuditReport report, String what) {
        return report.checks().stream()
                .filter(check -> check.what().equals(what))
                .findFirst()
                .orElseThrow()
                .count();
    }

    /** What changes one byte of a column, by the column's type. */
    private static String flip(String column, String type) {
        return switch (type) {
            case "bigint" -> "%1$s = %1$s # (1::bigint << 17)".formatted(column);
            case "text" ->
                    "%1$s = overlay(%1$s placing chr(ascii(substr(%1$s, 2, 1)) # 1) from 2 for 1)"
                            .formatted(column);
            case "uuid" ->
                    ("%1$s = overlay(%1$s::text placing translate(substr(%1$s::text, 3, 1), "
                                    + "'0123456789abcdef', '1032547698badcfe') from 3 for 1)::uuid")
                            .formatted(column);
            case "timestamp with time zone" ->
                    "%1$s = %1$s + interval '256 microseconds'".formatted(column);
            case "bytea" -> "%1$s = set_byte(%1$s, 31, get_byte(%1$s, 31) # 1)".formatted(column);
            default -> throw new AssertionError(type);
        };
    }

    private record Column(String name, String type) {}

    private static List<Column> columnsOfJournal(Database database) {
        return database.read(
                tx ->
                        tx.query(
                                """
                                select column_name, data_type from information_schema.columns
                                where table_name = 'transfer' order by ordinal_position
                                """,
                                row -> new Column(row.text("column_name"), row.text("data_type"))));
    }

    private static List<Long> ids(Database database, String where) {
        return database.read(
                tx ->
                        tx.query(
                                "select id from transfer where %s order by id".formatted(where),
                                row -> row.number("id")));
    }

    @Test
    void one_changed_byte_in_any_column_of_the_journal_is_found_and_named(Database database) {
        try (Books books = new Books(database)) {
            List<Column> columns = columnsOfJournal(database);
            assertEquals(12, columns.size());
            for (Column column : columns) {
                List<Long> ids = ids(database, column.name() + " is not null");
                for (long id : List.of(ids.getFirst(), ids.get(ids.size() / 2), ids.getLast())) {
                    String tampering =
                            "update transfer set %s where id = %d"
                                    .formatted(flip(column.name(), column.type()), id);
                    names(books.after(tampering), "transfer " + id, tampering);
                }
            }
        }
    }

    @Test
    void rows_put_in_taken_out_or_swapped_are_found_and_named(Database database) {
        try (Books books = new Books(database)) {
            List<Long> lane =
                    ids(
                            database,
                            "id & 63 = (select lane from chain order by number desc limit 1)");
            long middle = lane.get(lane.size() / 2);
            long last = lane.getLast();
            String delete = "delete from transfer where id = %d";
            names(books.after(delete.formatted(last)), "transfer " + last, "no last row");
            names(books.after(delete.formatted(middle)), "transfer " + middle, "no middle row");
            names(books.after(delete.formatted(lane.getFirst())), "transfer ", "no first row");
            long next = lane.get(lane.size() / 2 + 1);
            String swap =
                    """
                    update transfer set id = case id when %1$d then %2$d else %1$d end
                    where id in (%1$d, %2$d)
                    """
                            .formatted(middle, next);
            names(books.after(swap), "transfer " + middle, "swapped");
            String copy =
                    """
                    insert into transfer (id, entry, kind, debit, credit, currency, amount_minor,
                      hold, subject, purpose, at, digest)
                    select id + 64, entry, kind, debit, credit, currency, amount_minor,
                      hold, subject, purpose, at, digest from transfer where id = %d
                    """
                            .formatted(last);
            names(books.after(copy), "transfer " + (last + 64), "put in");
            names(books.after("delete from chain"), "head of lane", "no heads");
        }
    }

    @Test
    void a_head_moved_without_the_key_is_found(Database database) {
        try (Books books = new Books(database)) {
            for (String change :
                    List.of(
                            "number = number + 1",
                            "at = at + interval '1 second'",
                            flip("digest", "bytea"),
                            flip("seal", "bytea"))) {
                AuditReport report = books.after("update chain set " + change);
                names(report, "the seal on the head of lane", change);
            }
        }
    }

    @Test
    void a_changed_balance_or_account_is_found_and_named(Database database) {
        try (Books books = new Books(database)) {
            UUID wallet = books.world.lin.account().id();
            for (String column :
                    List.of(
                            "debits_posted",
                            "credits_posted",
                            "debits_pending",
                            "credits_pending")) {
                String set = "%1$s = %1$s + 1".formatted(column);
                String change = "update account set %s where id = '%s'".formatted(set, wallet);
                AuditReport report = books.after(change);
                names(report, wallet.toString(), change);
                names(report, "the books of partner", change);
            }
            for (String set :
                    List.of(
                            "kind = 'RESERVE'",
                            "currency = 'EUR'",
                            "currency = 'XQX'",
                            "holder = gen_random_uuid()",
                            "partner = gen_random_uuid()")) {
                String change = "update account set %s where id = '%s'".formatted(set, wallet);
                names(books.after(change), wallet.toString(), change);
            }
            String gone = "delete from account where id = '%s'".formatted(wallet);
            names(books.after(gone), wallet.toString(), gone);
            String owed =
                    "update account set credits_posted = credits_posted + 1"
                            + " where kind = 'POSITION_PAYABLE'";
            names(books.after(owed), "by its own books", owed);
            String spent = "update account set debits_posted = 10000000 where kind = 'WALLET'";
            names(books.after(spent), "overdrawn", spent);
        }
    }

    @Test
    void a_changed_hold_is_found_and_named(Database database) {
        try (Books books = new Books(database)) {
            long hold = books.held.backing().orElseThrow().holds().getFirst();
            for (String set :
                    List.of(
                            "state = 'RELEASED'", "amount_minor = amount_minor + 1",
                            "debit = gen_random_uuid()", "currency = 'EUR'",
                            "subject = gen_random_uuid()", "purpose = 'MARGIN'")) {
                String change = "update hold set %s where id = %d".formatted(set, hold);
                names(books.after(change), "hold " + hold, change);
            }
            String gone = "delete from hold where id = %d".formatted(hold);
            names(books.after(gone), "hold " + hold, gone);
            String later =
                    "update hold set expires_at = expires_at + interval '1 day' where id = " + hold;
            names(books.after(later), books.held.id().toString(), later);
            String again = "update hold set state = 'OPEN' where state = 'POSTED'";
            names(books.after(again), "is OPEN, the journal says HOLD_POSTED", again);
        }
    }

    @Test
    void a_changed_figure_of_a_payment_is_found_and_named(Database database) {
        try (Books books = new Books(database)) {
            List<String> figures =
                    List.of(
                            "amount_minor = amount_minor + 1",
                            "home_minor = home_minor + 1",
                            "middle_minor = middle_minor + 1",
                            "captured_minor = captured_minor - 1",
                            "acquiring_fee_minor = acquiring_fee_minor + 1",
                            "issuing_fee_minor = issuing_fee_minor + 1",
                            "refunded_minor = refunded_minor + 1",
                            "merchant_fee_percent = '3'",
                            "issuing_share_percent = '0.1'",
                            "merchant = gen_random_uuid()",
                            "acquirer = gen_random_uuid()",
                            "issuer = gen_random_uuid()",
                            "currency = 'EUR'",
                            "home_currency = 'EUR'",
                            "first_hold = 64",
                            "state = 'CLOSED', captured_minor = null",
                            "state = 'WAITING', captured_minor = null, refunded_minor = null",
                            "id = gen_random_uuid()");
            for (Payment payment : List.of(books.captured, books.byCard)) {
                for (String set : figures) {
                    String change =
                            "update payment set %s where id = '%s'".formatted(set, payment.id());
                    names(books.after(change), payment.id().toString(), change);
                }
                String gone = "delete from payment where id = '%s'".formatted(payment.id());
                names(books.after(gone), payment.id().toString(), gone);
            }
        }
    }

    @Test
    void a_payment_that_hides_or_claims_a_hold_is_found_and_named(Database database) {
        try (Books books = new Books(database)) {
            for (Payment payment : List.of(books.held, books.inDoubt)) {
                for (String set :
                        List.of(
                                "state = 'CLOSED'",
                                "state = 'WAITING'",
                                "first_hold = null",
                                "second_hold = 64",
                                "state_at = state_at + interval '1 hour'",
                                "amount_minor = amount_minor + 1",
                                "home_minor = home_minor + 1")) {
                    String change =
                            "update payment set %s where id = '%s'".formatted(set, payment.id());
                    names(books.after(change), payment.id().toString(), change);
                }
            }
        }
    }

    @Test
    void a_changed_refund_or_claim_is_found_and_named(Database database) {
        try (Books books = new Books(database)) {
            String captured = books.captured.id().toString();
            String byCard = books.byCard.id().toString();
            for (String set :
                    List.of(
                            "amount_minor = amount_minor + 1",
                            "home_minor = home_minor + 1",
                            "currency = 'EUR'",
                            "home_currency = 'EUR'",
                            "merchant = gen_random_uuid()")) {
                String change =
                        "update refund set %s where payment = '%s'".formatted(set, captured);
                names(books.after(change), captured, change);
            }
            String gone = "delete from refund where payment = '%s'".formatted(byCard);
            names(books.after(gone), byCard, gone);
            String untold = "delete from rail_task where kind = 'REFUND'";
            names(books.after(untold), "to a card", untold);
            String pointless = "update claim set subject = gen_random_uuid()";
            AuditReport report = books.after(pointless);
            names(report, "which is missing", pointless);
            names(report, "without a claim", pointless);
            assertFalse(report.clean());
            assertTrue(report.lines().getLast().startsWith("The books do not hold: "));
        }
    }

    @Test
    void what_no_payment_explains_is_found_even_with_a_whole_chain(Database database) {
        try (Books books = new Books(database)) {
            UUID nobody = books.world.core.ids().next();
            books.world.core.wallets().topUp(books.world.lin, cny("5.00"), nobody);
            assertTrue(Audit.run(database, books.seal).clean());
            String change = "update transfer set purpose = 'PAY' where subject = '" + nobody + "'";
            names(books.after(change), "payment " + nobody, change);
            assertEquals(JASMINE_TEA, books.byCard.terms().merchant());
        }
    }

    @Test
    void waits_longer_than_a_request_would() throws InterruptedException {
        DatabaseConfig config = TestDb.freshConfig();
        DatabaseConfig hasty =
                config.withTimeouts(
                        new DatabaseConfig.Timeouts(
                                Duration.ofSeconds(5),
                                Duration.ofSeconds(10),
                                Duration.ofMillis(100),
                                Duration.ofSeconds(1)));
        try (Database database = Database.open(config);
                Database audited = Database.open(hasty)) {
            CountDownLatch locked = new CountDownLatch(1);
            Thread holder =
                    Thread.startVirtualThread(
                            () ->
                                    database.transact(
                                            tx -> {
                                                tx.update(
                                                        """
                                                        lock table payment
                                                        in access exclusive mode\
                                                        """);
                                                locked.countDown();
                                                return tx.query(
                                                        """
                                                        select 1 as n from pg_sleep(1.5)\
                                                        """,
                                                        row -> row.integer("n"));
                                            }));
            locked.await();

            assertTrue(Audit.runWithoutSeal(audited).clean());
            holder.join();
        }
        TestDb.drop(config);
    }
}
