package dev.handfast.engine;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The rows one batch works on, in memory: everything its commands named, and their changes so far.
 *
 * <p>Used by one thread. A key that nobody named is a bug and throws, so that a decision can never
 * mistake "not loaded" for "does not exist".
 */
public final class Working {
    private enum State {
        ABSENT,
        LOADED,
        INSERTED,
        UPDATED
    }

    private record Slot(State state, @Nullable Object row, @Nullable Object original) {}

    /** A row before and after the batch; {@code before} is empty for a new row. */
    public record Change<R>(Optional<R> before, R after) {}

    private record Undo(Map<Object, Slot> rows, Object key, Slot before) {}

    private final IdentityHashMap<Table<?, ?>, Map<Object, Slot>> tables = new IdentityHashMap<>();
    private final Deque<Undo> undo = new ArrayDeque<>();
    private final int lane;
    private final Instant now;

    /**
     * An empty working set.
     *
     * @param lane the lane the batch runs on
     * @param now the batch's one moment in time
     */
    public Working(int lane, Instant now) {
        this.lane = lane;
        this.now = now;
    }

    /** The number of the lane this batch runs on. */
    public int lane() {
        return lane;
    }

    /** The moment this batch happens at; the same for all its commands. */
    public Instant now() {
        return now;
    }

    /** The row with this key, with all changes so far; empty when there is none. */
    @SuppressWarnings("unchecked") // rows of a table are put in by the methods below, typed by it
    public <K, R> Optional<R> find(Table<K, R> table, K key) {
        Slot slot = slot(table, key);
        return Optional.ofNullable((R) slot.row());
    }

    /** The row with this key, which the caller knows to exist. */
    public <K, R> R get(Table<K, R> table, K key) {
        return find(table, key)
                .orElseThrow(() -> new IllegalStateException(table + " has no row " + key));
    }

    /** The row with this key as the batch found it; empty when there was none. */
    @SuppressWarnings("unchecked") // as in find
    public <K, R> Optional<R> before(Table<K, R> table, K key) {
        return Optional.ofNullable((R) slot(table, key).original());
    }

    /** Adds a row that did not exist. */
    public <K, R> void insert(Table<K, R> table, R row) {
        K key = table.keyOf(row);
        Map<Object, Slot> rows = rows(table);
        Slot before = rows.getOrDefault(key, new Slot(State.ABSENT, null, null));
        if (before.row() != null) {
            throw new IllegalStateException(table + " already has a row " + key);
        }
        put(rows, key, before, new Slot(State.INSERTED, row, null));
    }

    /** Replaces a row that exists. */
    public <K, R> void update(Table<K, R> table, R row) {
        K key = table.keyOf(row);
        Slot before = slot(table, key);
        State state =
                switch (before.state()) {
                    case ABSENT -> throw new IllegalStateException(table + " has no row " + key);
                    case LOADED, UPDATED -> State.UPDATED;
                    case INSERTED -> State.INSERTED;
                };
        put(rows(table), key, before, new Slot(state, row, before.original()));
    }

    /**
     * Decides a command so that a refusal, or an exception, undoes what it had changed, and nothing
     * else.
     */
    public <R> Decision<R> attempt(Command<R> command) {
        int mark = undo.size();
        try {
            Decision<R> decision = command.decide(this);
            switch (decision) {
                case Decision.Done<R> done -> {}
                case Decision.Refused<R> refused -> undoTo(mark);
            }
            return decision;
        } catch (Throwable bug) {
            undoTo(mark);
            throw bug;
        }
    }

    /** Registers what the database holds for the keys that were asked for. */
    <K, R> void loaded(Table<K, R> table, Collection<K> asked, Collection<R> found) {
        Map<Object, Slot> rows = rows(table);
        Slot absent = new Slot(State.ABSENT, null, null);
        for (K key : asked) {
            rows.putIfAbsent(key, absent);
        }
        for (R row : found) {
            rows.put(table.keyOf(row), new Slot(State.LOADED, row, row));
        }
    }

    /** Whether this key of this table has been loaded or inserted. */
    <K> boolean knows(Table<K, ?> table, K key) {
        return rows(table).containsKey(key);
    }

    /** All rows of a table that this batch adds or changes. */
    @SuppressWarnings("unchecked") // as in find
    public <R> List<Change<R>> changes(Table<?, R> table) {
        List<Change<R>> result = new ArrayList<>();
        for (Slot slot : rows(table).values()) {
            boolean changed = slot.state() == State.INSERTED || slot.state() == State.UPDATED;
            if (changed && slot.row() != null) {
                result.add(new Change<>(Optional.ofNullable((R) slot.original()), (R) slot.row()));
            }
        }
        return result;
    }

    /** The rows to insert, in the order they were first inserted. */
    <K, R> List<R> inserted(Table<K, R> table) {
        return in(table, State.INSERTED);
    }

    /** The rows to update. */
    <K, R> List<R> updated(Table<K, R> table) {
        return in(table, State.UPDATED);
    }

    @SuppressWarnings("unchecked") // as in find
    private <K, R> List<R> in(Table<K, R> table, State state) {
        List<R> result = new ArrayList<>();
        for (Slot slot : rows(table).values()) {
            if (slot.state() == state && slot.row() != null) {
                result.add((R) slot.row());
            }
        }
        return result;
    }

    private Slot slot(Table<?, ?> table, Object key) {
        Slot slot = rows(table).get(key);
        if (slot == null) {
            throw new IllegalStateException("row " + key + " of " + table + " was never named");
        }
        return slot;
    }

    private Map<Object, Slot> rows(Table<?, ?> table) {
        return switch (table.access()) {
            // Insertion order is kept so that the journal is stored in the order it was written.
            case READ -> tables.computeIfAbsent(table, any -> new LinkedHashMap<>());
            case LOCK -> tables.computeIfAbsent(table, any -> new HashMap<>());
        };
    }

    private void put(Map<Object, Slot> rows, Object key, Slot before, Slot after) {
        undo.push(new Undo(rows, key, before));
        rows.put(key, after);
    }

    private void undoTo(int mark) {
        while (undo.size() > mark) {
            Undo last = undo.pop();
            if (last.before().state() == State.ABSENT) {
                // Gone and asked for again at the end, so that the order of inserts stays right.
                last.rows().remove(last.key());
            }
            last.rows().put(last.key(), last.before());
        }
    }
}
