package dev.handfast.payments;

import dev.handfast.ledger.AuditReport;
import dev.handfast.ledger.LedgerAudit;
import dev.handfast.sql.Tx;

/** Proves payouts from their postings: each took its amount once, and what became of it once. */
final class PayoutAudit {
    private static final String POSTINGS =
            """
            with due as (
              select p.id, p.merchant, p.partner, p.currency, p.amount_minor, f.purpose
              from payout p cross join lateral (values
                ('PAYOUT'),
                (case p.state when 'PAID' then 'PAYOUT_PAID' when 'FAILED' then 'PAYOUT_RETURNED'
                  when 'CANCELED' then 'PAYOUT_CANCELED' end)) as f (purpose)
              where f.purpose is not null),
            moved as (
              select t.subject, t.purpose, t.currency, t.amount_minor, d.kind as debit,
                c.kind as credit, d.partner,
                case when d.kind = 'MERCHANT_PAYABLE' then d.holder
                  when c.kind = 'MERCHANT_PAYABLE' then c.holder end as merchant
              from transfer t join account d on d.id = t.debit join account c on c.id = t.credit
              where t.purpose ~ '^PAYOUT' and t.kind = 'POSTED')
            select format('payout %s: its row makes %s %s %s, its postings %s %s from %s to %s',
              coalesce(due.id, m.subject), coalesce(due.purpose, m.purpose), due.amount_minor,
              due.currency, m.amount_minor, m.currency, m.debit, m.credit) as finding
            from due full join moved m on m.subject = due.id and m.purpose = due.purpose
            where (m.amount_minor = due.amount_minor and m.currency = due.currency
              and m.partner = due.partner and coalesce(m.merchant, due.merchant) = due.merchant
              and m.debit || ' to ' || m.credit = case m.purpose
                when 'PAYOUT' then 'MERCHANT_PAYABLE to PAYOUT_TRANSIT'
                when 'PAYOUT_PAID' then 'PAYOUT_TRANSIT to BANK'
                else 'PAYOUT_TRANSIT to MERCHANT_PAYABLE' end) is not true
            order by 1 limit 1000
            """;

    private static final String TWICE =
            """
            select format('payout %s has %s postings', subject, count(*)) as finding
            from transfer where purpose ~ '^PAYOUT' group by subject
            having count(*) > 2 or count(*) <> count(distinct purpose)
            order by subject limit 1000
            """;

    private static final String COUNT =
            """
            select count(*) as n from payout
            """;

    private PayoutAudit() {}

    static void run(Tx tx, AuditReport.Notes notes) {
        LedgerAudit.count(tx, notes, "payouts", COUNT);
        LedgerAudit.ask(tx, notes, POSTINGS);
        LedgerAudit.ask(tx, notes, TWICE);
    }
}
