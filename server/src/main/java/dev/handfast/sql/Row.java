package dev.handfast.sql;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;

/**
 * One row of a result, read by column name.
 *
 * <p>The plain methods refuse SQL null with an {@link IllegalStateException} that names the column;
 * the {@code find} methods return it as empty. Not safe for use by several threads.
 */
public final class Row {
    private final ResultSet result;

    Row(ResultSet result) {
        this.result = result;
    }

    public UUID uuid(String column) throws SQLException {
        return present(column, result.getObject(column, UUID.class));
    }

    public String text(String column) throws SQLException {
        return present(column, result.getString(column));
    }

    /** A {@code bigint}, or anything that fits one exactly. */
    public long number(String column) throws SQLException {
        long value = result.getLong(column);
        refuseNull(column);
        return value;
    }

    /** An {@code integer} or {@code smallint}; a greater number is refused by the driver. */
    public int integer(String column) throws SQLException {
        int value = result.getInt(column);
        refuseNull(column);
        return value;
    }

    /** A {@code timestamptz}, to the microsecond. */
    public Instant instant(String column) throws SQLException {
        return present(column, result.getObject(column, OffsetDateTime.class)).toInstant();
    }

    public byte[] bytes(String column) throws SQLException {
        return present(column, result.getBytes(column));
    }

    /** A {@code numeric}; for rates, never for money. */
    public BigDecimal decimal(String column) throws SQLException {
        return present(column, result.getBigDecimal(column));
    }

    public boolean flag(String column) throws SQLException {
        boolean value = result.getBoolean(column);
        refuseNull(column);
        return value;
    }

    public Optional<UUID> findUuid(String column) throws SQLException {
        return Optional.ofNullable(result.getObject(column, UUID.class));
    }

    public Optional<String> findText(String column) throws SQLException {
        return Optional.ofNullable(result.getString(column));
    }

    public Optional<Long> findNumber(String column) throws SQLException {
        long value = result.getLong(column);
        return result.wasNull() ? Optional.empty() : Optional.of(value);
    }

    public Optional<Instant> findInstant(String column) throws SQLException {
        return Optional.ofNullable(result.getObject(column, OffsetDateTime.class))
                .map(OffsetDateTime::toInstant);
    }

    public Optional<byte[]> findBytes(String column) throws SQLException {
        return Optional.ofNullable(result.getBytes(column));
    }

    public Optional<BigDecimal> findDecimal(String column) throws SQLException {
        return Optional.ofNullable(result.getBigDecimal(column));
    }

    private void refuseNull(String column) throws SQLException {
        if (result.wasNull()) {
            throw isNull(column);
        }
    }

    private static <T> T present(String column, @Nullable T value) {
        if (value == null) {
            throw isNull(column);
        }
        return value;
    }

    private static IllegalStateException isNull(String column) {
        return new IllegalStateException(
                "column %s: read as never null, got null".formatted(column));
    }
}
