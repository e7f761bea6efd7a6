package dev.handfast.payments;

import dev.handfast.ledger.AuditReport;
import dev.handfast.ledger.LedgerAudit;
import dev.handfast.sql.Tx;

/**
 * Proves what partners' gateways have taken: it has paid the payment that was offered, or goes
 * back, and nothing else has been paid or goes back like that.
 */
final class PartnerOfferAudit {
    /** What was taken up has paid its payment, at the price and on the terms of the offer. */
    private static final String TAKEN =
            """
            select format('offer %s of payment %s at %s is %s, the payment %s by attempt %s at %s',
              o.id, o.payment, o.rail, o.state, coalesce(p.state, 'missing'), p.attempt,
              coalesce(p.home_minor, p.amount_minor)) as finding
            from partner_offer o left join payment p on p.id = o.payment
            where p.id is null or p.merchant <> o.merchant or p.currency <> o.currency
              or (o.state = 'TAKEN') <> (p.attempt is not null and p.attempt = o.id)
                and not (o.state = 'TAKEN' and p.state = 'CLOSED')
              or o.state = 'TAKEN' and p.state <> 'CLOSED' and (p.rail = o.rail
                and p.issuer = o.issuer and p.amount_minor = o.amount_minor
                and p.home_minor is not distinct from o.home_minor
                and p.middle_minor is not distinct from o.middle_minor
                and p.merchant_fee_percent = o.merchant_fee_percent
                and p.issuing_share_percent = o.issuing_share_percent) is not true
            order by o.id limit 1000
            """;

    /** What came too late goes back, all of it, and once. */
    private static final String SURPLUS =
            """
            with back as (
              select t.attempt, sum(t.amount_minor) as minor, min(t.currency) as currency,
                count(*) as tasks
              from rail_task t join partner_offer o on o.id = t.attempt
              where t.kind = 'REFUND' and not exists (select 1 from refund r where r.id = t.id)
              group by t.attempt)
            select format('offer %s at %s is %s, of %s %s; its gateway is told %s times to give '
              || 'back %s', o.id, o.rail, o.state, coalesce(o.home_minor, o.amount_minor),
              coalesce(o.home_currency, o.currency), coalesce(b.tasks, 0), b.minor) as finding
            from partner_offer o left join back b on b.attempt = o.id
            where case when o.state = 'SURPLUS' then (b.tasks = 1
                and b.minor = coalesce(o.home_minor, o.amount_minor)
                and b.currency = coalesce(o.home_currency, o.currency)) is not true
              else b.attempt is not null end
            order by o.id limit 1000
            """;

    private static final String COUNT =
            """
            select count(*) as n from partner_offer
            """;

    private PartnerOfferAudit() {}

    static void run(Tx tx, AuditReport.Notes notes) {
        LedgerAudit.count(tx, notes, "offers at partners' gateways", COUNT);
        LedgerAudit.ask(tx, notes, TAKEN);
        LedgerAudit.ask(tx, notes, SURPLUS);
    }
}
