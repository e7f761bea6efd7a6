package dev.handfast.engine;

import dev.handfast.sql.Tx;

import org.jspecify.annotations.Nullable;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Runs the bulk statements of tables inside a transaction. */
final class Bulk implements Batch.Rows {
    private final Tx tx;

    Bulk(Tx tx) {
        this.tx = tx;
    }

    @Override
    public <K, R> List<R> load(Table<K, R> table, Collection<K> keys) throws SQLException {
        return Reader.rows(tx, table, table.statements().load(), keys);
    }

    @Override
    public <K, R> void insert(Table<K, R> table, List<R> rows) throws SQLException {
        write(table, table.statements().insert(), table.columns(), rows);
    }

    @Override
    public <K, R> void update(Table<K, R> table, List<R> rows) throws SQLException {
        List<Table.Column<R>> columns = new ArrayList<>();
        columns.add(table.columns().getFirst());
        table.columns().stream().filter(Table.Column::changing).forEach(columns::add);
        write(table, table.statements().update(), columns, rows);
    }

    private <R> void write(
            Table<?, R> table, String sql, List<Table.Column<R>> columns, List<R> rows)
            throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = tx.connection().prepareStatement(sql)) {
            int parameter = 0;
            for (Table.Column<R> column : columns) {
                @Nullable Object[] values = column.type().array(rows.size());
                for (int i = 0; i < values.length; i++) {
                    values[i] = column.value().apply(rows.get(i));
                }
                statement.setArray(++parameter, tx.array(column.type().postgres(), values));
            }
            int count = statement.executeUpdate();
            if (count != rows.size()) {
                throw new IllegalStateException(
                        "%s: %d rows written, %d expected".formatted(table, count, rows.size()));
            }
        }
    }
}
