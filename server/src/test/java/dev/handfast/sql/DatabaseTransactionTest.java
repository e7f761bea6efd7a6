package dev.handfast.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.handfast.testing.DatabaseTest;
import dev.handfast.testing.TestDb;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

@DatabaseTest
final class DatabaseTransactionTest {
    private static final String INSERT =
            """
            insert into thing (id, name) values (?, ?)\
            """;

    @BeforeEach
    void create_table(Database database) {
        database.transact(tx -> tx.update("create table thing (id bigint, name text)"));
    }

    @Test
    void commits_what_the_work_did_and_returns_what_it_returned(Database database) {
        int rows = database.transact(tx -> tx.update(INSERT, 1L, "a"));

        assertEquals(1, rows);
        assertEquals(1, count(database));
    }

    @Test
    void rolls_back_whatever_is_thrown_and_throws_the_same(Database database) {
        for (Throwable thrown :
                new Throwable[] {
                    new AssertionError("invariant broken"),
                    new StackOverflowError(),
                    new IllegalStateException("bug"),
                    new IOException("sneaked through")
                }) {
            var caught =
                    assertThrows(
                            Throwable.class,
                            () ->
                                    database.transact(
                                            tx -> {
                                                tx.update(INSERT, 1L, "a");
                                                raise(thrown, RuntimeException.class);
                                                return "unreached";
                                            }));
            assertSame(thrown, caught);
            assertEquals(0, count(database));
        }
    }

    @Test
    void sorts_an_sql_exception_of_the_work_itself(Database database) {
        var cause = new SQLException("said so", "40001");

        var conflict =
                assertThrows(
                        SerializationConflict.class,
                        () ->
                                database.transact(
                                        _ -> {
                                            throw cause;
                                        }));

        assertSame(cause, conflict.getCause());
    }

    @Test
    void does_not_commit_the_rest_when_the_work_swallowed_a_failure(Database database) {
        assertThrows(
                SqlBug.class,
                () ->
                        database.transact(
                                tx -> {
                                    tx.update(INSERT, 1L, "a");
                                    assertThrows(SqlBug.class, () -> tx.update("nonsense"));
                                    return "all is well";
                                }));

        assertEquals(0, count(database));
    }

    @Test
    void refuses_to_write_in_a_read(Database database) {
        var refused =
                assertThrows(SqlBug.class, () -> database.read(tx -> tx.update(INSERT, 1L, "a")));

        assertEquals(
                "cannot execute INSERT in a read-only transaction (SQLSTATE 25006): "
                        + INSERT.strip(),
                refused.getMessage());
        database.transact(tx -> tx.update(INSERT, 1L, "a")); // The pool forgets the read.
        assertEquals(1, count(database));
    }

    @Test
    void refuses_a_transaction_that_is_over(Database database) {
        Tx escaped = database.read(tx -> tx);

        assertThrows(IllegalStateException.class, () -> escaped.update("select 1"));
        assertThrows(IllegalStateException.class, escaped::connection);
    }

    @Test
    void runs_at_read_committed_in_the_zone_of_the_configuration(
            Database database, DatabaseConfig config) {
        assertEquals("read committed", show(database, "transaction_isolation"));
        assertEquals(TestDb.SESSION_ZONE.getId(), show(database, "timezone"));
        var usual = DatabaseConfig.of(config.url(), config.user(), config.password());
        try (Database plain = Database.open(usual.withPoolSize(1))) {
            assertEquals("UTC", show(plain, "timezone"));
            assertEquals("handfast", show(plain, "application_name"));
        }
    }

    @Test
    void one_row_means_at_most_one(Database database) {
        database.transact(tx -> tx.update(INSERT, 1L, "a") + tx.update(INSERT, 2L, "b"));

        assertEquals(Optional.of("b"), nameOf(database, "select name from thing where id = 2"));
        assertEquals(Optional.empty(), nameOf(database, "select name from thing where id = 3"));
        assertThrows(IllegalStateException.class, () -> nameOf(database, "select name from thing"));
    }

    @Test
    void an_exact_update_of_another_number_of_rows_is_rolled_back(Database database) {
        var refused =
                assertThrows(
                        IllegalStateException.class,
                        () -> {
                            database.transact(
                                    tx -> {
                                        tx.updateExactly(1, INSERT, 1L, "a");
                                        tx.updateExactly(2, "delete from thing");
                                        return "unreached";
                                    });
                        });

        assertEquals("must touch 2 rows, touched 1: delete from thing", refused.getMessage());
        assertEquals(0, count(database));
    }

    @Test
    void a_connection_that_breaks_is_unavailable_and_the_next_one_works(Database database) {
        assertThrows(
                DatabaseUnavailable.class,
                () ->
                        database.transact(
                                tx -> {
                                    tx.update(INSERT, 1L, "a");
                                    return tx.update(
                                            "select pg_terminate_backend(pg_backend_pid())");
                                }));

        assertEquals(0, count(database));
    }

    @Test
    void a_failed_roll_back_is_attached_to_what_was_thrown(Database database) {
        var error = new AssertionError("first");

        assertThrows(
                AssertionError.class,
                () ->
                        database.transact(
                                tx -> {
                                    assertThrows(
                                            DatabaseUnavailable.class,
                                            () ->
                                                    tx.update(
                                                            """
                                                            select pg_terminate_backend(
                                                                pg_backend_pid())\
                                                            """));
                                    throw error;
                                }));

        assertEquals(1, error.getSuppressed().length);
        assertEquals(0, count(database));
    }

    @Test
    void a_statement_that_takes_too_long_is_ended_by_the_server(DatabaseConfig config) {
        var timeouts =
                new DatabaseConfig.Timeouts(
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(5),
                        Duration.ofMillis(50),
                        Duration.ofSeconds(5));
        try (Database database = Database.open(config.withTimeouts(timeouts))) {
            var ended =
                    assertThrows(
                            DatabaseUnavailable.class,
                            () -> database.read(tx -> tx.update("select pg_sleep(10)")));

            assertTrue(String.valueOf(ended.getMessage()).contains("statement timeout"));
        }
    }

    @Test
    void a_pool_that_is_all_lent_out_is_unavailable(DatabaseConfig config) {
        var timeouts =
                new DatabaseConfig.Timeouts(
                        Duration.ofSeconds(5),
                        Duration.ofMillis(300),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(10));
        try (Database database = Database.open(config.withPoolSize(1).withTimeouts(timeouts))) {
            database.read(
                    _ ->
                            assertThrows(
                                    DatabaseUnavailable.class,
                                    () -> database.read(tx -> tx.transactionId())));
        }
    }

    @Test
    void a_server_that_is_not_there_is_unavailable_with_its_address(DatabaseConfig config) {
        String url = config.url().replaceFirst(":\\d+/", ":1/");
        var timeouts =
                new DatabaseConfig.Timeouts(
                        Duration.ofSeconds(1),
                        Duration.ofMillis(500),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(10));
        var nowhere = DatabaseConfig.of(url, config.user(), config.password());
        try (Database database = Database.open(nowhere.withTimeouts(timeouts))) {
            for (var use :
                    new Runnable[] {() -> database.read(tx -> tx), () -> database.migrate()}) {
                var unavailable = assertThrows(DatabaseUnavailable.class, use::run);
                assertTrue(
                        String.valueOf(unavailable.getMessage()).contains("127.0.0.1:1 refused"),
                        unavailable::toString);
            }
        }
    }

    /** Throws anything; whoever calls it says what the compiler is to take it for. */
    @SuppressWarnings("unchecked") // That is the trick: the cast is never checked.
    private static <T extends Throwable> void raise(Throwable thrown, Class<T> as) throws T {
        assertTrue(Throwable.class.isAssignableFrom(as));
        throw (T) thrown;
    }

    private static Optional<String> nameOf(Database database, String sql) {
        return database.read(tx -> tx.queryOne(sql, row -> row.text("name")));
    }

    private static String show(Database database, String setting) {
        return database.read(
                tx ->
                        tx.queryOne(
                                        "select current_setting(?) as value",
                                        row -> row.text("value"),
                                        setting)
                                .orElseThrow());
    }

    private static long count(Database database) {
        return database.read(
                tx ->
                        tx.queryOne("select count(*) as n from thing", row -> row.number("n"))
                                .orElseThrow());
    }
}
