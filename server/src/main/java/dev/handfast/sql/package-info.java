/**
 * The database: a pool of connections, transactions as values, typed parameters and rows, and an
 * embedded PostgreSQL for those who bring none.
 *
 * <p>Uses JDBC, the PostgreSQL driver, the connection pool, the migration tool and {@code secrets}
 * (for the password, and to seal anew what is sealed under an old key). It knows no table of
 * Handfast.
 *
 * <p>Arguments are never null; an absent parameter is an empty {@code Optional}, an absent column
 * is read with a {@code find} method. A number that does not fit its Java type is an exception,
 * never cut. Instants are kept to the microsecond, as PostgreSQL keeps them; finer parts are cut
 * off.
 *
 * <p>Verbs: {@code transact} and {@code read} run work in a transaction, {@code query} returns
 * rows, {@code update} changes them and returns how many, {@code fateOf} asks what became of a
 * transaction. Everything that can go wrong is a {@link dev.handfast.sql.SqlFailure}.
 *
 * <p>Sources: PostgreSQL 18 documentation, appendix A (error codes), sections 9.27 (transaction
 * information functions) and 54 (frontend/backend protocol); the driver's own source.
 */
@NullMarked
package dev.handfast.sql;

import org.jspecify.annotations.NullMarked;
