package dev.handfast.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.handfast.engine.Command;
import dev.handfast.engine.Decision;
import dev.handfast.engine.Engine;
import dev.handfast.engine.Ids;
import dev.handfast.engine.Naming;
import dev.handfast.engine.Simulated;
import dev.handfast.engine.Table;
import dev.handfast.engine.Working;
import dev.handfast.money.Currency;
import dev.handfast.money.Money;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;

/** The ledger over rows in memory. */
final class LedgerTest {
    private static final Instant NOW = Instant.parse("2026-11-24T08:00:00Z");
    private static final Instant LATER = NOW.plusSeconds(60);
    private static final UUID SUBJECT = Ids.named("subject");

    private final Ledger ledger = new Ledger(head -> head);
    private final Simulated engine = new Simulated(new Engine.Plan(tables(), ledger::check));

    private List<Table<?, ?>> tables() {
        List<Table<?, ?>> tables = new ArrayList<>(ledger.firstTables());
        tables.addAll(ledger.lastTables());
        return tables;
    }

    private record Post(Ledger ledger, List<Step> steps) implements Command<Posting> {
        @Override
        public void name(Naming naming) {
            ledger.nameHolds(naming, working -> holds());
            ledger.nameAccounts(naming, working -> accounts());
        }

        private List<Long> holds() {
            List<Long> holds = new ArrayList<>();
            for (Step step : steps) {
                switch (step) {
                    case Step.PostHold(long hold, Money _) -> holds.add(hold);
                    case Step.Release(long hold) -> holds.add(hold);
                    case Step.Post _, Step.HoldBack _ -> {}
                }
            }
            return holds;
        }

        private List<AccountRef> accounts() {
            return steps.stream()
                    .flatMap(
                            step ->
                                    switch (step) {
                                        case Step.Post(Leg leg) -> sides(leg);
                                        case Step.HoldBack(Leg leg, Instant _) -> sides(leg);
                                        case Step.PostHold _, Step.Release _ -> Stream.empty();
                                    })
                    .toList();
        }

        private static Stream<AccountRef> sides(Leg leg) {
            return Stream.of(leg.debit(), leg.credit());
        }

        @Override
        public Decision<Posting> decide(Working working) {
            Posting posting = ledger.post(working, new Entry(SUBJECT, steps));
            return switch (posting) {
                case Posting.Posted posted -> new Decision.Done<>(posting);
                case Posting.Refused refused -> new Decision.Refused<>(posting);
            };
        }
    }

    private static AccountRef account(String name) {
        // Names are read as kind, partner and currency: w1 is a wallet of partner 1 in dollars.
        AccountKind kind = name.startsWith("w") ? AccountKind.WALLET : AccountKind.MERCHANT_PAYABLE;
        UUID partner = Ids.named("partner", name.substring(1, 2));
        Currency currency = Currency.of(name.endsWith("J") ? "JPY" : "USD");
        return new AccountRef(kind, partner, Ids.named("holder", name), currency);
    }

    private static Leg leg(String debit, String credit, long minor) {
        Money amount = new Money(minor, Currency.of("USD"));
        return new Leg(account(debit), account(credit), amount, Purpose.PAY);
    }

    private Posting post(Instant at, Step... steps) {
        return engine.run(new Post(ledger, List.of(steps)), at);
    }

    private long hold(String debit, String credit, long minor) {
        Posting posting = post(NOW, new Step.HoldBack(leg(debit, credit, minor), LATER));
        return assertInstanceOf(Posting.Posted.class, posting).transfers().getFirst();
    }

    private static Money usd(long minor) {
        return new Money(minor, Currency.of("USD"));
    }

    private static Posting refused(LedgerRefusal why) {
        return new Posting.Refused(why, 0);
    }

    @Test
    void a_transfer_is_refused_in_order_of_precedence() {
        String table =
                """
                w1 w1 0 AMOUNT_MUST_BE_POSITIVE
                w1 m2J -5 AMOUNT_MUST_BE_POSITIVE
                w1 w1 5 ACCOUNTS_MUST_DIFFER
                w1J w1J 5 ACCOUNTS_MUST_DIFFER
                w1 m2J 5 CURRENCY_MUST_MATCH
                w1J m1J 5 CURRENCY_MUST_MATCH
                w1 m2 5 PARTNER_MUST_MATCH
                w1 m1 5 BALANCE_NOT_ENOUGH
                """;
        for (String line : table.lines().toList()) {
            String[] cells = line.split(" ", -1);
            Leg leg = leg(cells[0], cells[1], Long.parseLong(cells[2]));
            Posting expected = refused(LedgerRefusal.valueOf(cells[3]));
            assertEquals(expected, post(NOW, new Step.Post(leg)), line);
            assertEquals(expected, post(NOW, new Step.HoldBack(leg, LATER)), line);
        }
        assertEquals(0, engine.rows("account").size());
    }

    @Test
    void the_end_of_a_hold_is_refused_in_order_of_precedence() {
        post(NOW, new Step.Post(leg("m1", "w1", 100)));
        long posted = hold("w1", "m1", 10);
        long released = hold("w1", "m1", 10);
        long expired = hold("w1", "m1", 10);
        long open = hold("w1", "m1", 10);
        assertEquals(
                refused(LedgerRefusal.AMOUNT_MUST_BE_POSITIVE),
                post(NOW, new Step.PostHold(open, usd(0))));
        post(NOW, new Step.PostHold(posted, usd(4)));
        post(NOW, new Step.Release(released));
        post(LATER, new Step.Release(expired));
        Money yen = new Money(1, Currency.of("JPY"));

        assertEquals(
                refused(LedgerRefusal.HOLD_NOT_FOUND), post(NOW, new Step.PostHold(99, usd(1))));
        assertEquals(refused(LedgerRefusal.HOLD_NOT_FOUND), post(NOW, new Step.Release(99)));
        assertEquals(
                refused(LedgerRefusal.CURRENCY_MUST_MATCH),
                post(NOW, new Step.PostHold(posted, yen)));
        assertEquals(
                refused(LedgerRefusal.HOLD_ALREADY_POSTED),
                post(NOW, new Step.PostHold(posted, usd(11))));
        assertEquals(
                refused(LedgerRefusal.HOLD_ALREADY_RELEASED),
                post(NOW, new Step.Release(released)));
        assertEquals(
                refused(LedgerRefusal.HOLD_EXPIRED), post(NOW, new Step.PostHold(expired, usd(1))));
        assertEquals(
                refused(LedgerRefusal.CURRENCY_MUST_MATCH),
                post(LATER, new Step.PostHold(open, yen)));
        assertEquals(
                refused(LedgerRefusal.HOLD_EXPIRED), post(LATER, new Step.PostHold(open, usd(11))));
        assertEquals(
                refused(LedgerRefusal.HOLD_EXPIRED),
                // The journal's time does not go back with this clock.
                post(NOW, new Step.PostHold(open, usd(1))));
    }

    @Test
    void what_is_held_cannot_be_spent_and_what_is_let_go_can() {
        post(NOW, new Step.Post(leg("m1", "w1", 100)));
        long held = hold("w1", "m1", 60);

        assertEquals(
                refused(LedgerRefusal.BALANCE_NOT_ENOUGH),
                post(NOW, new Step.Post(leg("w1", "m1", 41))));
        assertEquals(
                refused(LedgerRefusal.AMOUNT_EXCEEDS_HOLD),
                post(NOW, new Step.PostHold(held, usd(61))));
        post(NOW, new Step.PostHold(held, usd(25)));
        assertInstanceOf(Posting.Posted.class, post(NOW, new Step.Post(leg("w1", "m1", 75))));
        assertEquals(
                refused(LedgerRefusal.BALANCE_NOT_ENOUGH),
                post(NOW, new Step.Post(leg("w1", "m1", 1))));
    }

    @Test
    void one_refused_step_takes_the_whole_entry_back() {
        Step good = new Step.Post(leg("m1", "w1", 100));
        Step bad = new Step.Post(leg("w1", "m1", 101));

        assertEquals(
                new Posting.Refused(LedgerRefusal.BALANCE_NOT_ENOUGH, 1), post(NOW, good, bad));
        assertEquals(0, engine.rows("account").size());
        assertEquals(0, engine.rows("transfer").size());
        assertEquals(0, engine.rows("chain").size());
    }

    @Test
    void an_overflow_is_a_bug_and_changes_nothing() {
        post(NOW, new Step.Post(leg("m1", "w1", Long.MAX_VALUE)));

        assertThrows(
                IllegalStateException.class, () -> post(NOW, new Step.Post(leg("m1", "w1", 1))));
        assertEquals(1, engine.rows("transfer").size());
    }

    @Test
    void ids_run_without_gaps_and_time_never_goes_back() {
        for (int i = 0; i < 20; i++) {
            post(NOW.minusSeconds(i % 3), new Step.Post(leg("m1", "w1", 1)));
            post(NOW, new Step.Post(leg("w2", "m2", 1)));
        }
        Map<Long, Transfer> rows = new TreeMap<>();
        engine.rows("transfer").forEach(row -> rows.put(((Transfer) row).id(), (Transfer) row));
        long number = 0;
        Digest digest = Digest.ZERO;
        Instant at = Instant.EPOCH;
        for (Transfer row : rows.values()) {
            assertEquals(++number, Chain.numberOf(row.id()));
            assertEquals(0, Chain.laneOf(row.id()));
            assertEquals(Digests.next(digest, row), row.digest());
            assertEquals(false, row.at().isBefore(at));
            digest = row.digest();
            at = row.at();
        }
        assertEquals(20, number);
    }
}
