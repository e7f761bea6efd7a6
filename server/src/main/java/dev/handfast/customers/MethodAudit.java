package dev.handfast.customers;

import dev.handfast.ledger.AuditReport;
import dev.handfast.ledger.LedgerAudit;
import dev.handfast.sql.Tx;

/** Proves that nobody is charged by a payment method to which no holder has agreed. */
public final class MethodAudit {
    /** A wallet on file and its holder's mandate are there together, for one merchant. */
    private static final String AGREED =
            """
            select format('payment method %s of merchant %s, mandate %s of merchant %s, %s',
              p.id, p.merchant, m.id, m.merchant, m.state) as finding
            from (select id, merchant, mandate from payment_method where mandate is not null) p
            full join (select id, merchant, state from mandate
              where product = 'PAYMENT_METHOD' and state <> 'PROPOSED') m on m.id = p.mandate
            where (p.merchant = m.merchant) is not true
            order by coalesce(p.id, m.id) limit 1000
            """;

    /** A card on file is a device token, with the ending that it shows. */
    private static final String ON_FILE =
            """
            select format('payment method %s shows %s %s until %s, its device token %s is %s %s '
              || 'until %s', p.id, p.network, p.suffix, p.expires_on, p.token, t.network, t.suffix,
              t.expires_on) as finding
            from payment_method p left join device_token t on t.id = p.token
            where p.token is not null and (p.network = t.network and p.suffix = t.suffix
              and p.expires_on = t.expires_on) is not true
            order by p.id limit 1000
            """;

    /** A setup that has succeeded has put on file what it says, for its own merchant. */
    private static final String SETUPS =
            """
            select format('setup %s of merchant %s is %s with payment method %s of merchant %s, '
              || 'mandate %s', s.id, s.merchant, s.state, s.method, p.merchant, s.mandate)
              as finding
            from setup_intent s left join payment_method p on p.id = s.method
            where (s.state = 'SUCCEEDED') <> (s.method is not null)
              or s.method is not null and (p.merchant = s.merchant) is not true
              or p.mandate is not null and p.mandate is distinct from s.mandate
            order by s.id limit 1000
            """;

    private static final String COUNT =
            """
            select count(*) as n from payment_method
            """;

    private MethodAudit() {}

    /** Audits the payment methods as this transaction sees them. */
    public static void run(Tx tx, AuditReport.Notes notes) {
        LedgerAudit.count(tx, notes, "payment methods on file", COUNT);
        LedgerAudit.ask(tx, notes, AGREED);
        LedgerAudit.ask(tx, notes, ON_FILE);
        LedgerAudit.ask(tx, notes, SETUPS);
    }
}
