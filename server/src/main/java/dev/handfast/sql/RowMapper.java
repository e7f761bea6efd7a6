package dev.handfast.sql;

import java.sql.SQLException;

/**
 * Turns the current row into a value.
 *
 * @param <T> the value made of one row
 */
@FunctionalInterface
public interface RowMapper<T> {
    /** Reads the row; the row is valid only during this call. */
    T map(Row row) throws SQLException;
}
