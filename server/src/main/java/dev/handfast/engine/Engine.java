package dev.handfast.engine;

import dev.handfast.sql.Database;
import dev.handfast.sql.Sweep;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * Runs commands in batches, one durable transaction per batch. Safe for any number of callers; a
 * caller is expected to be a virtual thread and waits for its command's commit.
 *
 * <p>Several engines, in one process or many, may run on one database: row locks keep them apart.
 */
public final class Engine implements AutoCloseable {
    /**
     * How an engine runs.
     *
     * @param lanes how many batches may run at the same time, 1 to 64
     * @param batch how many commands one batch takes at the most
     * @param waiting how many commands may wait on one lane before callers are turned away
     * @param patience how long a command may wait for a database that is away
     */
    public record Options(int lanes, int batch, int waiting, Duration patience) {
        /** The largest number of lanes: a lane's number has six bits in a transfer's id. */
        public static final int LANES_MAX = 64;

        /** Checks the ranges. */
        public Options {
            if (lanes < 1 || lanes > LANES_MAX) {
                throw new IllegalArgumentException("lanes is 1 to 64, got " + lanes);
            }
            if (batch < 1 || waiting < batch) {
                throw new IllegalArgumentException(
                        "batch is at least 1 and waiting at least batch, got %d and %d"
                                .formatted(batch, waiting));
            }
        }

        /** Two lanes, so that one decides while the other commits. */
        public static Options standard() {
            return new Options(2, 1_000, 20_000, Duration.ofSeconds(10));
        }
    }

    /**
     * What an engine works on.
     *
     * @param tables every table commands may name, in the one order in which all batches load and
     *     lock them
     * @param guard looks at every batch before it is stored
     * @param afterCommit run after every batch that is durable, on its lane; must be quick
     */
    public record Plan(List<Table<?, ?>> tables, Guard guard, Runnable afterCommit) {
        /** Copies the list. */
        public Plan {
            tables = List.copyOf(tables);
        }

        /** A plan with nothing to run after a commit. */
        public Plan(List<Table<?, ?>> tables, Guard guard) {
            this(tables, guard, () -> {});
        }
    }

    /**
     * What one lane has done since the start.
     *
     * @param lane its number
     * @param batches batches committed
     * @param commands commands committed in them
     * @param waiting commands that wait now
     */
    public record Load(int lane, long batches, long commands, int waiting) {}

    private final List<Lane> lanes = new ArrayList<>();
    private final Database database;

    /**
     * Starts the lanes.
     *
     * @param database where rows live
     * @param plan the tables and the guard
     * @param clock the source of each batch's moment
     * @param options limits
     */
    public Engine(Database database, Plan plan, InstantSource clock, Options options) {
        this.database = database;
        for (int number = 0; number < options.lanes(); number++) {
            lanes.add(new Lane(number, new Storage(database, plan, clock), options));
        }
        lanes.forEach(Lane::start);
    }

    /**
     * Runs a command and waits until its outcome is durable.
     *
     * @throws EngineUnavailable when nothing happened: the database is away or too much waits
     * @throws OutcomeUnknown when the commit was sent and its fate could not be learnt in time
     */
    public <R> R run(Command<R> command) {
        try {
            return submit(command).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OutcomeUnknown("interrupted while waiting for the commit", e);
        } catch (ExecutionException e) {
            throw failure(e.getCause() == null ? e : e.getCause());
        }
    }

    /** Hands in a command; the future completes after its commit. */
    public <R> CompletableFuture<R> submit(Command<R> command) {
        return lanes.get(Math.floorMod(command.lane(), lanes.size())).submit(command);
    }

    private static RuntimeException failure(Throwable cause) {
        // The caller's own trace joins the lane's, so that a bug names the request it came by.
        return switch (cause) {
            case EngineUnavailable away ->
                    new EngineUnavailable(String.valueOf(away.getMessage()), away);
            case OutcomeUnknown unknown ->
                    new OutcomeUnknown(String.valueOf(unknown.getMessage()), unknown);
            default -> new CommandFailed("the command failed: " + cause, cause);
        };
    }

    /** What each lane has done, for metrics. */
    public List<Load> load() {
        return lanes.stream().map(Lane::load).toList();
    }

    /**
     * Forgets answers whose time is over, and what was kept to look up the fate of batches that are
     * long settled; answers how many rows.
     *
     * @param now the time
     * @param settled when a batch was long ago
     */
    public int tidy(Instant now, Instant settled) {
        int answers =
                Sweep.run(
                        database,
                        (tx, limit) ->
                                tx.update(
                                        """
                                        delete from idempotency where id in (
                                            select id from idempotency where expires_at <= ?
                                            order by expires_at limit ?)
                                          and expires_at <= ?
                                        """,
                                        now,
                                        limit,
                                        now));
        int witnesses =
                Sweep.run(
                        database,
                        (tx, limit) ->
                                tx.update(
                                        """
                                        delete from batch_witness where id in (
                                            select id from batch_witness where at < ?
                                            order by at limit ?)
                                        """,
                                        settled,
                                        limit));
        return answers + witnesses;
    }

    /** Lets what waits finish, then stops the lanes. */
    @Override
    public void close() {
        lanes.forEach(Lane::stop);
        lanes.forEach(Lane::await);
    }
}
