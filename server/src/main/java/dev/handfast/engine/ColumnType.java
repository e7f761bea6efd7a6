package dev.handfast.engine;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.UUID;
import java.util.function.IntFunction;

/** A column's PostgreSQL type and how its values travel in an array parameter. */
public enum ColumnType {
    /** {@code uuid}: {@link java.util.UUID}. */
    UUID("uuid", UUID[]::new),
    /** {@code text}: {@link String}. */
    TEXT("text", String[]::new),
    /** {@code bigint}: {@link Long}. */
    BIGINT("int8", Long[]::new),
    /** {@code integer}: {@link Integer}. */
    INTEGER("int4", Integer[]::new),
    /** {@code boolean}: {@link Boolean}. */
    BOOLEAN("bool", Boolean[]::new),
    /** {@code timestamptz}: {@link Instant}, microseconds kept, finer digits cut. */
    TIMESTAMP("timestamptz", Instant[]::new),
    /** {@code bytea}: {@code byte[]}. */
    BYTEA("bytea", byte[][]::new);

    private final String postgres;

    @SuppressWarnings("ImmutableEnumChecker") // a constructor reference
    private final IntFunction<@Nullable Object[]> array;

    ColumnType(String postgres, IntFunction<@Nullable Object[]> array) {
        this.postgres = postgres;
        this.array = array;
    }

    /** The type's name in SQL. */
    String postgres() {
        return postgres;
    }

    @Nullable Object[] array(int length) {
        return array.apply(length);
    }
}
