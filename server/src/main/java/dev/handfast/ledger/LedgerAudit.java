package dev.handfast.ledger;

import dev.handfast.engine.Reader;
import dev.handfast.sql.Tx;

import java.sql.SQLException;
import java.util.Optional;

/**
 * Proves the books from the journal: that the journal is whole, that every balance and every hold
 * is what its transfers make it, and that every partner's books are at zero in every currency.
 *
 * <p>Set-based, beside one pass over the journal: made for millions of rows on a running system.
 */
public final class LedgerAudit {
    private static final String BALANCES =
            """
            with ended as (
              select hold from transfer where hold is not null group by hold),
            moved as (
              select t.debit, t.credit,
                case when t.kind in ('POSTED', 'HOLD_POSTED') then t.amount_minor else 0 end
                  as posted,
                case when t.kind = 'HELD' and e.hold is null then t.amount_minor else 0 end
                  as pending
              from transfer t left join ended e on e.hold = t.id),
            side as (
              select s.account, sum(s.debit * m.posted) as debits_posted,
                sum(s.credit * m.posted) as credits_posted,
                sum(s.debit * m.pending) as debits_pending,
                sum(s.credit * m.pending) as credits_pending
              from moved m
              cross join lateral (values (m.debit, 1, 0), (m.credit, 0, 1))
                as s (account, debit, credit)
              group by s.account),
            pair as (
              select coalesce(a.id, s.account) as id,
                array[coalesce(a.debits_posted, 0), coalesce(a.credits_posted, 0),
                  coalesce(a.debits_pending, 0), coalesce(a.credits_pending, 0)]::numeric[]
                  as stored,
                array[coalesce(s.debits_posted, 0), coalesce(s.credits_posted, 0),
                  coalesce(s.debits_pending, 0), coalesce(s.credits_pending, 0)]::numeric[]
                  as reckoned
              from account a full join side s on s.account = a.id)
            select format('account %s has balances %s, its transfers make them %s '
              || '(posted debits and credits, held debits and credits)',
              id, stored, reckoned) as finding
            from pair where stored <> reckoned order by id limit 1000
            """;

    private static final String BOOKS =
            """
            select format('the books of partner %s in %s do not balance: posted %s and %s, '
              || 'held %s and %s', partner, currency, sum(debits_posted), sum(credits_posted),
              sum(debits_pending), sum(credits_pending)) as finding
            from account group by partner, currency
            having sum(debits_posted) <> sum(credits_posted)
              or sum(debits_pending) <> sum(credits_pending)
            order by partner, currency limit 1000
            """;

    private static final String COUNT_BOOKS =
            """
            select count(*) as n from (select 1 from account group by partner, currency) as books
            """;

    private static final String POSITIONS =
            """
            with net as (
              select currency,
                case kind when 'POSITION_PAYABLE' then partner else holder end as owing,
                case kind when 'POSITION_PAYABLE' then holder else partner end as owed,
                case kind when 'POSITION_PAYABLE' then credits_posted - debits_posted else 0 end
                  as payable,
                case kind when 'POSITION_RECEIVABLE' then debits_posted - credits_posted else 0
                  end as receivable
              from account where kind in ('POSITION_PAYABLE', 'POSITION_RECEIVABLE'))
            select format('partner %s owes %s %s %s by its own books, %s by the other''s',
              owing, owed, sum(payable), currency, sum(receivable)) as finding
            from net group by owing, owed, currency having sum(payable) <> sum(receivable)
            order by owing, owed, currency limit 1000
            """;

    private static final String OVERDRAWN =
            """
            select format('%s account %s is overdrawn: %s in, %s out, %s held',
              lower(replace(kind, '_', ' ')), id, credits_posted, debits_posted, debits_pending)
              as finding
            from account
            where kind in ('WALLET', 'MERCHANT_ESCROW', 'MERCHANT_FROZEN')
              and debits_posted + debits_pending > credits_posted
            order by id limit 1000
            """;

    private static final String SIDES =
            """
            with pair as (
              select debit, credit, currency, min(id) as first from transfer
              group by debit, credit, currency)
            select format('transfer %s in %s joins account %s (%s, partner %s) and %s (%s, '
              || 'partner %s)', p.first, p.currency, p.debit, d.currency, d.partner,
              p.credit, c.currency, c.partner) as finding
            from pair p
            left join account d on d.id = p.debit left join account c on c.id = p.credit
            where d.currency is distinct from p.currency
              or c.currency is distinct from p.currency
              or d.partner is distinct from c.partner
            order by p.first limit 1000
            """;

    private static final String HOLDS =
            """
            with ending as (
              select hold, count(*) as times, min(kind) as kind from transfer
              where hold is not null group by hold),
            held as (
              select id, debit, credit, currency, amount_minor, subject, purpose
              from transfer where kind = 'HELD')
            select format('hold %s is %s, the journal says %s', coalesce(h.id, t.id),
              coalesce(h.state, 'missing'),
              case when t.id is null then 'nothing of it'
                when e.times > 1 then 'it ended more than once'
                else coalesce(e.kind, 'OPEN') end) as finding
            from held t
            full join hold h on h.id = t.id
            left join ending e on e.hold = coalesce(t.id, h.id)
            where t.id is null or h.id is null or e.times > 1
              or (t.debit, t.credit, t.currency, t.amount_minor, t.subject, t.purpose)
                <> (h.debit, h.credit, h.currency, h.amount_minor, h.subject, h.purpose)
              or h.state <> case coalesce(e.kind, 'OPEN') when 'OPEN' then 'OPEN'
                when 'HOLD_POSTED' then 'POSTED' when 'HOLD_RELEASED' then 'RELEASED'
                else 'EXPIRED' end
            order by coalesce(h.id, t.id) limit 1000
            """;

    private static final String ENDINGS =
            """
            select format('transfer %s, %s of %s, does not fit hold %s of %s until %s',
              e.id, e.kind, e.amount_minor, e.hold, h.amount_minor, h.expires_at) as finding
            from transfer e left join hold h on h.id = e.hold
            where e.hold is not null and (h.id is null
              or (e.debit, e.credit, e.currency, e.subject, e.purpose)
                <> (h.debit, h.credit, h.currency, h.subject, h.purpose)
              or e.amount_minor > h.amount_minor
              or e.kind <> 'HOLD_POSTED' and e.amount_minor <> h.amount_minor
              or (e.kind = 'HOLD_EXPIRED') <> (e.at >= h.expires_at))
            order by e.id limit 1000
            """;

    private static final String COUNT_HOLDS =
            """
            select count(*) as n from hold
            """;

    private LedgerAudit() {}

    /**
     * Audits the ledger as this transaction sees it.
     *
     * @param seal proves the heads of the journal; without it everything else is proved
     */
    public static void run(Tx tx, AuditReport.Notes notes, Optional<Seal> seal)
            throws SQLException {
        JournalAudit.run(tx, notes, seal);
        names(tx, notes);
        ask(tx, notes, SIDES);
        ask(tx, notes, BALANCES);
        ask(tx, notes, OVERDRAWN);
        count(tx, notes, "books, one per partner and currency", COUNT_BOOKS);
        ask(tx, notes, BOOKS);
        ask(tx, notes, POSITIONS);
        count(tx, notes, "holds", COUNT_HOLDS);
        ask(tx, notes, HOLDS);
        ask(tx, notes, ENDINGS);
        StatementAudit.run(tx, notes);
    }

    /** Notes what a query finds: one column, {@code finding}, a sentence in each row. */
    public static void ask(Tx tx, AuditReport.Notes notes, String sql) {
        tx.query(sql, row -> row.text("finding")).forEach(notes::found);
    }

    /** Notes how many there are: one row, one column, {@code n}. */
    public static void count(Tx tx, AuditReport.Notes notes, String what, String sql) {
        notes.checked(what, tx.queryOne(sql, row -> row.number("n")).orElseThrow());
    }

    /** Every account's id must follow from what the account is for. */
    private static void names(Tx tx, AuditReport.Notes notes) throws SQLException {
        var scanner =
                new Reader.Scanner<Account>() {
                    private long count;

                    @Override
                    public void row(Account account) {
                        count++;
                        if (!account.id().equals(account.ref().id())) {
                            notes.found(
                                    "account %s is not the id of %s"
                                            .formatted(account.id(), account.ref()));
                        }
                    }

                    @Override
                    public void unreadable(String key, RuntimeException why) {
                        count++;
                        notes.found(
                                "account %s cannot be read: %s".formatted(key, why.getMessage()));
                    }
                };
        Reader.scan(tx, LedgerTables.ACCOUNT, scanner);
        notes.checked("accounts, each with four balances", scanner.count);
    }
}
