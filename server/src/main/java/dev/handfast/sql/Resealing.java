package dev.handfast.sql;

import dev.handfast.secrets.KeyRing;
import dev.handfast.secrets.SealBroken;
import dev.handfast.secrets.Sealed;
import dev.handfast.secrets.Vault;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Seals values anew that are under another key than the active one, a few at a time, while
 * everything else goes on.
 *
 * <p>What has to be done is read off the values themselves, so nothing is lost when a process is
 * killed: the next one finds what is left. Each batch is a transaction of its own. A value is
 * replaced only where it still is what was read; one that somebody else has changed, thrown away or
 * sealed anew meanwhile is left alone, so any number of processes may do this at once. Rows are
 * taken in the order of their keys, as everywhere.
 *
 * <p>A value that does not open is left as it is and told; its key cannot be retired. Safe for use
 * by many threads.
 */
public final class Resealing {
    /** How many values are sealed anew in one transaction. */
    static final int BATCH_VALUES_MAX = 200;

    private final Database database;
    private final KeyRing ring;
    private final Vault vault;
    private final List<SealedColumn> columns;
    private Position position = new Position(0, 0, Optional.empty());

    /** How far a pass over all columns has come, and under which key it seals. */
    private record Position(int keyId, int column, Optional<String> after) {
        Position nextColumn() {
            return new Position(keyId, column + 1, Optional.empty());
        }
    }

    /** Whether a pass is over. */
    public enum Left {
        /** There may be more to do. */
        MORE,
        /** Everything has been looked at. */
        NOTHING
    }

    /**
     * A value that does not open: somebody has changed it, or its key is lost.
     *
     * @param place its column
     * @param key the key of its row
     * @param why what is wrong with it
     */
    public record Broken(SealedColumn.Place place, String key, String why) {}

    /**
     * What a round did.
     *
     * @param resealed how many values it sealed anew
     * @param broken which ones it could not
     * @param left whether the next round has something to look at
     */
    public record Round(int resealed, List<Broken> broken, Left left) {
        /** Copies the list. */
        public Round {
            broken = List.copyOf(broken);
        }
    }

    /** Resealing of these columns. */
    public Resealing(Database database, KeyRing ring, List<SealedColumn> columns) {
        this.database = database;
        this.ring = ring;
        this.vault = new Vault(ring);
        this.columns = List.copyOf(columns);
    }

    /** How many values of each column are sealed under which key, by the key's number. */
    public Map<SealedColumn.Place, Map<Integer, Long>> counts() {
        return database.read(
                tx -> {
                    Map<SealedColumn.Place, Map<Integer, Long>> counts =
                            new TreeMap<>(Comparator.comparing(Object::toString));
                    for (SealedColumn column : columns) {
                        counts.put(column.place(), column.counts(tx));
                    }
                    return counts;
                });
    }

    /** How many values are sealed under a key. */
    public long under(int keyId) {
        return counts().values().stream().mapToLong(one -> one.getOrDefault(keyId, 0L)).sum();
    }

    /**
     * Does one batch of the pass; the round after the last does nothing, until the key changes
     * again or {@link #again} is called.
     */
    public synchronized Round round() {
        int active = ring.activeKeyId();
        if (position.keyId() != active) {
            position = new Position(active, 0, Optional.empty());
        }
        if (position.column() == columns.size() || active == 1) { // No key comes before the first.
            return new Round(0, List.of(), Left.NOTHING);
        }
        SealedColumn column = columns.get(position.column());
        Optional<String> after = position.after();
        Batch batch = database.transact(tx -> batch(tx, column, after));
        position =
                batch.last()
                        .map(last -> new Position(active, position.column(), Optional.of(last)))
                        .orElseGet(position::nextColumn);
        return new Round(
                batch.resealed(),
                batch.broken(),
                position.column() == columns.size() ? Left.NOTHING : Left.MORE);
    }

    /** Begins the pass anew: a process that did not know the new key yet may have sealed more. */
    public synchronized void again() {
        position = new Position(0, 0, Optional.empty());
    }

    private record Batch(int resealed, List<Broken> broken, Optional<String> last) {}

    private Batch batch(Tx tx, SealedColumn column, Optional<String> after) {
        int resealed = 0;
        List<Broken> broken = new ArrayList<>();
        Optional<String> last = Optional.empty();
        for (SealedColumn.Kept old :
                column.others(tx, ring.activeKeyId(), after, BATCH_VALUES_MAX)) {
            last = Optional.of(old.key());
            SealedColumn.Context context = column.context().apply(old.key());
            try {
                Sealed fresh =
                        vault.reseal(Sealed.of(old.sealed()), context.purpose(), context.owner());
                resealed += column.replace(tx, old, fresh);
            } catch (SealBroken | IllegalArgumentException notSealed) {
                broken.add(
                        new Broken(
                                column.place(), old.key(), String.valueOf(notSealed.getMessage())));
            }
        }
        return new Batch(resealed, broken, last);
    }
}
