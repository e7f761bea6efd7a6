package dev.handfast.engine;

import org.jspecify.annotations.Nullable;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * One table as the engine sees it: a key, columns, and how a row becomes a value and back.
 *
 * <p>The engine needs just three statements per table, all in bulk, and they are the same for every
 * table: that is why they are written once here from the declaration, and nowhere else.
 *
 * @param <K> the key: {@code UUID}, {@code Long}, {@code Integer} or {@code String}
 * @param <R> an immutable row
 */
public final class Table<K, R> {
    /** Makes a row out of its columns, in the order they were declared. */
    @FunctionalInterface
    public interface Reader<R> {
        /** Reads each declared column once, in order. */
        R read(Fields fields) throws SQLException;
    }

    /** What concurrent batches may do to a row that this batch has loaded. */
    public enum Access {
        /** Rows are read as they are; for rows that are only ever inserted, or settings. */
        READ,
        /** Rows are locked until the batch commits; for rows that change. */
        LOCK
    }

    record Column<R>(
            String name,
            ColumnType type,
            Function<R, ? extends @Nullable Object> value,
            boolean changing) {}

    private final String name;
    private final Access access;
    private final Function<R, K> key;
    private final List<Column<R>> columns;
    private final Reader<R> reader;
    private final Statements statements;

    private Table(Builder<K, R> builder, Function<R, K> key, Reader<R> reader) {
        this.name = builder.name;
        this.access = builder.access;
        this.columns = List.copyOf(builder.columns);
        this.key = key;
        this.reader = reader;
        this.statements = Statements.of(name, columns, access);
    }

    /** Starts the declaration of a table; the first column declared is the key. */
    public static <K, R> Builder<K, R> named(String name, Access access) {
        return new Builder<>(name, access);
    }

    /** The table's name in SQL. */
    public String name() {
        return name;
    }

    K keyOf(R row) {
        return key.apply(row);
    }

    List<Column<R>> columns() {
        return columns;
    }

    ColumnType keyType() {
        return columns.getFirst().type();
    }

    R read(Fields fields) throws SQLException {
        return reader.read(fields);
    }

    Statements statements() {
        return statements;
    }

    Access access() {
        return access;
    }

    @Override
    public String toString() {
        return "Table[" + name + "]";
    }

    /** Collects the columns of a table. */
    public static final class Builder<K, R> {
        private final String name;
        private final Access access;
        private final List<Column<R>> columns = new ArrayList<>();

        private Builder(String name, Access access) {
            this.name = name;
            this.access = access;
        }

        /** A column that is written once, at insert. */
        public Builder<K, R> fixed(String column, ColumnType type, Function<R, Object> value) {
            columns.add(new Column<>(column, type, value, false));
            return this;
        }

        /** A column that is written once, at insert, and may be absent. */
        public Builder<K, R> fixedOptional(
                String column, ColumnType type, Function<R, ? extends Optional<?>> value) {
            columns.add(new Column<>(column, type, row -> orNull(value.apply(row)), false));
            return this;
        }

        /** A column that an update writes. */
        public Builder<K, R> changing(String column, ColumnType type, Function<R, Object> value) {
            columns.add(new Column<>(column, type, value, true));
            return this;
        }

        /** A column that an update writes, and that may be absent. */
        public Builder<K, R> changingOptional(
                String column, ColumnType type, Function<R, ? extends Optional<?>> value) {
            columns.add(new Column<>(column, type, row -> orNull(value.apply(row)), true));
            return this;
        }

        /** Ends the declaration. */
        public Table<K, R> readBy(Function<R, K> key, Reader<R> reader) {
            return new Table<>(this, key, reader);
        }

        private static @Nullable Object orNull(Optional<?> value) {
            return value.isPresent() ? value.get() : null;
        }
    }
}
