package dev.handfast.payments;

import dev.handfast.ledger.AuditReport;
import dev.handfast.ledger.LedgerAudit;
import dev.handfast.sql.Tx;

/**
 * Proves what is frozen for merchants: each freeze holds just what its row says, in the accounts of
 * those who take part, and what is gone from it was paid or unfrozen.
 */
final class FreezeAudit {
    /** A frozen freeze has one open hold, for what is left of it; any other has none. */
    private static final String HOLDS =
            """
            with open as (select id, subject, amount_minor, currency, expires_at, debit, credit
              from hold where state = 'OPEN' and purpose = 'FREEZE')
            select format('freeze %s is %s, has %s left and names hold %s; open is %s of %s from '
              || 'account %s to account %s', coalesce(f.id, h.subject),
              coalesce(f.state, 'missing'), f.rest_minor, f.hold, h.id, h.amount_minor, h.debit,
              h.credit) as finding
            from fund_freeze f full join open h on h.subject = f.id
            left join account d on d.id = h.debit left join account c on c.id = h.credit
            where case when f.state = 'FROZEN' then (h.id = f.hold
                and h.amount_minor = f.rest_minor and h.currency = f.currency
                and h.expires_at = f.frozen_until and d.kind = 'WALLET' and d.holder = f.wallet
                and d.partner = f.issuer and c.partner = f.issuer
                and case when f.issuer = f.acquirer
                  then c.kind = 'MERCHANT_PAYABLE' and c.holder = f.merchant
                  else c.kind = 'POSITION_PAYABLE' and c.holder = f.acquirer end) is not true
              else h.id is not null or f.hold is not null or f.rest_minor <> 0 end
            order by coalesce(f.id, h.subject) limit 1000
            """;

    /** The parts of a freeze add up, and each payment out of it is one of its wallet's. */
    private static final String OPERATIONS =
            """
            with done as (
              select o.fund_freeze as freeze_id,
                coalesce(sum(o.amount_minor) filter (where o.kind = 'FREEZE'), 0) as frozen,
                coalesce(sum(o.amount_minor) filter (where o.kind = 'PAY'), 0) as paid,
                coalesce(sum(o.amount_minor) filter (where o.kind = 'UNFREEZE'), 0) as unfrozen,
                count(*) filter (where o.kind = 'PAY' and (p.amount_minor = o.amount_minor
                  and p.wallet = f.wallet and p.merchant = f.merchant
                  and p.currency = f.currency
                  and p.merchant_fee_percent = f.merchant_fee_percent
                  and p.issuing_share_percent = f.issuing_share_percent) is not true) as strange
              from freeze_operation o left join fund_freeze f on f.id = o.fund_freeze
              left join payment p on o.kind = 'PAY' and p.id = o.id
              group by o.fund_freeze)
            select format('freeze %s of %s: %s was frozen, %s paid and %s unfrozen by what was '
              || 'done, %s is left and %s paid by its row; %s of the payments are not its',
              coalesce(f.id, d.freeze_id), f.amount_minor, d.frozen, d.paid, d.unfrozen,
              f.rest_minor, f.paid_minor, d.strange) as finding
            from fund_freeze f full join done d on d.freeze_id = f.id
            where (d.strange = 0 and d.frozen = f.amount_minor and d.paid = f.paid_minor
              and case when f.wallet is null then d.paid = 0 and d.unfrozen = 0
                else f.rest_minor = f.amount_minor - d.paid - d.unfrozen end
              and case f.state when 'WAITING' then f.wallet is null
                when 'FINISHED' then f.paid_minor > 0
                when 'CLOSED' then f.paid_minor = 0 else true end) is not true
            order by coalesce(f.id, d.freeze_id) limit 1000
            """;

    /** What has a merchant's number has claimed it. */
    private static final String CLAIMED =
            """
            select format('freeze %s has number %s without a claim to it', f.id, f.reference)
              as finding
            from fund_freeze f
            where not exists (
              select 1 from claim c where c.subject = f.id and c.kind = 'FREEZE_REFERENCE')
            union all
            select format('unfreezing %s has number %s without a claim to it', o.id, o.reference)
            from freeze_operation o
            where o.kind = 'UNFREEZE' and o.reference is not null and not exists (
              select 1 from claim c where c.subject = o.id and c.kind = 'UNFREEZE_REFERENCE')
            limit 1000
            """;

    private static final String COUNT =
            """
            select count(*) as n from fund_freeze
            """;

    private FreezeAudit() {}

    static void run(Tx tx, AuditReport.Notes notes) {
        LedgerAudit.count(tx, notes, "freezes, each with its hold", COUNT);
        LedgerAudit.ask(tx, notes, HOLDS);
        LedgerAudit.ask(tx, notes, OPERATIONS);
        LedgerAudit.ask(tx, notes, CLAIMED);
    }
}
