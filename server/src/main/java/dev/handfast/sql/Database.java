package dev.handfast.sql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.util.Credentials;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * A PostgreSQL database behind a pool of connections.
 *
 * <p>Safe for use by many threads. Opening does not connect: the first use does, and every use
 * throws {@link DatabaseUnavailable} while the database is away, so that a server may start before
 * its database.
 */
public final class Database implements AutoCloseable {
    private static final String FATE =
            """
            select pg_xact_status(?::text::xid8) as fate\
            """;

    /** How many sessions are kept open when there is nothing to do. */
    private static final int SESSIONS_KEPT = 4;

    private final DatabaseConfig config;
    private final HikariDataSource pool;

    private Database(DatabaseConfig config, HikariDataSource pool) {
        this.config = config;
        this.pool = pool;
    }

    /** Opens the database; {@link #close} gives its connections back. */
    public static Database open(DatabaseConfig config) {
        var settings = new HikariConfig();
        settings.setPoolName("handfast");
        settings.setJdbcUrl(config.url());
        settings.setCredentials(
                config.password().use(password -> Credentials.of(config.user(), password)));
        settings.setDataSourceProperties(DriverSettings.of(config));
        settings.setMaximumPoolSize(config.poolSize());
        // The others are opened when they are needed: a session costs its server some memory and
        // its start some time.
        settings.setMinimumIdle(Math.min(config.poolSize(), SESSIONS_KEPT));
        settings.setConnectionTimeout(config.timeouts().borrow().toMillis());
        settings.setAutoCommit(false);
        settings.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        // Statements here are short and come often: compiling one costs more than it ever saves.
        settings.setConnectionInitSql(
                "set time zone '%s'; set jit = off".formatted(config.sessionZone().getId()));
        settings.setIsolateInternalQueries(true); // Or the set-up leaves a transaction open.
        settings.setInitializationFailTimeout(-1); // Opening does not connect.
        return new Database(config, new HikariDataSource(settings));
    }

    /**
     * Brings the tables up to date, from {@code classpath:db/migration}.
     *
     * @throws DatabaseUnavailable if the database cannot be reached
     * @throws SqlBug if a migration fails, or a migration that ran before has been edited since
     * @throws UnsupportedOperationException if the server is older than PostgreSQL 15
     */
    public void migrate() {
        Migrations.run(config);
    }

    /**
     * Runs the work in a transaction, READ COMMITTED, and commits it.
     *
     * <p>When this returns, the commit is durable. When the work throws anything, {@code Error}
     * included, the transaction is rolled back and the same thing is thrown, with any failure to
     * roll back attached as suppressed; an {@link SQLException} becomes a {@link SqlFailure}.
     *
     * @throws CommitUnknown if the connection broke during the commit
     */
    public <T extends @Nullable Object> T transact(Work<T> work) {
        return run(work, Access.WRITE);
    }

    /** Runs the work in a read-only transaction; a statement that writes is a {@link SqlBug}. */
    public <T extends @Nullable Object> T read(Work<T> work) {
        return run(work, Access.READ);
    }

    /**
     * Asks what became of a transaction.
     *
     * <p>{@link Fate#ABORTED} is proof. {@link Fate#COMMITTED} is proof unless the server crashed
     * since: a number that never reached the disk may be given to another transaction afterwards.
     * So after a crash look for a row of your own as well.
     */
    public Fate fateOf(long transactionId) {
        try {
            return read(tx -> tx.queryOne(FATE, row -> fate(row), Long.toString(transactionId)))
                    .orElse(Fate.UNKNOWN);
        } catch (SqlBug inTheFuture) {
            if (inTheFuture.getCause() instanceof SQLException cause
                    && "22023".equals(cause.getSQLState())) {
                return Fate.UNKNOWN; // The server has not given out this number.
            }
            throw inTheFuture;
        }
    }

    @Override
    public void close() {
        pool.close();
    }

    private enum Access {
        READ,
        WRITE
    }

    private <T extends @Nullable Object> T run(Work<T> work, Access access) {
        Connection connection = borrow();
        try (connection) {
            connection.setReadOnly(access == Access.READ);
            var tx = new Tx(connection);
            T result;
            try {
                result = work.in(tx);
                tx.refuseIfLost();
            } catch (Throwable failure) { // Errors too: a failed invariant must not commit.
                rollBack(connection, failure);
                throw failure;
            } finally {
                tx.end();
            }
            commit(connection, tx, access);
            return result;
        } catch (SQLException failure) {
            throw Failures.sorted("transaction", failure);
        }
    }

    private Connection borrow() {
        try {
            return pool.getConnection();
        } catch (SQLException failure) {
            Throwable reason = failure.getCause() == null ? failure : failure.getCause();
            throw new DatabaseUnavailable(
                    "no connection to the database: " + reason.getMessage(), failure);
        }
    }

    private void rollBack(Connection connection, Throwable failure) {
        try {
            connection.rollback();
        } catch (SQLException alsoFailed) {
            failure.addSuppressed(alsoFailed);
            pool.evictConnection(connection); // Whatever state it is in, nobody else gets it.
        }
    }

    private void commit(Connection connection, Tx tx, Access access) {
        try {
            connection.commit();
        } catch (SQLException failure) {
            SqlFailure sorted =
                    access == Access.WRITE && Failures.unavailable(failure)
                            ? unknown(tx, failure)
                            : Failures.sorted("commit", failure);
            rollBack(connection, sorted);
            throw sorted;
        }
    }

    private static CommitUnknown unknown(Tx tx, SQLException failure) {
        return new CommitUnknown(
                tx.knownTransactionId(),
                "the connection broke during the commit, which may stand or not",
                failure);
    }

    private static Fate fate(Row row) throws SQLException {
        return row.findText("fate")
                .map(
                        text ->
                                switch (text) {
                                    case "committed" -> Fate.COMMITTED;
                                    case "aborted" -> Fate.ABORTED;
                                    case "in progress" -> Fate.IN_PROGRESS;
                                    default -> throw new IllegalStateException("fate: " + text);
                                })
                .orElse(Fate.UNKNOWN);
    }
}
