package dev.handfast.mandates;

import dev.handfast.ledger.AuditReport;
import dev.handfast.ledger.LedgerAudit;
import dev.handfast.sql.Tx;

/** Proves what was taken under mandates; that each use is a payment, payments prove. */
public final class MandateAudit {
    private static final String TAKEN =
            """
            with used as (
              select mandate, count(*) as payments, sum(amount_minor) as minor, max(at) as last_at
              from mandate_use group by mandate)
            select format('mandate %s says %s payments of %s in all, its uses say %s of %s',
              coalesce(m.id, u.mandate), m.payments, m.taken_minor, u.payments, u.minor) as finding
            from mandate m full join used u on u.mandate = m.id
            where (m.payments = coalesce(u.payments, 0)
              and m.taken_minor = coalesce(u.minor, 0)
              and m.last_at is not distinct from u.last_at
              and m.taken_minor <= coalesce(m.total_minor, m.taken_minor)
              and m.payments <= coalesce(m.payments_max, m.payments)) is not true
            order by coalesce(m.id, u.mandate) limit 1000
            """;

    private static final String SINGLE =
            """
            select format('payment %s took %s under mandate %s, which allows %s', u.payment,
              u.amount_minor, u.mandate, m.single_minor) as finding
            from mandate_use u join mandate m on m.id = u.mandate
            where u.amount_minor > m.single_minor or u.at < m.agreed_at or u.at > m.ended_at
              or u.at >= m.valid_until
            order by u.payment limit 1000
            """;

    private static final String COUNT =
            """
            select count(*) as n from mandate_use
            """;

    private MandateAudit() {}

    /** Audits the mandates as this transaction sees them. */
    public static void run(Tx tx, AuditReport.Notes notes) {
        LedgerAudit.count(tx, notes, "payments under mandates", COUNT);
        LedgerAudit.ask(tx, notes, TAKEN);
        LedgerAudit.ask(tx, notes, SINGLE);
    }
}
