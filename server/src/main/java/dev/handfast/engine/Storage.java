package dev.handfast.engine;

import dev.handfast.sql.CommitUnknown;
import dev.handfast.sql.Database;
import dev.handfast.sql.DatabaseUnavailable;
import dev.handfast.sql.Fate;
import dev.handfast.sql.Tx;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;

/** Runs a batch as one transaction and tells the ways this can end apart. */
final class Storage {
    /** How a batch ended. */
    sealed interface Ending {
        /** Durable; one outcome per command. */
        record Committed(List<Batch.Outcome> outcomes) implements Ending {}

        /** Rolled back: the database or a bug refused the batch as a whole. */
        record RolledBack(Throwable why) implements Ending {}

        /** Nothing happened: the database is away. */
        record Away(DatabaseUnavailable why) implements Ending {}

        /** The commit was sent and not answered. */
        record Unclear(CommitUnknown why, Witness witness, List<Batch.Outcome> outcomes)
                implements Ending {}
    }

    private final Database database;
    private final List<Table<?, ?>> tables;
    private final Guard guard;
    private final Runnable afterCommit;
    private final InstantSource clock;

    Storage(Database database, Engine.Plan plan, InstantSource clock) {
        this.database = database;
        this.tables = plan.tables();
        this.guard = plan.guard();
        this.afterCommit = plan.afterCommit();
        this.clock = clock;
    }

    /**
     * A row of each batch's own, so that its fate can be looked up if its commit is not answered.
     * The transaction's number alone would not do: after a crash a number that never reached the
     * disk can be given out again.
     */
    private record Witness(UUID id, long transaction) {
        static Witness of(Tx tx, Instant now) {
            UUID id = UUID.randomUUID();
            return tx.queryOne(
                            """
                            insert into batch_witness (id, at) values (?, ?)
                            returning pg_current_xact_id()::text::bigint as transaction
                            """,
                            row -> new Witness(id, row.number("transaction")),
                            id,
                            now)
                    .orElseThrow();
        }
    }

    @SuppressWarnings("CatchThrowable") // an Error must not end the lane; it is handed to callers
    Ending run(List<? extends Command<?>> commands, int lane) {
        List<Batch.Outcome> outcomes = new ArrayList<>(commands.size());
        AtomicReference<Optional<Witness>> witness = new AtomicReference<>(Optional.empty());
        try {
            database.transact(
                    tx -> {
                        Instant now = clock.instant();
                        witness.set(Optional.of(Witness.of(tx, now)));
                        outcomes.addAll(
                                new Batch(tables, guard, new Bulk(tx)).run(commands, lane, now));
                        return outcomes;
                    });
            afterCommit.run();
            return new Ending.Committed(outcomes);
        } catch (CommitUnknown lost) {
            return new Ending.Unclear(lost, witness.get().orElseThrow(), outcomes);
        } catch (DatabaseUnavailable away) {
            return new Ending.Away(away);
        } catch (Throwable refused) {
            return new Ending.RolledBack(refused);
        }
    }

    /** What became of a commit that was not answered; UNKNOWN while the database is away. */
    Fate fateOf(Ending.Unclear unclear) {
        try {
            // A session that lost its client may still be about to commit.
            if (database.fateOf(unclear.witness().transaction()) == Fate.IN_PROGRESS) {
                return Fate.IN_PROGRESS;
            }
            boolean there =
                    database.read(
                            tx ->
                                    tx.queryOne(
                                                    """
                                                    select id from batch_witness where id = ?
                                                    """,
                                                    row -> row.uuid("id"),
                                                    unclear.witness().id())
                                            .isPresent());
            return there ? Fate.COMMITTED : Fate.ABORTED;
        } catch (DatabaseUnavailable away) {
            return Fate.UNKNOWN;
        }
    }
}
