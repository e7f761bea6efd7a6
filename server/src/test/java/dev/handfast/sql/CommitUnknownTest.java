package dev.handfast.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.handfast.testing.DatabaseTest;
import dev.handfast.testing.FlakyProxy;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.net.URI;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;

@DatabaseTest
final class CommitUnknownTest {
    private static final String INSERT =
            """
            insert into thing (id) values (1)\
            """;

    @BeforeEach
    void create_table(Database database) {
        database.transact(tx -> tx.update("create table thing (id bigint)"));
    }

    @Test
    void a_commit_whose_answer_was_lost_is_found_committed(
            Database database, DatabaseConfig config) {
        try (FlakyProxy proxy = FlakyProxy.to(portOf(config));
                Database flaky = Database.open(through(proxy, config))) {
            var id = new AtomicLong();

            var unknown =
                    assertThrows(
                            CommitUnknown.class,
                            () ->
                                    flaky.transact(
                                            tx -> {
                                                tx.update(INSERT);
                                                id.set(tx.transactionId());
                                                proxy.loseNextAnswer();
                                                return "done";
                                            }));

            assertEquals(OptionalLong.of(id.get()), unknown.transactionId());
            assertEquals(Fate.COMMITTED, flaky.fateOf(id.get()));
            assertEquals(1, count(database));
        }
    }

    @Test
    void it_has_no_number_if_the_work_never_asked_for_it(DatabaseConfig config) {
        try (FlakyProxy proxy = FlakyProxy.to(portOf(config));
                Database flaky = Database.open(through(proxy, config))) {
            var unknown =
                    assertThrows(
                            CommitUnknown.class,
                            () ->
                                    flaky.transact(
                                            tx -> {
                                                tx.update(INSERT);
                                                proxy.loseNextAnswer();
                                                return "done";
                                            }));

            assertEquals(OptionalLong.empty(), unknown.transactionId());
        }
    }

    /** A trigger that runs at the commit ends the server process, so the commit never is. */
    @Test
    void a_commit_that_died_on_the_server_is_found_aborted(Database database) {
        database.transact(
                tx ->
                        tx.update(
                                """
                                create function die() returns trigger language plpgsql as $$
                                begin
                                    perform pg_terminate_backend(pg_backend_pid());
                                    return null;
                                end $$;
                                create constraint trigger dies after insert on thing
                                    deferrable initially deferred
                                    for each row execute function die()\
                                """));

        var unknown =
                assertThrows(
                        CommitUnknown.class,
                        () ->
                                database.transact(
                                        tx -> {
                                            tx.update(INSERT);
                                            return tx.transactionId();
                                        }));

        assertEquals(Fate.ABORTED, database.fateOf(unknown.transactionId().orElseThrow()));
        assertEquals(0, count(database));
    }

    @Test
    void a_read_whose_end_was_lost_is_not_unknown(DatabaseConfig config) {
        try (FlakyProxy proxy = FlakyProxy.to(portOf(config));
                Database flaky = Database.open(through(proxy, config))) {
            assertThrows(
                    DatabaseUnavailable.class,
                    () ->
                            flaky.read(
                                    tx -> {
                                        tx.query("select 1 as one", row -> row.number("one"));
                                        proxy.loseNextAnswer();
                                        return "done";
                                    }));
        }
    }

    @Test
    void tells_every_fate(Database database) {
        long committed = database.transact(Tx::transactionId);
        var id = new AtomicLong();
        assertThrows(
                IllegalStateException.class,
                () ->
                        database.transact(
                                tx -> {
                                    id.set(tx.transactionId());
                                    assertEquals(id.get(), tx.transactionId());
                                    assertEquals(Fate.IN_PROGRESS, database.fateOf(id.get()));
                                    throw new IllegalStateException("undo");
                                }));

        assertEquals(Fate.COMMITTED, database.fateOf(committed));
        assertEquals(Fate.ABORTED, database.fateOf(id.get()));
        assertEquals(Fate.UNKNOWN, database.fateOf(committed + 1_000_000));
    }

    private static DatabaseConfig through(FlakyProxy proxy, DatabaseConfig config) {
        String url = config.url().replace(":" + portOf(config) + "/", ":" + proxy.port() + "/");
        return DatabaseConfig.of(url, config.user(), config.password()).withPoolSize(1);
    }

    private static int portOf(DatabaseConfig config) {
        return URI.create(config.url().substring("jdbc:".length())).getPort();
    }

    private static long count(Database database) {
        return database.read(
                tx ->
                        tx.queryOne("select count(*) as n from thing", row -> row.number("n"))
                                .orElseThrow());
    }
}
