package dev.handfast.engine;

import dev.handfast.sql.CommitUnknown;
import dev.handfast.sql.Database;
import dev.handfast.sql.DatabaseUnavailable;
import dev.handfast.sql.Fate;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

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
        record Unclear(CommitUnknown why, List<Batch.Outcome> outcomes) implements Ending {}
    }

    private final Database database;
    private final List<Table<?, ?>> tables;
    private final Guard guard;
    private final InstantSource clock;

    Storage(Database database, Engine.Plan plan, InstantSource clock) {
        this.database = database;
        this.tables = plan.tables();
        this.guard = plan.guard();
        this.clock = clock;
    }

    @SuppressWarnings("CatchThrowable") // an Error must not end the lane; it is handed to callers
    Ending run(List<? extends Command<?>> commands, int lane) {
        List<Batch.Outcome> outcomes = new ArrayList<>(commands.size());
        try {
            database.transact(
                    tx -> {
                        outcomes.clear();
                        // Asked for, so that the fate of a lost commit can be looked up.
                        tx.transactionId();
                        outcomes.addAll(
                                new Batch(tables, guard, new Bulk(tx))
                                        .run(commands, lane, clock.instant()));
                        return outcomes;
                    });
            return new Ending.Committed(outcomes);
        } catch (CommitUnknown lost) {
            return new Ending.Unclear(lost, outcomes);
        } catch (DatabaseUnavailable away) {
            return new Ending.Away(away);
        } catch (Throwable refused) {
            return new Ending.RolledBack(refused);
        }
    }

    /** What became of a commit that was not answered; UNKNOWN while the database is away. */
    Fate fateOf(CommitUnknown lost) {
        if (lost.transactionId().isEmpty()) {
            return Fate.UNKNOWN;
        }
        try {
            return database.fateOf(lost.transactionId().getAsLong());
        } catch (DatabaseUnavailable away) {
            return Fate.UNKNOWN;
        }
    }
}
