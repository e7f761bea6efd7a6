package dev.handfast.payments;

import dev.handfast.ledger.AuditReport;
import dev.handfast.ledger.LedgerAudit;
import dev.handfast.sql.Tx;

/**
 * Proves payments and refunds from their postings: that no money moved but what the rows say, that
 * it moved between the accounts of those who took part, and that every figure of a row follows from
 * its terms.
 *
 * <p>The arithmetic is the database's own, with exact numerics, so that a mistake in the code that
 * posts is not repeated here. Halves are rounded away from zero: {@code div(2 * a * b + c, 2 * c)}
 * is {@code a * b / c} so rounded, for numbers that are not negative.
 */
final class PaymentAudit {
    /** The sums of a payment's postings by purpose against what its row makes them. */
    private static final String POSTINGS =
            """
            with posting as (
              select t.subject, t.purpose, sum(t.amount_minor * case
                  when t.purpose in ('PAY', 'CONVERT') then
                    case when d.kind in ('WALLET', 'CARD_RECEIVABLE', 'GATEWAY_RECEIVABLE',
                      'CONVERSION')
                      then 1 else -1 end
                  when t.purpose in ('REFUND_PAY', 'REFUND_CONVERT') then
                    case when c.kind in ('WALLET', 'CARD_RECEIVABLE', 'GATEWAY_RECEIVABLE',
                      'CONVERSION')
                      then 1 else -1 end
                  when t.purpose in ('MERCHANT', 'MARGIN', 'ACQUIRING_FEE', 'ISSUING_FEE') then
                    case when c.kind in ('MERCHANT_PAYABLE', 'FX_MARGIN', 'FEE_INCOME')
                      then 1 else -1 end
                  else
                    case when d.kind in ('MERCHANT_PAYABLE', 'FX_MARGIN', 'FEE_INCOME')
                      then 1 else -1 end
                end) as minor
              from transfer t join account d on d.id = t.debit join account c on c.id = t.credit
              where t.kind in ('POSTED', 'HOLD_POSTED')
                and t.purpose not in ('TOP_UP', 'TRANSFER', 'ESCROW', 'ESCROW_RELEASE',
                'ROYALTY_FREEZE', 'ROYALTY_UNFREEZE', 'SPLIT', 'SPLIT_BACK')
                and t.purpose !~ '^(PAYOUT|DISPUTE)|(APPLICATION_FEE|DESTINATION)$'
              group by t.subject, t.purpose),
            taken as (
              select id, issuer <> acquirer as abroad, home_currency is not null as exchanged,
                captured_minor::numeric as captured, refunded_minor::numeric as refunded,
                coalesce(lost_minor, 0)::numeric as lost,
                coalesce(lost_after_minor, 0)::numeric as before,
                acquiring_fee_minor::numeric as acquiring, issuing_fee_minor::numeric as issuing,
                case when home_currency is null then captured_minor
                  else div(2 * home_minor::numeric * captured_minor + amount_minor,
                    2 * amount_minor) end as home,
                case when home_currency is null then captured_minor
                  else div(2 * middle_minor::numeric * captured_minor + amount_minor,
                    2 * amount_minor) end as middle
              from payment left join (
                select payment, amount_minor as lost_minor,
                  refunded_before_minor as lost_after_minor
                from contest where state = 'LOST') as l on l.payment = id
              where state = 'CAPTURED'),
            -- Where a dispute took a part, refunds go on behind it.
            given as (
              select id, abroad, exchanged, captured, refunded, acquiring, issuing, home, middle,
                div(2 * acquiring * (refunded + lost) + captured, 2 * captured)
                  - div(2 * acquiring * (before + lost) + captured, 2 * captured)
                  + div(2 * acquiring * before + captured, 2 * captured) as acquiring_back,
                div(2 * issuing * (refunded + lost) + captured, 2 * captured)
                  - div(2 * issuing * (before + lost) + captured, 2 * captured)
                  + div(2 * issuing * before + captured, 2 * captured) as issuing_back,
                case when exchanged then div(2 * home * (refunded + lost) + captured, 2 * captured)
                    - div(2 * home * (before + lost) + captured, 2 * captured)
                    + div(2 * home * before + captured, 2 * captured)
                  else refunded end as home_back,
                case when exchanged
                  then div(2 * middle * (refunded + lost) + captured, 2 * captured)
                    - div(2 * middle * (before + lost) + captured, 2 * captured)
                    + div(2 * middle * before + captured, 2 * captured)
                  else refunded end as middle_back
              from taken),
            due as (
              select g.id, f.purpose, f.minor from given g cross join lateral (values
                ('PAY', home),
                ('CONVERT', case when exchanged then captured else 0 end),
                ('MARGIN', case when exchanged then home - middle else 0 end),
                ('MERCHANT', case when abroad then captured - acquiring - issuing else 0 end),
                ('ACQUIRING_FEE', acquiring),
                ('ISSUING_FEE', issuing),
                ('REFUND_PAY', home_back),
                ('REFUND_CONVERT', case when exchanged then refunded else 0 end),
                ('REFUND_MARGIN', case when exchanged then home_back - middle_back else 0 end),
                ('REFUND_MERCHANT',
                  case when abroad then refunded - acquiring_back - issuing_back else 0 end),
                ('REFUND_ACQUIRING_FEE', acquiring_back),
                ('REFUND_ISSUING_FEE', issuing_back)) as f (purpose, minor)
              where f.minor <> 0)
            select format('payment %s: its row makes %s %s, its postings %s',
              coalesce(due.id, p.subject), coalesce(due.purpose, p.purpose),
              coalesce(due.minor, 0), coalesce(p.minor, 0)) as finding
            from due full join posting p on p.subject = due.id and p.purpose = due.purpose
            where coalesce(due.minor, 0) <> coalesce(p.minor, 0)
            order by coalesce(due.id, p.subject), coalesce(due.purpose, p.purpose) limit 1000
            """;

    /** Each posting is between accounts of the payment's own payer, merchant and partners. */
    private static final String PARTIES =
            """
            select format('transfer %s, %s of payment %s, touches account %s: %s %s of %s in the '
              || 'books of %s', t.id, t.purpose, t.subject, a.id, a.kind, a.currency, a.holder,
              a.partner) as finding
            from transfer t
            cross join lateral (values (t.debit), (t.credit)) as s (account)
            join account a on a.id = s.account
            left join payment p on p.id = t.subject
            where (t.kind in ('POSTED', 'HOLD_POSTED') or p.state in ('UNKNOWN', 'AUTHORISED')
                and t.id in (p.first_hold, p.second_hold))
              and t.purpose not in ('ESCROW', 'ESCROW_RELEASE', 'ROYALTY_FREEZE',
                'ROYALTY_UNFREEZE', 'SPLIT', 'SPLIT_BACK', 'FREEZE')
              and t.purpose !~ '^(PAYOUT|DISPUTE)|(APPLICATION_FEE|DESTINATION)$'
              and case t.purpose
                when 'TOP_UP' then a.kind not in ('RESERVE', 'WALLET')
                when 'TRANSFER' then a.kind not in ('MERCHANT_PAYABLE', 'WALLET',
                  'POSITION_PAYABLE', 'POSITION_RECEIVABLE') else (
              t.currency <> case
                when t.purpose in ('PAY', 'REFUND_PAY', 'MARGIN', 'REFUND_MARGIN')
                  then coalesce(p.home_currency, p.currency)
                else p.currency end
              or not case a.kind
                when 'WALLET' then a.holder = p.wallet and a.partner = p.issuer
                when 'CARD_RECEIVABLE' then p.card is not null and a.partner = p.issuer
                when 'GATEWAY_RECEIVABLE' then p.card is null and p.rail is not null
                  and a.partner = p.issuer
                when 'MERCHANT_PAYABLE' then a.holder = p.merchant and a.partner = p.acquirer
                when 'CONVERSION' then a.partner = p.issuer and a.holder = p.issuer
                when 'FX_MARGIN' then a.partner = p.issuer and a.holder = p.issuer
                when 'POSITION_PAYABLE' then a.partner = p.issuer and a.holder = p.acquirer
                when 'POSITION_RECEIVABLE' then a.partner = p.acquirer and a.holder = p.issuer
                when 'FEE_INCOME' then a.holder = a.partner and a.partner =
                  case when t.purpose in ('ISSUING_FEE', 'REFUND_ISSUING_FEE') then p.issuer
                    else p.acquirer end
                else false end) is not false end
            order by t.id limit 1000
            """;

    /** What was held before it was captured is what the payment's terms make it. */
    private static final String TERMS =
            """
            select format('payment %s of %s, %s for its payer, has taken hold %s of %s', p.id,
              p.amount_minor, coalesce(p.home_minor, p.amount_minor), h.id, h.amount_minor)
              as finding
            from transfer t join payment p on p.id = t.subject join hold h on h.id = t.hold
            where t.kind = 'HOLD_POSTED' and h.amount_minor <>
              case t.purpose when 'PAY' then coalesce(p.home_minor, p.amount_minor)
                else p.amount_minor end
            order by t.id limit 1000
            """;

    /** The fees of a capture follow from the percentages that were agreed. */
    private static final String FEES =
            """
            with reckoned as (
              select id, acquiring_fee_minor, issuing_fee_minor,
                capture_mode = 'AUTOMATIC' and captured_minor <> amount_minor as in_part,
                round(captured_minor * merchant_fee_percent::numeric / 100) as fee,
                round(captured_minor * issuing_share_percent::numeric / 100) as share
              from payment where state = 'CAPTURED')
            select format('payment %s has fees of %s and %s; its percentages make them %s in all, '
              || '%s of it the issuing partner''s%s', id, acquiring_fee_minor,
              issuing_fee_minor, fee, least(share, fee),
              case when in_part then '; and it was taken in part' else '' end) as finding
            from reckoned
            where (acquiring_fee_minor + issuing_fee_minor = fee
              and issuing_fee_minor = least(share, fee) and not in_part) is not true
            order by id limit 1000
            """;

    /** A payment has just the holds its row names, for what its terms make them, or none. */
    private static final String HOLDS =
            """
            with open as (
              select subject, array_agg(id order by id) as ids,
                array_agg(amount_minor order by id) as amounts, min(expires_at) as first_end,
                max(expires_at) as last_end
              from hold where state = 'OPEN' and purpose <> 'FREEZE' group by subject),
            named as (
              select id, state, array_remove(array[first_hold, second_hold], null) as ids,
                case when issuer is null or state = 'CAPTURED' then null
                  when home_currency is null then array[amount_minor]
                  else array[home_minor, amount_minor] end as amounts,
                case state when 'UNKNOWN' then state_at + interval '7 days' else state_at end
                  as ends
              from payment)
            select format('payment %s is %s and names holds %s of %s; those open are %s of %s',
              coalesce(n.id, o.subject), coalesce(n.state, 'missing'), n.ids, n.amounts, o.ids,
              o.amounts) as finding
            from named n full join open o on o.subject = n.id
            where n.id is null
              or coalesce(o.ids, '{}') <> n.ids
              or n.state in ('UNKNOWN', 'AUTHORISED') and (o.ids is null
                or o.amounts is distinct from n.amounts
                or o.first_end <> n.ends or o.last_end <> n.ends)
              or n.state not in ('UNKNOWN', 'AUTHORISED') and o.ids is not null
            order by coalesce(n.id, o.subject) limit 1000
            """;

    /** The refunds of a payment add up, and each has its posting. */
    private static final String REFUNDS =
            """
            with given as (
              select payment, sum(amount_minor) as amount, min(currency) as currency,
                max(currency) as currency_last, min(home_currency) as home_currency,
                max(home_currency) as home_last, min(merchant::text) as merchant,
                max(merchant::text) as merchant_last,
                array_agg(home_minor order by home_minor) filter (where home_minor > 0) as homes
              from refund group by payment),
            walked as (
              select subject, array_agg(amount_minor order by amount_minor) as homes
              from transfer where purpose = 'REFUND_PAY' group by subject)
            select format('payment %s: refunds of %s in all that give back %s; its row says %s, '
              || 'its postings %s', coalesce(p.id, g.payment, w.subject), g.amount, g.homes,
              p.refunded_minor, w.homes) as finding
            from given g
            full join walked w on w.subject = g.payment
            full join (select id, merchant, currency, home_currency, refunded_minor from payment
              where state = 'CAPTURED') as p on p.id = coalesce(g.payment, w.subject)
            where p.id is null or coalesce(g.amount, 0) <> p.refunded_minor
              or g.homes is distinct from w.homes
              or g.merchant <> p.merchant::text or g.merchant_last <> p.merchant::text
              or g.currency <> p.currency or g.currency_last <> p.currency
              or g.home_currency <> coalesce(p.home_currency, p.currency)
              or g.home_last <> coalesce(p.home_currency, p.currency)
            order by coalesce(p.id, g.payment, w.subject) limit 1000
            """;

    /** A rail is told of every refund that gives something back. */
    private static final String TOLD =
            """
            select format('refund %s of %s to a card or a partner: its rail is told of %s', r.id,
              r.home_minor, coalesce(t.amount_minor, 0)) as finding
            from refund r join payment p on p.id = r.payment
            left join rail_task t on t.id = r.id and t.kind = 'REFUND' and t.rail = p.rail
              and t.attempt = p.attempt and t.currency = r.home_currency
            where p.rail is not null and coalesce(t.amount_minor, 0) <> r.home_minor
            order by r.id limit 1000
            """;

    private static final String CLAIMS =
            """
            select format('claim %s, %s, points to %s, which is missing', c.id, c.kind, c.subject)
              as finding
            from claim c
            left join payment p on p.id = c.subject and c.kind in
              ('REFERENCE', 'APPLE_PAY_TRANSACTION', 'QR_CODE')
            left join refund r on c.kind = 'REFUND_REFERENCE' and r.id = c.subject
            left join settlement s on c.kind = 'SETTLEMENT_REFERENCE' and s.id = c.subject
            left join split_order o on c.kind = 'SPLIT_REFERENCE' and o.id = c.subject
            left join setup_intent u on c.kind = 'APPLE_PAY_TRANSACTION' and u.id = c.subject
            left join fund_freeze f on c.kind in ('FREEZE_REFERENCE', 'FREEZE_CODE')
              and f.id = c.subject
            left join freeze_operation w on c.kind = 'UNFREEZE_REFERENCE' and w.id = c.subject
            left join partner_offer q on c.kind = 'PARTNER_OFFER' and q.id = c.subject
            where coalesce(p.id, r.id, s.id, o.id, u.id, f.id, w.id, q.id) is null
            order by c.id limit 1000
            """;

    /** What has a merchant's number has claimed it. */
    private static final String CLAIMED =
            """
            select format('payment %s has number %s without a claim to it', p.id, p.reference)
              as finding
            from payment p
            where p.reference is not null and not exists (
              select 1 from claim c where c.subject = p.id and c.kind = 'REFERENCE')
            union all
            select format('refund %s has number %s without a claim to it', r.id, r.reference)
            from refund r
            where r.reference is not null and not exists (
              select 1 from claim c where c.subject = r.id and c.kind = 'REFUND_REFERENCE')
            limit 1000
            """;

    /** What an operation has used of a limit is what it took or froze of the limit's holder. */
    private static final String LIMITED =
            """
            select format('operation %s has used %s of limit %s of %s, its row makes it %s',
              u.operation, u.used_minor, c.rule, c.holder,
              coalesce(p.home_minor, p.amount_minor, w.amount_minor, f.amount_minor)) as finding
            from limit_use u left join limit_counter c on c.id = u.counter
            left join payment p on p.id = u.operation
            left join wallet_transfer w on w.id = u.operation
            left join fund_freeze f on f.id = u.operation
            where (c.holder = coalesce(p.wallet, w.merchant, f.wallet)
                and u.used_minor
                  = coalesce(p.home_minor, p.amount_minor, w.amount_minor, f.amount_minor)
              or p.state = 'CLOSED' and c.id is not null) is not true
            order by u.id limit 1000
            """;

    /** What was taken under a mandate is a payment from its wallet to its merchant. */
    private static final String MANDATED =
            """
            select format('payment %s was taken under mandate %s for %s; its row says %s',
              u.payment, u.mandate, u.amount_minor, p.amount_minor) as finding
            from mandate_use u left join payment p on p.id = u.payment
            left join mandate m on m.id = u.mandate
            where (p.merchant = m.merchant and p.currency = m.currency
              and p.amount_minor = u.amount_minor
              and (p.wallet = m.wallet or p.state = 'CLOSED')) is not true
            order by u.payment limit 1000
            """;

    /**
     * A checkout session is a payment of its merchant, for what its lines add up to; or a setup of
     * its merchant, with no money.
     */
    private static final String SOLD =
            """
            select format('session %s sells for %s, its payment is %s', s.id, l.total,
              p.amount_minor) as finding
            from checkout_session s left join payment p on p.id = s.id
            left join lateral (
              select sum((i ->> 'unit_minor')::numeric * (i ->> 'quantity')::numeric) as total
              from jsonb_array_elements(p.details::jsonb -> 'checkout' -> 'items') as i) as l
              on true
            left join setup_intent u on u.id = s.id
            where (case when u.id is null then p.merchant = s.merchant and p.amount_minor = l.total
              else u.merchant = s.merchant and p.id is null end) is not true
            order by s.id limit 1000
            """;

    private static final String COUNT_PAYMENTS =
            """
            select count(*) as n from payment
            """;

    private static final String COUNT_REFUNDS =
            """
            select count(*) as n from refund
            """;

    private static final String COUNT_CLAIMS =
            """
            select count(*) as n from claim
            """;

    private PaymentAudit() {}

    static void run(Tx tx, AuditReport.Notes notes) {
        LedgerAudit.count(tx, notes, "payments, each with its postings and holds", COUNT_PAYMENTS);
        LedgerAudit.ask(tx, notes, POSTINGS);
        LedgerAudit.ask(tx, notes, PARTIES);
        LedgerAudit.ask(tx, notes, TERMS);
        LedgerAudit.ask(tx, notes, FEES);
        LedgerAudit.ask(tx, notes, HOLDS);
        LedgerAudit.count(tx, notes, "refunds", COUNT_REFUNDS);
        LedgerAudit.ask(tx, notes, REFUNDS);
        LedgerAudit.ask(tx, notes, TOLD);
        LedgerAudit.count(tx, notes, "claims", COUNT_CLAIMS);
        LedgerAudit.ask(tx, notes, CLAIMS);
        LedgerAudit.ask(tx, notes, CLAIMED);
        LedgerAudit.ask(tx, notes, LIMITED);
        LedgerAudit.ask(tx, notes, MANDATED);
        LedgerAudit.ask(tx, notes, SOLD);
    }
}
