package dev.handfast.payments;

import dev.handfast.ledger.AuditReport;
import dev.handfast.ledger.LedgerAudit;
import dev.handfast.sql.Tx;

/**
 * Proves what platforms got of payments, passed on and gave back, from the payments' terms and from
 * the postings.
 *
 * <p>As in {@link PaymentAudit}, the arithmetic is the database's own.
 */
final class CommissionAudit {
    /** Each row follows from the terms of its captured payment, and what went back adds up. */
    private static final String ROWS =
            """
            with agreed as (
              select id, currency, state_at, coalesce(platform, merchant) as platform,
                coalesce(destination, merchant) as merchant,
                least(coalesce(application_fee_minor, 0), captured_minor) as fee,
                case when destination is null then 0
                  else least(coalesce(passed_minor, captured_minor), captured_minor) end as passed
              from payment
              where state = 'CAPTURED' and (platform is not null or destination is not null)),
            back as (
              select payment, min(platform::text) as platform, max(platform::text) as platform_last,
                min(currency) as currency, max(currency) as currency_last,
                sum(fee_minor) as fee, sum(passed_minor) as passed
              from commission_return group by payment)
            select format('commission of payment %s: fee %s, passed on %s, of which %s and %s went '
              || 'back; its terms make them %s and %s, what went back adds up to %s and %s',
              coalesce(c.payment, a.id, b.payment), c.fee_minor, c.passed_minor, c.fee_back_minor,
              c.passed_back_minor, a.fee, a.passed, b.fee, b.passed) as finding
            from commission c
            full join agreed a on a.id = c.payment
            full join back b on b.payment = c.payment
            where (c.platform = a.platform and c.merchant = a.merchant and c.currency = a.currency
              and c.at = a.state_at and c.fee_minor = a.fee and c.passed_minor = a.passed
              and c.fee_back_minor = coalesce(b.fee, 0)
              and c.passed_back_minor = coalesce(b.passed, 0)
              and c.fee_back_minor <= c.fee_minor and c.passed_back_minor <= c.passed_minor
              and coalesce(b.platform, c.platform::text) = c.platform::text
              and coalesce(b.platform_last, c.platform::text) = c.platform::text
              and coalesce(b.currency, c.currency) = c.currency
              and coalesce(b.currency_last, c.currency) = c.currency) is not true
            order by 1 limit 1000
            """;

    /** What went back with a refund is the refund's part of it, or all that was left. */
    private static final String RETURNS =
            """
            with due as (
              select r.id, r.payment, r.refund, r.fee_minor, r.passed_minor, r.fee_left_minor,
                f.payment as refunded, c.fee_minor as fee, c.passed_minor as passed,
                div(2 * c.fee_minor::numeric * (r.gone_minor + f.amount_minor) + p.captured_minor,
                  2 * p.captured_minor::numeric)
                  - div(2 * c.fee_minor::numeric * r.gone_minor + p.captured_minor,
                  2 * p.captured_minor::numeric) as fee_due,
                div(2 * c.passed_minor::numeric * (r.gone_minor + f.amount_minor)
                  + p.captured_minor, 2 * p.captured_minor::numeric)
                  - div(2 * c.passed_minor::numeric * r.gone_minor + p.captured_minor,
                  2 * p.captured_minor::numeric) as passed_due
              from commission_return r left join refund f on f.id = r.refund
              left join commission c on c.payment = r.payment
              left join payment p on p.id = r.payment)
            select format('%s of payment %s gave back %s of the fee %s and %s of %s passed on; the '
              || 'refund makes them %s and %s', id, payment, fee_minor, fee, passed_minor, passed,
              fee_due, passed_due) as finding
            from due
            where (fee_minor <= fee_left_minor and fee_left_minor <= fee
              and case when refund is null then fee_minor > 0 and passed_minor = 0
                else id = refund and refunded = payment
                and fee_minor in (0, least(fee_due, fee_left_minor))
                and passed_minor in (0, passed_due) end) is not true
            order by id limit 1000
            """;

    /** The postings of a payment between a platform and its merchant are what its rows say. */
    private static final String POSTINGS =
            """
            with due as (
              select c.payment, f.purpose, p.acquirer, c.currency, f.giver, f.taker, f.minor
              from commission c join payment p on p.id = c.payment
              cross join lateral (values
                ('APPLICATION_FEE', c.merchant, c.platform, c.fee_minor),
                ('REFUND_APPLICATION_FEE', c.platform, c.merchant, c.fee_back_minor),
                ('DESTINATION', c.platform, c.merchant, c.passed_minor),
                ('REFUND_DESTINATION', c.merchant, c.platform, c.passed_back_minor))
                as f (purpose, giver, taker, minor)
              where f.minor <> 0),
            moved as (
              select t.subject as payment, t.purpose, d.partner as acquirer, t.currency,
                d.holder as giver, c.holder as taker, sum(t.amount_minor) as minor,
                bool_and(t.kind = 'POSTED' and d.kind = 'MERCHANT_PAYABLE'
                  and c.kind = 'MERCHANT_PAYABLE') as sound
              from transfer t join account d on d.id = t.debit join account c on c.id = t.credit
              where t.purpose in ('APPLICATION_FEE', 'REFUND_APPLICATION_FEE', 'DESTINATION',
                'REFUND_DESTINATION')
              group by t.subject, t.purpose, d.partner, t.currency, d.holder, c.holder)
            select format('payment %s: its commission makes %s %s from %s to %s, its postings %s',
              coalesce(u.payment, m.payment), coalesce(u.purpose, m.purpose), u.minor,
              coalesce(u.giver, m.giver), coalesce(u.taker, m.taker), m.minor) as finding
            from due u full join moved m using (payment, purpose, acquirer, currency, giver, taker)
            where (u.minor = m.minor and m.sound) is not true
            order by 1 limit 1000
            """;

    private static final String COUNT =
            """
            select count(*) as n from commission
            """;

    private static final String COUNT_RETURNS =
            """
            select count(*) as n from commission_return
            """;

    private CommissionAudit() {}

    static void run(Tx tx, AuditReport.Notes notes) {
        LedgerAudit.count(tx, notes, "commissions of platforms", COUNT);
        LedgerAudit.ask(tx, notes, ROWS);
        LedgerAudit.ask(tx, notes, POSTINGS);
        LedgerAudit.count(tx, notes, "parts of them that went back", COUNT_RETURNS);
        LedgerAudit.ask(tx, notes, RETURNS);
    }
}
