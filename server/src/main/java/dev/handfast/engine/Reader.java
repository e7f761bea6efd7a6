package dev.handfast.engine;

import dev.handfast.sql.Tx;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Reads rows of a table outside a batch, without locks. */
public final class Reader {
    private static final int SCAN_ROWS = 5_000;

    private Reader() {}

    /** The rows with these keys, in key order; keys without a row are passed over. */
    public static <K, R> List<R> by(Tx tx, Table<K, R> table, Collection<K> keys)
            throws SQLException {
        return keys.isEmpty() ? List.of() : rows(tx, table, table.statements().read(), keys);
    }

    /** The row with this key, if there is one. */
    public static <K, R> Optional<R> one(Tx tx, Table<K, R> table, K key) throws SQLException {
        return by(tx, table, List.of(key)).stream().findFirst();
    }

    /**
     * The rows that a query finds, in the order in which it finds them.
     *
     * @param sql a query whose only column is the table's key
     */
    public static <R> List<R> found(Tx tx, Table<UUID, R> table, String sql, Object... parameters)
            throws SQLException {
        String key = table.columns().getFirst().name();
        List<UUID> keys = tx.query(sql, row -> row.uuid(key), parameters);
        Map<UUID, R> rows = new HashMap<>();
        for (R row : by(tx, table, keys)) {
            rows.put(table.keyOf(row), row);
        }
        return keys.stream().flatMap(one -> Optional.ofNullable(rows.get(one)).stream()).toList();
    }

    /** Takes the rows of a scan one by one. */
    public interface Scanner<R> {
        /** A row. */
        void row(R row);

        /** A row whose columns make no value: its key and what is wrong with it. */
        void unreadable(String key, RuntimeException why);
    }

    /** Streams all rows of a table in key order, without ever holding more than a few thousand. */
    public static <R> void scan(Tx tx, Table<?, R> table, Scanner<R> scanner) throws SQLException {
        try (PreparedStatement statement =
                tx.connection().prepareStatement(table.statements().scan())) {
            statement.setFetchSize(SCAN_ROWS);
            try (ResultSet result = statement.executeQuery()) {
                Fields fields = new Fields(result);
                while (result.next()) {
                    fields.rewind();
                    R row;
                    try {
                        row = table.read(fields);
                    } catch (RuntimeException why) {
                        scanner.unreadable(result.getString(1), why);
                        continue;
                    }
                    scanner.row(row);
                }
            }
        }
    }

    static <K, R> List<R> rows(Tx tx, Table<K, R> table, String sql, Collection<K> keys)
            throws SQLException {
        Object[] array = keys.toArray(table.keyType().array(0));
        List<R> rows = new ArrayList<>(keys.size());
        try (PreparedStatement statement = tx.connection().prepareStatement(sql)) {
            statement.setArray(1, tx.array(table.keyType().postgres(), array));
            try (ResultSet result = statement.executeQuery()) {
                Fields fields = new Fields(result);
                while (result.next()) {
                    fields.rewind();
                    rows.add(table.read(fields));
                }
            }
        }
        return rows;
    }
}
