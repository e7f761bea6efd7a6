package dev.handfast.engine;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * A cursor over the columns of one result row, read strictly in the order the {@link Table}
 * declares them. A null in a column read as mandatory is a {@link NullPointerException} that names
 * the column's position.
 */
public final class Fields {
    private final ResultSet result;
    private int column;

    Fields(ResultSet result) {
        this.result = result;
    }

    void rewind() {
        column = 0;
    }

    /** The next column as a uuid. */
    public UUID uuid() throws SQLException {
        return present(result.getObject(++column, UUID.class));
    }

    /** The next column as a uuid that may be absent. */
    public Optional<UUID> findUuid() throws SQLException {
        return Optional.ofNullable(result.getObject(++column, UUID.class));
    }

    /** The next column as text. */
    public String text() throws SQLException {
        return present(result.getString(++column));
    }

    /** The next column as text that may be absent. */
    public Optional<String> findText() throws SQLException {
        return Optional.ofNullable(result.getString(++column));
    }

    /** The next column as a 64-bit number. */
    public long number() throws SQLException {
        long value = result.getLong(++column);
        if (result.wasNull()) {
            throw new NullPointerException("column " + column + " is null");
        }
        return value;
    }

    /** The next column as a 64-bit number that may be absent. */
    public Optional<Long> findNumber() throws SQLException {
        long value = result.getLong(++column);
        return result.wasNull() ? Optional.empty() : Optional.of(value);
    }

    /** The next column as a 32-bit number. */
    public int integer() throws SQLException {
        return Math.toIntExact(number());
    }

    /** The next column as a truth value. */
    public boolean flag() throws SQLException {
        boolean value = result.getBoolean(++column);
        if (result.wasNull()) {
            throw new NullPointerException("column " + column + " is null");
        }
        return value;
    }

    /** The next column as a moment. */
    public Instant instant() throws SQLException {
        return present(result.getObject(++column, OffsetDateTime.class)).toInstant();
    }

    /** The next column as a moment that may be absent. */
    public Optional<Instant> findInstant() throws SQLException {
        return Optional.ofNullable(result.getObject(++column, OffsetDateTime.class))
                .map(OffsetDateTime::toInstant);
    }

    /** The next column as bytes. */
    public byte[] bytes() throws SQLException {
        return present(result.getBytes(++column));
    }

    /** The next column as bytes that may be absent. */
    public Optional<byte[]> findBytes() throws SQLException {
        return Optional.ofNullable(result.getBytes(++column));
    }

    private <T> T present(T value) {
        return Objects.requireNonNull(value, () -> "column " + column + " is null");
    }
}
