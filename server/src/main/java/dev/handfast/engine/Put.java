package dev.handfast.engine;

/**
 * Adds one row, unless its key is taken: for what is set up rather than traded.
 *
 * @param table where
 * @param row what
 * @param <K> the key
 * @param <R> the row
 */
public record Put<K, R>(Table<K, R> table, R row) implements Command<Boolean> {
    @Override
    public void name(Naming naming) {
        naming.row(table, table.keyOf(row));
    }

    /** True when the row was added, false when its key was taken. */
    @Override
    public Decision<Boolean> decide(Working working) {
        boolean taken = working.find(table, table.keyOf(row)).isPresent();
        if (!taken) {
            working.insert(table, row);
        }
        return new Decision.Done<>(!taken);
    }
}
