package dev.handfast.testing;

import dev.handfast.ledger.AuditReport;
import dev.handfast.ledger.Seal;
import dev.handfast.payments.Audit;
import dev.handfast.sql.Database;

import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;

/** Audits the books after every database test, whatever the test was about. */
public final class AuditAfterTest implements AfterDatabaseTest {
    private static final Map<Database, Seal> SEALS =
            Collections.synchronizedMap(new WeakHashMap<>());

    /** Says with which seal the books in this database are sealed; without it none is checked. */
    public static void sealedBy(Database database, Seal seal) {
        SEALS.put(database, seal);
    }

    /** The audit of a database, with the seal where it is known. */
    public static AuditReport audit(Database database) {
        Seal seal = SEALS.get(database);
        return seal == null ? Audit.runWithoutSeal(database) : Audit.run(database, seal);
    }

    @Override
    public void accept(Database database) {
        // Some tests are about a database that has no tables, or none of ours any more.
        boolean ours =
                database.read(
                        tx ->
                                tx.queryOne(
                                                """
                                                select to_regclass('transfer') is not null as ours
                                                """,
                                                row -> row.flag("ours"))
                                        .orElseThrow());
        if (ours) {
            AuditReport report = audit(database);
            if (!report.clean()) {
                throw new AssertionError("the books after the test\n" + report);
            }
        }
    }
}
