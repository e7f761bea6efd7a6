package dev.handfast.transfers;

import dev.handfast.ledger.AuditReport;
import dev.handfast.ledger.LedgerAudit;
import dev.handfast.sql.Tx;

/** Proves transfers from their postings, and the other way round. */
public final class TransferAudit {
    private static final String POSTINGS =
            """
            with due as (
              select w.id, w.amount_minor, w.currency, s.dk, s.dp, s.dh, s.ck, s.cp, s.ch
              from wallet_transfer w left join wallet o on o.id = w.wallet
              cross join lateral (values
                ('MERCHANT_PAYABLE', w.partner, w.merchant, 'WALLET', o.operator, w.wallet,
                  o.operator = w.partner),
                ('MERCHANT_PAYABLE', w.partner, w.merchant, 'POSITION_PAYABLE', w.partner,
                  o.operator, o.operator <> w.partner),
                ('POSITION_RECEIVABLE', o.operator, w.partner, 'WALLET', o.operator, w.wallet,
                  o.operator <> w.partner)) as s (dk, dp, dh, ck, cp, ch, asked)
              where s.asked is not false),
            posting as (
              select t.subject, t.id, t.amount_minor, t.currency, d.kind as dk, d.partner as dp,
                d.holder as dh, c.kind as ck, c.partner as cp, c.holder as ch
              from transfer t join account d on d.id = t.debit join account c on c.id = t.credit
              where t.purpose = 'TRANSFER')
            select format('wallet transfer %s: its row makes %s from %s to %s, its posting is %s',
              coalesce(d.id, p.subject), d.amount_minor, d.dk, d.ck, p.id) as finding
            from due d full join posting p on p.subject = d.id
              and (p.amount_minor, p.currency, p.dk, p.dp, p.dh, p.ck, p.cp, p.ch)
                = (d.amount_minor, d.currency, d.dk, d.dp, d.dh, d.ck, d.cp, d.ch)
            where d.id is null or p.id is null
            order by coalesce(d.id, p.subject) limit 1000
            """;

    /** Two postings of one shape would pair up with one row. */
    private static final String TWICE =
            """
            select format('wallet transfer %s has been posted %s times', subject, count(*))
              as finding
            from transfer where purpose = 'TRANSFER'
            group by subject, debit having count(*) > 1
            order by subject limit 1000
            """;

    private static final String COUNT =
            """
            select count(*) as n from wallet_transfer
            """;

    private TransferAudit() {}

    /** Audits the transfers as this transaction sees them. */
    public static void run(Tx tx, AuditReport.Notes notes) {
        LedgerAudit.count(tx, notes, "transfers to wallets", COUNT);
        LedgerAudit.ask(tx, notes, POSTINGS);
        LedgerAudit.ask(tx, notes, TWICE);
    }
}
