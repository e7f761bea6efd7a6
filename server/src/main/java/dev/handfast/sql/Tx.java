package dev.handfast.sql;

import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A transaction that is under way.
 *
 * <p>Parameters may be {@code String}, {@code Integer}, {@code Long}, {@code Short}, {@code
 * Boolean}, {@code UUID}, {@code Instant} (a {@code timestamptz}, cut to the microsecond), {@code
 * byte[]}, {@code BigDecimal}, an {@code Optional} of one of them (empty is SQL null), a {@link
 * Array}, or one of {@code String[]}, {@code Integer[]}, {@code Long[]}, {@code long[]}, {@code
 * Short[]}, {@code Boolean[]}, {@code UUID[]}, {@code Instant[]}, {@code byte[][]}, whose elements
 * may be null. Anything else is refused.
 *
 * <p>Every method throws a {@link SqlFailure} when the database refuses; the transaction is then
 * lost, as PostgreSQL takes no further statement in it. A transaction belongs to one thread, and is
 * over when the work that got it returns.
 */
public final class Tx {
    private static final String TRANSACTION_ID =
            """
            select pg_current_xact_id()::text::bigint as transaction_id\
            """;

    private final Connection connection;
    private final BaseConnection driver;
    private OptionalLong transactionId = OptionalLong.empty();
    private @Nullable SqlFailure lastFailure;
    private boolean over;

    Tx(Connection connection) throws SQLException {
        this.connection = connection;
        this.driver = connection.unwrap(BaseConnection.class);
    }

    /** Runs the query and returns its rows in order; the list does not change. */
    public <T> List<T> query(String sql, RowMapper<T> mapper, Object... parameters) {
        var rows = new ArrayList<T>();
        try (PreparedStatement statement = prepare(sql, parameters);
                ResultSet result = statement.executeQuery()) {
            var row = new Row(result);
            while (result.next()) {
                rows.add(mapper.map(row));
            }
        } catch (SQLException failure) {
            throw sorted(sql, failure);
        }
        return List.copyOf(rows);
    }

    /**
     * Runs a query that finds at most one row.
     *
     * @throws IllegalStateException if it finds more
     */
    public <T> Optional<T> queryOne(String sql, RowMapper<T> mapper, Object... parameters) {
        List<T> rows = query(sql, mapper, parameters);
        if (rows.size() > 1) {
            throw new IllegalStateException(
                    "must find at most one row, found %d: %s".formatted(rows.size(), sql.strip()));
        }
        return rows.stream().findFirst();
    }

    /** Runs the statement and returns how many rows it inserted, changed or deleted. */
    public int update(String sql, Object... parameters) {
        try (PreparedStatement statement = prepare(sql, parameters)) {
            return statement.executeUpdate();
        } catch (SQLException failure) {
            throw sorted(sql, failure);
        }
    }

    /**
     * Runs a statement that must touch just so many rows.
     *
     * @throws IllegalStateException if it touches fewer or more
     */
    public void updateExactly(int rows, String sql, Object... parameters) {
        int touched = update(sql, parameters);
        if (touched != rows) {
            throw new IllegalStateException(
                    "must touch %d rows, touched %d: %s".formatted(rows, touched, sql.strip()));
        }
    }

    /**
     * Returns an array of the type, by its name in PostgreSQL: for one that has no Java array of
     * its own here, {@code numeric} say, or where the Java type is known only at run time. An array
     * that fits its type ({@code Instant[]} and {@code timestamptz}) travels in binary, others as
     * text.
     */
    public Array array(String postgresType, @Nullable Object[] elements) {
        live();
        try {
            Array binary = BinaryArray.of(driver, elements);
            return binary != null && binary.getBaseTypeName().equals(shortName(postgresType))
                    ? binary
                    : driver.createArrayOf(postgresType, elements);
        } catch (SQLException failure) {
            throw sorted("array of " + postgresType, failure);
        }
    }

    /** The name under which the server lists the type. */
    private static String shortName(String type) {
        return switch (type) {
            case "bigint" -> "int8";
            case "integer" -> "int4";
            case "smallint" -> "int2";
            case "boolean" -> "bool";
            case "timestamp with time zone" -> "timestamptz";
            default -> type;
        };
    }

    /**
     * Returns the 64-bit number of this transaction, by which {@link Database#fateOf} knows it; the
     * server is asked the first time only. A transaction that asks has a number even if it writes
     * nothing, and cannot be a {@link Database#read}.
     */
    public long transactionId() {
        if (transactionId.isEmpty()) {
            transactionId =
                    OptionalLong.of(
                            queryOne(TRANSACTION_ID, row -> row.number("transaction_id"))
                                    .orElseThrow());
        }
        return transactionId.getAsLong();
    }

    /** Returns the connection, for what this class does not offer; never commit or close it. */
    public Connection connection() {
        return live();
    }

    /**
     * Refuses to go on if a statement has failed and the work has not noticed: the server would
     * answer the commit with a rollback, and the driver would say nothing.
     */
    void refuseIfLost() {
        if (driver.getTransactionState() == TransactionState.FAILED) {
            throw new SqlBug(
                    "the work went on after a statement had failed; nothing is committed",
                    lastFailure);
        }
    }

    OptionalLong knownTransactionId() {
        return transactionId;
    }

    void end() {
        over = true;
    }

    private SqlFailure sorted(String sql, SQLException cause) {
        SqlFailure failure = Failures.sorted(sql, cause);
        lastFailure = failure;
        return failure;
    }

    private PreparedStatement prepare(String sql, Object... parameters) throws SQLException {
        PreparedStatement statement = live().prepareStatement(sql);
        try {
            Parameters.bind(driver, statement, parameters);
            return statement;
        } catch (Throwable failure) {
            statement.close();
            throw failure;
        }
    }

    private Connection live() {
        if (over) {
            throw new IllegalStateException("the transaction is over: it ended with its work");
        }
        return connection;
    }
}
