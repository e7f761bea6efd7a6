package dev.handfast.engine;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * The engine's batches over rows in memory: the same load, decide and store, without database,
 * threads or time.
 */
public final class Simulated {
    private final Engine.Plan plan;
    private final IdentityHashMap<Table<?, ?>, Map<Object, Object>> tables =
            new IdentityHashMap<>();

    /** Empty tables. */
    public Simulated(Engine.Plan plan) {
        this.plan = plan;
        plan.tables().forEach(table -> tables.put(table, new HashMap<>()));
    }

    /** Whether a batch that was decided is kept. */
    public enum Fate {
        /** It is stored. */
        COMMITTED,
        /** It is decided and thrown away, as when the database refuses it. */
        ROLLED_BACK
    }

    /**
     * Runs commands as one batch; what each came to, in order.
     *
     * @throws IllegalStateException when one of them threw
     */
    public List<Object> run(List<? extends Command<?>> commands, int lane, Instant now, Fate fate) {
        Stored stored = new Stored();
        List<Batch.Outcome> outcomes;
        try {
            outcomes = new Batch(plan.tables(), plan.guard(), stored).run(commands, lane, now);
        } catch (SQLException never) {
            throw new IllegalStateException("no database here", never);
        }
        if (fate == Fate.COMMITTED) {
            stored.writes.forEach(Runnable::run);
        }
        List<Object> results = new ArrayList<>();
        for (Batch.Outcome outcome : outcomes) {
            switch (outcome) {
                case Batch.Outcome.Decided(Object result) -> results.add(result);
                case Batch.Outcome.Threw(Throwable bug) ->
                        throw new IllegalStateException("a command threw", bug);
            }
        }
        return results;
    }

    /** Runs one command by itself. */
    @SuppressWarnings("unchecked") // the result of this very command
    public <R> R run(Command<R> command, Instant now) {
        return (R) run(List.of(command), 0, now, Fate.COMMITTED).getFirst();
    }

    /** Puts a row, in place of an earlier one: what is set up rather than traded. */
    public <K, R> void put(Table<K, R> table, R row) {
        rows(table).put(table.keyOf(row), row);
    }

    /** All rows of the table with this name. */
    public Collection<Object> rows(String name) {
        return tables.entrySet().stream()
                .filter(entry -> entry.getKey().name().equals(name))
                .findFirst()
                .orElseThrow()
                .getValue()
                .values();
    }

    private Map<Object, Object> rows(Table<?, ?> table) {
        return tables.computeIfAbsent(table, any -> new HashMap<>());
    }

    /** Rows as they are, and the writes of one batch. */
    private final class Stored implements Batch.Rows {
        private final List<Runnable> writes = new ArrayList<>();

        @Override
        @SuppressWarnings("unchecked") // rows of a table are put in typed by it
        public <K, R> List<R> load(Table<K, R> table, Collection<K> keys) {
            List<R> found = new ArrayList<>();
            for (K key : keys) {
                Object row = rows(table).get(key);
                if (row != null) {
                    found.add((R) row);
                }
            }
            return found;
        }

        @Override
        public <K, R> void insert(Table<K, R> table, List<R> rows) {
            for (R row : rows) {
                writes.add(
                        () -> {
                            if (rows(table).putIfAbsent(table.keyOf(row), row) != null) {
                                throw new IllegalStateException(table + " has " + row + " already");
                            }
                        });
            }
        }

        @Override
        public <K, R> void update(Table<K, R> table, List<R> rows) {
            for (R row : rows) {
                writes.add(
                        () -> {
                            if (rows(table).replace(table.keyOf(row), row) == null) {
                                throw new IllegalStateException(table + " has no " + row);
                            }
                        });
            }
        }
    }
}
