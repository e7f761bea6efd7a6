package dev.handfast.ledger;

import dev.handfast.engine.Reader;
import dev.handfast.money.Currency;
import dev.handfast.money.Money;
import dev.handfast.sql.Database;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Reads balances outside a batch. */
public final class Balances {
    /**
     * One line of a trial balance.
     *
     * @param account whose
     * @param debits posted debits in minor units
     * @param credits posted credits in minor units
     * @param held held debits in minor units
     */
    public record Line(AccountRef account, long debits, long credits, long held) {
        /** Credits less debits. */
        public Money creditBalance() {
            return new Money(Math.subtractExact(credits, debits), account.currency());
        }
    }

    private Balances() {}

    /** The account; empty before its first transfer. */
    public static Optional<Account> find(Database database, AccountRef account) {
        return database.read(
                tx ->
                        Reader.by(tx, LedgerTables.ACCOUNT, List.of(account.id())).stream()
                                .findFirst());
    }

    /** What can be taken out of an account now; zero before its first transfer. */
    public static Money available(Database database, AccountRef account) {
        List<Account> found =
                database.read(tx -> Reader.by(tx, LedgerTables.ACCOUNT, List.of(account.id())));
        return found.isEmpty() ? Money.zero(account.currency()) : found.getFirst().available();
    }

    /** Posted credits less posted debits; zero before the first transfer. */
    public static Money creditBalance(Database database, AccountRef account) {
        List<Account> found =
                database.read(tx -> Reader.by(tx, LedgerTables.ACCOUNT, List.of(account.id())));
        return found.isEmpty() ? Money.zero(account.currency()) : found.getFirst().creditBalance();
    }

    /**
     * The trial balance: one line per partner, kind and currency, wallets and merchants summed up.
     * The holder of a summed line is the partner itself; positions keep their other partner.
     */
    public static List<Line> trial(Database database) {
        return database.read(
                tx ->
                        tx.query(
                                """
                                select kind, partner,
                                  case when kind like 'POSITION%' then holder else partner end
                                    as about,
                                  currency,
                                  sum(debits_posted)::bigint as debits,
                                  sum(credits_posted)::bigint as credits,
                                  sum(debits_pending)::bigint as held
                                from account
                                group by 1, 2, 3, 4
                                order by partner, currency, kind, about
                                """,
                                row ->
                                        new Line(
                                                new AccountRef(
                                                        AccountKind.valueOf(row.text("kind")),
                                                        row.uuid("partner"),
                                                        row.uuid("about"),
                                                        Currency.of(row.text("currency"))),
                                                row.number("debits"),
                                                row.number("credits"),
                                                row.number("held"))));
    }

    /** What one partner owes another, in each currency, by the owing partner's own books. */
    public static List<Line> positions(Database database, UUID owing) {
        return trial(database).stream()
                .filter(line -> line.account().kind() == AccountKind.POSITION_PAYABLE)
                .filter(line -> line.account().partner().equals(owing))
                .toList();
    }
}
