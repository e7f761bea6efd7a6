package dev.handfast.payments;

import dev.handfast.ledger.AuditReport;
import dev.handfast.ledger.LedgerAudit;
import dev.handfast.sql.Tx;

/**
 * Proves from the postings where merchants' shares of captured payments are: in escrow, frozen, or
 * split; and that each part that left escrow was the right part.
 *
 * <p>As in {@link PaymentAudit}, the arithmetic is the database's own.
 */
final class ProceedsAudit {
    /** Each row follows from the payment's terms, what was settled, and what was posted. */
    private static final String PROCEEDS =
            """
            with kept as (
              select id, merchant, currency, custody, captured_minor as captured,
                captured_minor - acquiring_fee_minor - issuing_fee_minor as net,
                case custody when 'PLANNED' then state_at
                  else state_at + escrow_days * interval '24 hours' end as due_at
              from payment where state = 'CAPTURED'),
            settled as (
              select payment, sum(amount_minor) as amount, sum(released_minor) as released,
                coalesce(sum(released_minor) filter (where kind = 'FROZEN'), 0) as frozen
              from settlement group by payment),
            moved as (
              select subject,
                coalesce(sum(amount_minor) filter (where purpose = 'ESCROW'), 0) as escrowed,
                coalesce(sum(amount_minor) filter (where purpose = 'ESCROW_RELEASE'), 0)
                  as released,
                coalesce(sum(amount_minor) filter (where purpose = 'ROYALTY_FREEZE'), 0) as froze,
                coalesce(sum(amount_minor) filter (where purpose = 'ROYALTY_UNFREEZE'), 0)
                  as unfroze
              from transfer
              where purpose in
                ('ESCROW', 'ESCROW_RELEASE', 'ROYALTY_FREEZE', 'ROYALTY_UNFREEZE')
              group by subject),
            got as (select payment, sum(amount_minor) as amount from portion group by payment),
            ids as (
              select id from kept where custody is not null
              union select payment from proceeds union select payment from settled
              union select subject from moved union select payment from got),
            due as (
              select i.id, k.merchant, k.currency, k.due_at, k.net,
                case when k.custody = 'ESCROW' then k.captured else 0 end as captured,
                case when k.custody = 'ESCROW' then k.net else 0 end as escrow,
                case when k.custody in ('FROZEN', 'PLANNED') then k.net else 0 end as frozen
              from ids i left join kept k on k.id = i.id)
            select format('payment %s: its proceeds say %s unsettled, %s in escrow, %s frozen, '
              || '%s split; its terms, settlements and postings make them %s, %s, %s, %s', d.id,
              r.unsettled_minor, r.escrow_minor, r.frozen_minor, r.split_minor,
              d.captured - coalesce(s.amount, 0), d.escrow - coalesce(s.released, 0),
              coalesce(m.froze, 0) - coalesce(m.unfroze, 0), coalesce(g.amount, 0)) as finding
            from due d left join proceeds r on r.payment = d.id
            left join settled s on s.payment = d.id left join moved m on m.subject = d.id
            left join got g on g.payment = d.id
            where (r.merchant = d.merchant and r.currency = d.currency
              and r.unsettled_minor = d.captured - coalesce(s.amount, 0)
              and r.escrow_minor = d.escrow - coalesce(s.released, 0)
              and coalesce(m.escrowed, 0) = d.escrow
              and coalesce(m.released, 0) = coalesce(s.released, 0)
              and coalesce(m.froze, 0) = d.frozen + coalesce(s.frozen, 0)
              and r.frozen_minor = coalesce(m.froze, 0) - coalesce(m.unfroze, 0)
              and r.split_minor = coalesce(g.amount, 0) and r.split_minor <= d.net
              and r.due_at is not distinct from d.due_at) is not true
            order by d.id limit 1000
            """;

    /**
     * What left escrow is the same part of it as of the captured amount, rounded once; and it left
     * for what stands there, when that happened.
     */
    private static final String SETTLEMENTS =
            """
            select format('settlement %s, %s of payment %s: %s of %s released %s of %s', s.id,
              s.kind, s.payment, s.amount_minor, s.of_unsettled_minor, s.released_minor,
              s.of_escrow_minor) as finding
            from settlement s left join payment p on p.id = s.payment
            left join refund r on r.id = s.id
            left join contest c on c.dispute = s.id
            left join dispute d on d.id = s.id
            left join claim q on q.subject = s.id and q.kind = 'SETTLEMENT_REFERENCE'
            left join proceeds e on e.payment = s.payment
            left join statement_line l on l.source = s.id and l.holder = s.merchant
            where (p.merchant = s.merchant and p.currency = s.currency
              and s.released_minor = div(
                2 * s.of_escrow_minor::numeric * s.amount_minor + s.of_unsettled_minor,
                2 * s.of_unsettled_minor::numeric)
              and case when r.id is not null then s.kind = 'REFUNDED'
                  and r.payment = s.payment and r.amount_minor >= s.amount_minor
                  and s.created_at = r.created_at
                when c.dispute is not null then s.kind = 'DISPUTED'
                  and c.payment = s.payment and c.amount_minor >= s.amount_minor
                  and s.created_at = d.created_at
                when s.reference is not null then s.kind in ('CONFIRMED', 'FROZEN')
                  and s.created_at = q.created_at
                else s.kind = 'ENDED' and s.amount_minor = s.of_unsettled_minor
                  and s.created_at >= e.due_at and s.created_at <= coalesce(l.at, s.created_at)
                  end) is not true
            order by s.id limit 1000
            """;

    /** Each settlement of a payment starts from what the ones before it have left. */
    private static final String CHAIN =
            """
            select format('settlement %s of payment %s starts from %s unsettled and %s in escrow, '
              || 'what was before leaves %s and %s', c.id, c.payment, c.of_unsettled_minor,
              c.of_escrow_minor, c.unsettled, c.escrow) as finding
            from (
              select s.id, s.payment, s.of_unsettled_minor, s.of_escrow_minor,
                coalesce(lag(s.of_unsettled_minor - s.amount_minor) over before,
                  p.captured_minor) as unsettled,
                coalesce(lag(s.of_escrow_minor - s.released_minor) over before,
                  p.captured_minor - p.acquiring_fee_minor - p.issuing_fee_minor) as escrow
              from settlement s join payment p on p.id = s.payment
              window before as (partition by s.payment order by s.of_unsettled_minor desc)) c
            where (c.of_unsettled_minor = c.unsettled and c.of_escrow_minor = c.escrow) is not true
            order by c.id limit 1000
            """;

    /** Receivers got and gave back what was written down, and their portions are the rest. */
    private static final String SPLITS =
            """
            with said as (
              select payment, receiver_kind, receiver, receiver_partner, currency,
                coalesce(sum(amount_minor) filter (where kind = 'OUT'), 0) as given,
                coalesce(sum(amount_minor) filter (where kind = 'BACK'), 0) as back
              from split group by payment, receiver_kind, receiver, receiver_partner, currency),
            walked as (
              select t.subject as payment,
                case a.kind when 'WALLET' then 'WALLET' else 'MERCHANT' end as receiver_kind,
                a.holder as receiver, a.partner as receiver_partner, a.currency,
                coalesce(sum(t.amount_minor) filter (where t.purpose = 'SPLIT'), 0) as given,
                coalesce(sum(t.amount_minor) filter (where t.purpose = 'SPLIT_BACK'), 0) as back
              from transfer t join account a
                on a.id = case t.purpose when 'SPLIT' then t.credit else t.debit end
              where t.purpose in ('SPLIT', 'SPLIT_BACK')
                and a.kind in ('WALLET', 'MERCHANT_PAYABLE')
              group by 1, 2, 3, 4, 5)
            select format('payment %s: %s %s got %s and gave back %s by what was written down, %s '
              || 'and %s by the postings; its portion is %s',
              coalesce(s.payment, w.payment, p.payment),
              coalesce(s.receiver_kind, w.receiver_kind, p.receiver_kind),
              coalesce(s.receiver, w.receiver, p.receiver), s.given, s.back, w.given, w.back,
              p.amount_minor) as finding
            from said s
            full join walked w using
              (payment, receiver_kind, receiver, receiver_partner, currency)
            full join portion p using
              (payment, receiver_kind, receiver, receiver_partner, currency)
            where (s.given = w.given and s.back = w.back and p.amount_minor = s.given - s.back)
              is not true
            order by 1 limit 1000
            """;

    /** Each posting is between accounts of those whom it may concern. */
    private static final String PARTIES =
            """
            select format('transfer %s, %s of payment %s, from account %s to account %s: %s %s of '
              || '%s in the books of %s, %s %s of %s in the books of %s', t.id, t.purpose,
              t.subject, d.id, c.id, d.kind, d.currency, d.holder, d.partner, c.kind, c.currency,
              c.holder, c.partner) as finding
            from transfer t join account d on d.id = t.debit join account c on c.id = t.credit
            left join payment p on p.id = t.subject
            where t.purpose in ('ESCROW', 'ESCROW_RELEASE', 'ROYALTY_FREEZE', 'ROYALTY_UNFREEZE',
                'SPLIT', 'SPLIT_BACK')
              and (t.kind = 'POSTED' and t.currency = p.currency and case t.purpose
                when 'ESCROW' then d.kind = 'MERCHANT_PAYABLE' and c.kind = 'MERCHANT_ESCROW'
                when 'ESCROW_RELEASE' then
                  d.kind = 'MERCHANT_ESCROW' and c.kind = 'MERCHANT_PAYABLE'
                when 'ROYALTY_FREEZE' then
                  d.kind = 'MERCHANT_PAYABLE' and c.kind = 'MERCHANT_FROZEN'
                when 'ROYALTY_UNFREEZE' then
                  d.kind = 'MERCHANT_FROZEN' and c.kind = 'MERCHANT_PAYABLE'
                when 'SPLIT' then d.kind in ('MERCHANT_PAYABLE', 'POSITION_RECEIVABLE')
                  and c.kind in ('MERCHANT_PAYABLE', 'WALLET', 'POSITION_PAYABLE')
                else d.kind in ('MERCHANT_PAYABLE', 'WALLET', 'POSITION_PAYABLE')
                  and c.kind in ('MERCHANT_PAYABLE', 'POSITION_RECEIVABLE') end
              and case when t.purpose = 'SPLIT' and d.kind = 'MERCHANT_PAYABLE'
                  then d.holder = p.merchant and d.partner = p.acquirer
                when t.purpose = 'SPLIT_BACK' and c.kind = 'MERCHANT_PAYABLE'
                  then c.holder = p.merchant and c.partner = p.acquirer
                when t.purpose in ('SPLIT', 'SPLIT_BACK')
                  then 'POSITION_RECEIVABLE' in (d.kind, c.kind)
                  and case d.kind when 'POSITION_RECEIVABLE' then d.holder else c.holder end
                    = p.acquirer
                else d.holder = p.merchant and c.holder = p.merchant
                  and d.partner = p.acquirer end) is not true
            order by t.id limit 1000
            """;

    /** What has a merchant's number has claimed it. */
    private static final String CLAIMED =
            """
            select format('settlement %s has number %s without a claim to it', s.id, s.reference)
              as finding
            from settlement s
            where s.reference is not null and not exists (
              select 1 from claim c where c.subject = s.id and c.kind = 'SETTLEMENT_REFERENCE')
            union all
            select format('split order %s has number %s without a claim to it', o.id, o.reference)
            from split_order o
            where not exists (
              select 1 from claim c where c.subject = o.id and c.kind = 'SPLIT_REFERENCE')
            limit 1000
            """;

    private static final String COUNT_PROCEEDS =
            """
            select count(*) as n from proceeds
            """;

    private static final String COUNT_SETTLEMENTS =
            """
            select count(*) as n from settlement
            """;

    private static final String COUNT_SPLITS =
            """
            select count(*) as n from split
            """;

    private ProceedsAudit() {}

    static void run(Tx tx, AuditReport.Notes notes) {
        LedgerAudit.count(tx, notes, "shares in escrow, frozen or split", COUNT_PROCEEDS);
        LedgerAudit.ask(tx, notes, PROCEEDS);
        LedgerAudit.ask(tx, notes, PARTIES);
        LedgerAudit.count(tx, notes, "settlements", COUNT_SETTLEMENTS);
        LedgerAudit.ask(tx, notes, SETTLEMENTS);
        LedgerAudit.ask(tx, notes, CHAIN);
        LedgerAudit.count(tx, notes, "splits and their returns", COUNT_SPLITS);
        LedgerAudit.ask(tx, notes, SPLITS);
        LedgerAudit.ask(tx, notes, CLAIMED);
    }
}
