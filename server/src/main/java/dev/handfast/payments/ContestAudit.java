package dev.handfast.payments;

import dev.handfast.ledger.AuditReport;
import dev.handfast.ledger.LedgerAudit;
import dev.handfast.sql.Tx;

/** Proves disputes from their postings, with the arithmetic of {@link PaymentAudit}. */
final class ContestAudit {
    private static final String POSTINGS =
            """
            with taken as (
              select p.id, p.issuer <> p.acquirer as abroad,
                p.home_currency is not null as exchanged,
                p.captured_minor::numeric as captured, c.amount_minor::numeric as amount,
                c.fee_minor::numeric as fee, c.refunded_before_minor::numeric as before, c.state,
                div(2 * coalesce(p.home_minor, 0)::numeric * p.captured_minor + p.amount_minor,
                  2 * p.amount_minor) as home,
                div(2 * coalesce(p.middle_minor, 0)::numeric * p.captured_minor + p.amount_minor,
                  2 * p.amount_minor) as middle
              from contest c join payment p on p.id = c.payment and p.state = 'CAPTURED'),
            given as (
              select id, abroad, exchanged, amount, fee, state,
                div(2 * home * (before + amount) + captured, 2 * captured)
                  - div(2 * home * before + captured, 2 * captured) as home,
                div(2 * middle * (before + amount) + captured, 2 * captured)
                  - div(2 * middle * before + captured, 2 * captured) as middle
              from taken),
            due as (
              select g.id, f.purpose, f.minor from given g cross join lateral (values
                ('DISPUTE', amount),
                ('DISPUTE_FEE', fee),
                ('DISPUTE_WON', case state when 'WON' then amount else 0 end),
                ('DISPUTE_LOST', case when state = 'LOST' and abroad then amount else 0 end),
                ('DISPUTE_CONVERT', case when state = 'LOST' and exchanged then amount else 0 end),
                ('DISPUTE_MARGIN',
                  case when state = 'LOST' and exchanged then home - middle else 0 end),
                ('DISPUTE_PAY',
                  case when state <> 'LOST' then 0 when exchanged then home else amount end))
                as f (purpose, minor)
              where f.minor <> 0),
            moved as (
              select t.subject, t.purpose, sum(case when t.purpose = 'DISPUTE_MARGIN'
                and d.kind <> 'FX_MARGIN' then -t.amount_minor else t.amount_minor end) as minor
              from transfer t join account d on d.id = t.debit
              where t.purpose ~ '^DISPUTE' and t.kind = 'POSTED' group by t.subject, t.purpose)
            select format('payment %s: its dispute makes %s %s, its postings %s',
              coalesce(due.id, m.subject), coalesce(due.purpose, m.purpose),
              coalesce(due.minor, 0), coalesce(m.minor, 0)) as finding
            from due full join moved m on m.subject = due.id and m.purpose = due.purpose
            where coalesce(due.minor, 0) <> coalesce(m.minor, 0)
            order by 1 limit 1000
            """;

    /** Each posting is between accounts of the payment's own payer, merchant and partners. */
    private static final String PARTIES =
            """
            select format('transfer %s, %s of payment %s, touches account %s: %s of %s in the '
              || 'books of %s', t.id, t.purpose, t.subject, a.id, a.kind, a.holder, a.partner)
              as finding
            from transfer t
            cross join lateral (values (t.debit), (t.credit)) as s (account)
            join account a on a.id = s.account
            left join payment p on p.id = t.subject
            where t.purpose ~ '^DISPUTE' and (case a.kind
                when 'WALLET' then a.holder = p.wallet and a.partner = p.issuer
                when 'CARD_RECEIVABLE' then p.card is not null and a.partner = p.issuer
                when 'MERCHANT_PAYABLE' then a.holder = p.merchant and a.partner = p.acquirer
                when 'MERCHANT_DISPUTED' then a.holder = p.merchant and a.partner = p.acquirer
                when 'CONVERSION' then a.partner = p.issuer and a.holder = p.issuer
                when 'FX_MARGIN' then a.partner = p.issuer and a.holder = p.issuer
                when 'POSITION_PAYABLE' then a.partner = p.issuer and a.holder = p.acquirer
                when 'POSITION_RECEIVABLE' then a.partner = p.acquirer and a.holder = p.issuer
                when 'FEE_INCOME' then a.holder = a.partner and a.partner = p.acquirer
                else false end) is not true
            order by t.id limit 1000
            """;

    /** A dispute and what it does to the money stand alike, and none takes more than there was. */
    private static final String ROWS =
            """
            select format('dispute %s of payment %s is %s over %s; its money is %s over %s of %s',
              coalesce(d.id, c.dispute), coalesce(d.payment, c.payment), d.state, d.amount_minor,
              c.state, c.amount_minor, p.captured_minor) as finding
            from dispute d full join contest c on c.dispute = d.id and c.payment = d.payment
            left join payment p on p.id = c.payment
            where (d.amount_minor = c.amount_minor and d.currency = c.currency
              and p.currency = c.currency and d.merchant = p.merchant
              and c.state = case d.state when 'WON' then 'WON' when 'LOST' then 'LOST'
                else 'OPEN' end
              and c.amount_minor + case c.state when 'WON' then c.refunded_before_minor
                else p.refunded_minor end <= p.captured_minor) is not true
            order by 1 limit 1000
            """;

    /**
     * What had gone back when a dispute was opened is what the postings before its own gave back.
     * The lowest six bits of an entry's number are its lane: within one, numbers tell what was
     * first; of two lanes at the same moment nobody can say, so there either will do.
     */
    private static final String BEFORE =
            """
            with gone as (
              select c.payment,
                coalesce(sum(r.amount_minor) filter (where b.at < o.at
                  or b.at = o.at and b.entry < o.entry and b.entry & 63 = o.entry & 63), 0)
                  as least,
                coalesce(sum(r.amount_minor) filter (where b.at < o.at
                  or b.at = o.at and (b.entry < o.entry or b.entry & 63 <> o.entry & 63)), 0)
                  as most
              from contest c join refund r on r.payment = c.payment
              join statement_line o on o.source = c.dispute and o.kind = 'DISPUTE'
              join statement_line b on b.source = r.id and b.kind = 'REFUND'
              group by c.payment)
            select format('payment %s: %s had gone back when it was disputed, its refunds say %s',
              c.payment, c.refunded_before_minor, coalesce(g.least, 0)) as finding
            from contest c left join gone g on g.payment = c.payment
            where (c.refunded_before_minor between coalesce(g.least, 0) and coalesce(g.most, 0))
              is not true
            order by c.payment limit 1000
            """;

    private static final String COUNT =
            """
            select count(*) as n from contest
            """;

    private ContestAudit() {}

    static void run(Tx tx, AuditReport.Notes notes) {
        LedgerAudit.count(tx, notes, "disputes", COUNT);
        LedgerAudit.ask(tx, notes, POSTINGS);
        LedgerAudit.ask(tx, notes, PARTIES);
        LedgerAudit.ask(tx, notes, ROWS);
        LedgerAudit.ask(tx, notes, BEFORE);
    }
}
