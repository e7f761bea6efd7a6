package dev.handfast.sql;

import org.jspecify.annotations.Nullable;

import java.sql.SQLException;

/**
 * What to do inside one transaction.
 *
 * <p>The work may be run again by its caller after a {@link SerializationConflict}, so it should
 * have no effect outside the transaction.
 *
 * @param <T> what the work returns
 */
@FunctionalInterface
public interface Work<T extends @Nullable Object> {
    /**
     * Does the work; anything thrown, {@code Error} included, rolls the transaction back.
     *
     * @param tx the transaction, valid only during this call and only on this thread
     */
    T in(Tx tx) throws SQLException;
}
