package dev.handfast.engine;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** One pass of load, decide and store over some commands; knows no transaction and no thread. */
final class Batch {
    /** Where rows come from and go to. */
    interface Rows {
        <K, R> List<R> load(Table<K, R> table, Collection<K> keys) throws SQLException;

        <K, R> void insert(Table<K, R> table, List<R> rows) throws SQLException;

        <K, R> void update(Table<K, R> table, List<R> rows) throws SQLException;
    }

    /** What one command came to: a decision, or the exception it threw. */
    sealed interface Outcome {
        record Decided(Object result) implements Outcome {}

        record Threw(Throwable bug) implements Outcome {}
    }

    private final List<Table<?, ?>> tables;
    private final Guard guard;
    private final Rows rows;

    Batch(List<Table<?, ?>> tables, Guard guard, Rows rows) {
        this.tables = tables;
        this.guard = guard;
        this.rows = rows;
    }

    /** Runs the commands in order; one outcome each. */
    List<Outcome> run(List<? extends Command<?>> commands, int lane, Instant now)
            throws SQLException {
        Working working = new Working(lane, now);
        IdentityHashMap<Command<?>, Throwable> unnamed = load(commands, working);
        List<Outcome> outcomes = new ArrayList<>(commands.size());
        for (Command<?> command : commands) {
            Throwable bug = unnamed.get(command);
            outcomes.add(bug == null ? decide(command, working) : new Outcome.Threw(bug));
        }
        guard.check(working);
        for (Table<?, ?> table : tables) {
            store(table, working);
        }
        return outcomes;
    }

    private static Outcome decide(Command<?> command, Working working) {
        try {
            return new Outcome.Decided(working.attempt(command).result());
        } catch (RuntimeException bug) {
            return new Outcome.Threw(bug);
        }
    }

    private IdentityHashMap<Command<?>, Throwable> load(
            List<? extends Command<?>> commands, Working working) throws SQLException {
        Names names = new Names(tables);
        // By identity: two commands may be equal, and only one of them at fault.
        IdentityHashMap<Command<?>, Throwable> unnamed = new IdentityHashMap<>();
        for (Command<?> command : commands) {
            names.of(command);
            try {
                command.name(names);
            } catch (RuntimeException bug) {
                unnamed.put(command, bug);
            }
        }
        for (Table<?, ?> table : tables) {
            load(table, names, working, unnamed);
        }
        return unnamed;
    }

    private <K, R> void load(
            Table<K, R> table,
            Names names,
            Working working,
            IdentityHashMap<Command<?>, Throwable> unnamed)
            throws SQLException {
        Set<K> keys = names.keys(table, working, unnamed);
        if (!keys.isEmpty()) {
            working.loaded(table, keys, rows.load(table, keys));
        }
    }

    private <K, R> void store(Table<K, R> table, Working working) throws SQLException {
        List<R> inserted = working.inserted(table);
        if (!inserted.isEmpty()) {
            rows.insert(table, inserted);
        }
        List<R> updated = working.updated(table);
        if (!updated.isEmpty()) {
            rows.update(table, updated);
        }
    }

    /** The keys that commands named, per table. */
    private static final class Names implements Naming {
        private record Request(Command<?> by, Function<Working, ? extends Collection<?>> keys) {}

        private final Map<Table<?, ?>, Set<Object>> fixed = new HashMap<>();
        private final Map<Table<?, ?>, List<Request>> requests = new HashMap<>();
        private Command<?> by = NOBODY;

        Names(List<Table<?, ?>> tables) {
            for (Table<?, ?> table : tables) {
                fixed.put(table, new LinkedHashSet<>());
                requests.put(table, new ArrayList<>());
            }
        }

        void of(Command<?> command) {
            by = command;
        }

        @Override
        public <K> void row(Table<K, ?> table, K key) {
            Set<Object> keys = fixed.get(table);
            if (keys == null) {
                throw new IllegalStateException(table + " is not one of the engine's tables");
            }
            keys.add(key);
        }

        @Override
        public <K> void rows(Table<K, ?> table, Function<Working, ? extends Collection<K>> keys) {
            List<Request> list = requests.get(table);
            if (list == null) {
                throw new IllegalStateException(table + " is not one of the engine's tables");
            }
            list.add(new Request(by, keys));
        }

        @SuppressWarnings("unchecked") // both maps are filled under the table's own key type
        <K> Set<K> keys(
                Table<K, ?> table,
                Working working,
                IdentityHashMap<Command<?>, Throwable> unnamed) {
            Set<Object> keys = fixed.getOrDefault(table, Set.of());
            for (Request request : requests.getOrDefault(table, List.of())) {
                if (unnamed.containsKey(request.by())) {
                    continue;
                }
                try {
                    keys.addAll(request.keys().apply(working));
                } catch (RuntimeException bug) {
                    unnamed.put(request.by(), bug);
                }
            }
            return (Set<K>) keys;
        }

        private static final Command<Void> NOBODY =
                new Command<>() {
                    @Override
                    public void name(Naming naming) {
                        throw new UnsupportedOperationException("names nothing");
                    }

                    @Override
                    public Decision<Void> decide(Working working) {
                        throw new UnsupportedOperationException("decides nothing");
                    }
                };
    }
}
