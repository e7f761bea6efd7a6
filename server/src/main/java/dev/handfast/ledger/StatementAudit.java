package dev.handfast.ledger;

import dev.handfast.engine.Reader;
import dev.handfast.ledger.Purpose.Side;
import dev.handfast.sql.Tx;

import java.sql.Array;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.UUID;
import java.util.function.Function;

/**
 * Proves merchants' statements: from the postings what they say, from each line's id about what.
 */
final class StatementAudit {
    /**
     * Every entry that moved a merchant's money has its lines, one of a kind, and no others. What a
     * transfer is for says of which kind its line is; where it says nothing, the transfer belongs
     * to the line that was begun last.
     */
    private static final String LINES =
            """
            with meant as (
              select purpose, nullif(debited, '') as debited, nullif(credited, '') as credited
              from unnest(?::text[], ?::text[], ?::text[]) as m (purpose, debited, credited)),
            moved as (
              select t.entry, t.id, a.id as account, a.holder, a.currency, t.at, t.subject,
                case when t.credit = a.id then t.amount_minor else -t.amount_minor end as net,
                case when t.credit = a.id then m.credited else m.debited end as kind
              from transfer t join meant m on m.purpose = t.purpose join account a
                on a.kind = 'MERCHANT_PAYABLE' and a.id in (t.debit, t.credit)
              where t.kind in ('POSTED', 'HOLD_POSTED')),
            loose as (select entry, id, account from moved where kind is null),
            begun as (
              select m.entry, m.account, m.kind, min(m.id) as first from moved m
              where m.kind is not null and m.entry in (select entry from loose)
              group by m.entry, m.account, m.kind),
            found as (
              select distinct on (l.id, l.account) l.id, l.account, b.kind
              from loose l join begun b
                on b.entry = l.entry and b.account = l.account and b.first < l.id
              order by l.id, l.account, b.first desc),
            due as (
              select m.entry, m.account, coalesce(m.kind, f.kind, 'ADJUSTMENT') as kind,
                min(row (m.holder, m.currency, m.at, m.subject)::text) as about, sum(m.net) as net
              from moved m left join found f on m.kind is null and f.id = m.id
                and f.account = m.account
              group by 1, 2, 3),
            said as (
              select entry, account, kind, sum(net_minor) as net, count(*) as lines,
                min(row (holder, currency, at, subject)::text) as about
              from statement_line group by entry, account, kind)
            select format('the statement of account %s has %s lines of %s of entry %s, %s in all '
              || '(%s); its transfers make them one of %s (%s)', coalesce(l.account, m.account),
              coalesce(l.lines, 0), coalesce(l.kind, m.kind), coalesce(l.entry, m.entry), l.net,
              l.about, m.net, m.about) as finding
            from due m
            full join said l
              on l.entry = m.entry and l.account = m.account and l.kind = m.kind
            where (l.net = m.net and l.lines = 1 and l.about = m.about) is not true
            order by coalesce(l.entry, m.entry) limit 1000
            """;

    /** The fees of an entry stand on one of its lines. */
    private static final String STATEMENT_FEES =
            """
            with earned as (
              select t.entry,
                sum(case when c.kind = 'FEE_INCOME' then t.amount_minor else 0 end
                  - case when d.kind = 'FEE_INCOME' then t.amount_minor else 0 end) as minor
              from transfer t join account d on d.id = t.debit join account c on c.id = t.credit
              where t.kind in ('POSTED', 'HOLD_POSTED')
                and 'FEE_INCOME' in (d.kind, c.kind) group by t.entry),
            said as (
              select entry, sum(fee_minor - application_fee_minor) as minor from statement_line
              where kind in ('CHARGE', 'REFUND', 'DISPUTE', 'PAYOUT') group by entry)
            select format('entry %s has fees of %s on statements, its transfers make them %s',
              s.entry, s.minor, coalesce(e.minor, 0)) as finding
            from said s left join earned e on e.entry = s.entry
            where s.minor <> coalesce(e.minor, 0)
            order by s.entry limit 1000
            """;

    private StatementAudit() {}

    static void run(Tx tx, AuditReport.Notes notes) throws SQLException {
        names(tx, notes);
        tx.query(
                        LINES,
                        row -> row.text("finding"),
                        texts(tx, Purpose::name),
                        texts(tx, purpose -> kind(purpose, Side.DEBIT)),
                        texts(tx, purpose -> kind(purpose, Side.CREDIT)))
                .forEach(notes::found);
        LedgerAudit.ask(tx, notes, STATEMENT_FEES);
    }

    private static Array texts(Tx tx, Function<Purpose, String> text) {
        return tx.array("text", Arrays.stream(Purpose.values()).map(text).toArray());
    }

    private static String kind(Purpose purpose, Side side) {
        return purpose.line(side).map(LineKind::name).orElse("");
    }

    /** Every line's id must follow from what the line is about. */
    private static void names(Tx tx, AuditReport.Notes notes) throws SQLException {
        var scanner =
                new Reader.Scanner<Line>() {
                    private long count;

                    @Override
                    public void row(Line line) {
                        count++;
                        if (!isNamed(line)) {
                            notes.found(
                                    "line %s is not the id of %s about %s in entry %d"
                                            .formatted(
                                                    line.id(),
                                                    line.kind(),
                                                    line.about().source(),
                                                    line.about().entry()));
                        }
                    }

                    @Override
                    public void unreadable(String key, RuntimeException why) {
                        count++;
                        notes.found("line %s cannot be read: %s".formatted(key, why.getMessage()));
                    }
                };
        Reader.scan(tx, Line.TABLE, scanner);
        notes.checked("lines of merchants' statements", scanner.count);
    }

    private static boolean isNamed(Line line) {
        UUID account = line.account();
        Line.About about = line.about();
        UUID ofSource = Line.idOf(account, about.source(), line.kind());
        UUID ofEntry = Line.idOf(account, about.subject(), ~about.entry());
        boolean sourceless = about.source().equals(about.subject());
        return line.id().equals(ofSource) || (sourceless && line.id().equals(ofEntry));
    }
}
