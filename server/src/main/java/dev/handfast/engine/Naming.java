package dev.handfast.engine;

import java.util.Collection;
import java.util.function.Function;

/**
 * Collects the keys a command needs, table by table.
 *
 * <p>Tables load in the order the engine was given, each once per batch. A key that is known only
 * from another row (the wallet behind a token) is given as a function over the working set; it is
 * called when its table's turn comes, so it may read tables that stand earlier in the order.
 */
public interface Naming {
    /** Names one row by its key. */
    <K> void row(Table<K, ?> table, K key);

    /** Names rows whose keys follow from rows of tables that load earlier. */
    <K> void rows(Table<K, ?> table, Function<Working, ? extends Collection<K>> keys);
}
