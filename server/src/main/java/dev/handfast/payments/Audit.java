package dev.handfast.payments;

import dev.handfast.customers.MethodAudit;
import dev.handfast.ledger.AuditReport;
import dev.handfast.ledger.LedgerAudit;
import dev.handfast.ledger.Seal;
import dev.handfast.limits.LimitAudit;
import dev.handfast.mandates.MandateAudit;
import dev.handfast.sql.Database;
import dev.handfast.sql.Tx;
import dev.handfast.transfers.TransferAudit;

import java.sql.SQLException;
import java.util.Optional;

/**
 * Proves everything that can be proved from the rows: the ledger from its journal, and every
 * payment and refund from its postings. Reads one snapshot, changes nothing, and may run beside a
 * working server.
 */
public final class Audit {
    private static final String SNAPSHOT =
            """
            set transaction isolation level repeatable read
            """;

    private static final String MEMORY =
            """
            set local work_mem = '256MB'
            """;

    /** Over millions of rows a statement takes longer than any that somebody waits for. */
    private static final String PATIENCE =
            """
            set local statement_timeout = 0
            """;

    private static final int NO_TIMEOUT = 0;

    private Audit() {}

    /**
     * Audits a database.
     *
     * @param seal the seal that the server put on the heads of the journal
     */
    public static AuditReport run(Database database, Seal seal) {
        return run(database, Optional.of(seal));
    }

    /**
     * Audits a database whose seal's key is not at hand. Everything but the seals is proved: a
     * journal that was rewritten from some row to its end, heads included, is not found out.
     */
    public static AuditReport runWithoutSeal(Database database) {
        return run(database, Optional.empty());
    }

    private static AuditReport run(Database database, Optional<Seal> seal) {
        return database.read(
                tx -> {
                    tx.update(SNAPSHOT);
                    tx.update(MEMORY);
                    tx.update(PATIENCE);
                    tx.connection().setNetworkTimeout(Runnable::run, NO_TIMEOUT);
                    return in(tx, seal);
                });
    }

    /** Audits what a transaction sees. */
    static AuditReport in(Tx tx, Optional<Seal> seal) throws SQLException {
        AuditReport.Notes notes = new AuditReport.Notes();
        LedgerAudit.run(tx, notes, seal);
        PaymentAudit.run(tx, notes);
        ProceedsAudit.run(tx, notes);
        CommissionAudit.run(tx, notes);
        FreezeAudit.run(tx, notes);
        PartnerOfferAudit.run(tx, notes);
        TransferAudit.run(tx, notes);
        MandateAudit.run(tx, notes);
        MethodAudit.run(tx, notes);
        notes.checked("uses of limits", LimitAudit.count(tx));
        LimitAudit.findings(tx).forEach(notes::found);
        PayoutAudit.run(tx, notes);
        ContestAudit.run(tx, notes);
        return notes.report();
    }
}
