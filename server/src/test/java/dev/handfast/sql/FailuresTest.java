package dev.handfast.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.handfast.testing.DatabaseTest;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

@DatabaseTest
final class FailuresTest {
    @BeforeEach
    void create_tables(Database database) {
        database.transact(
                tx ->
                        tx.update(
                                """
                                create table owner (
                                    id bigint constraint owner_pk primary key);
                                create table thing (
                                    id bigint constraint thing_pk primary key,
                                    owner_id bigint constraint thing_owner references owner
                                        deferrable initially deferred,
                                    amount_minor bigint not null
                                        constraint thing_amount_positive check (amount_minor > 0));
                                insert into owner (id) values (1), (2)\
                                """));
    }

    @Test
    void sorts_every_kind_by_its_code() {
        var codes =
                """
                08000 DatabaseUnavailable      connection exception
                08006 DatabaseUnavailable      connection failure
                53100 DatabaseUnavailable      disk full
                53300 DatabaseUnavailable      too many connections
                57P01 DatabaseUnavailable      admin shutdown
                57P02 DatabaseUnavailable      crash shutdown
                57P03 DatabaseUnavailable      cannot connect now
                57014 DatabaseUnavailable      query canceled
                25P03 DatabaseUnavailable      idle in transaction timeout
                55P03 DatabaseUnavailable      lock not available
                40001 SerializationConflict    serialization failure
                40P01 SerializationConflict    deadlock detected
                23505 ConstraintViolated       unique violation
                23514 ConstraintViolated       check violation
                40003 SqlBug                   statement completion unknown
                25P02 SqlBug                   in failed transaction
                42601 SqlBug                   syntax error
                22003 SqlBug                   number out of range
                XX000 SqlBug                   internal error\
                """;
        codes.lines()
                .map(line -> line.split(" +", 3))
                .forEach(
                        words -> {
                            var failure = new SQLException(words[2], words[0]);
                            SqlFailure sorted = Failures.sorted("step", failure);
                            assertEquals(words[1], sorted.getClass().getSimpleName(), words[2]);
                            assertEquals(
                                    "%s (SQLSTATE %s): step".formatted(words[2], words[0]),
                                    sorted.getMessage());
                        });
        assertEquals(
                "null (SQLSTATE none): step",
                Failures.sorted("step", new SQLException()).getMessage());
    }

    @Test
    void names_the_constraint(Database database) {
        assertEquals("thing_pk", violated(database, "(1, 1, 5), (1, 1, 5)"));
        assertEquals("thing_amount_positive", violated(database, "(1, 1, 0)"));
        assertEquals("thing.amount_minor", violated(database, "(1, 1, null)"));
    }

    @Test
    void names_a_constraint_that_is_checked_at_the_commit(Database database) {
        assertEquals("thing_owner", violated(database, "(1, 99, 5)"));
    }

    @Test
    void tells_neither_column_values_nor_parameters(Database database) {
        var violated =
                assertThrows(
                        ConstraintViolated.class,
                        () ->
                                database.transact(
                                        tx ->
                                                tx.update(
                                                        """
                                                        insert into owner (id)
                                                        select v from unnest(?) as t (v)\
                                                        """,
                                                        (Object) new long[] {777_333, 777_333})));

        for (Throwable t = violated; t != null; t = t.getCause()) {
            assertFalse(t.toString().contains("777333"), t.toString());
        }
    }

    @Test
    void a_deadlock_is_a_conflict_for_one_of_the_two(Database database) throws Exception {
        var bothHaveOne = new CyclicBarrier(2);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> up = threads.submit(() -> lockBoth(database, bothHaveOne, 1L, 2L));
            Future<?> down = threads.submit(() -> lockBoth(database, bothHaveOne, 2L, 1L));

            long conflicts =
                    Stream.of(up, down)
                            .filter(future -> failure(future) instanceof SerializationConflict)
                            .count();

            assertEquals(1, conflicts);
        }
    }

    @Test
    void every_failure_is_one_of_the_five() {
        assertTrue(SqlFailure.class.isSealed());
        assertEquals(5, Arrays.asList(SqlFailure.class.getPermittedSubclasses()).size());
    }

    private static Object lockBoth(
            Database database, CyclicBarrier bothHaveOne, Long first, Long second) {
        return database.transact(
                tx -> {
                    tx.update("update owner set id = id where id = ?", first);
                    try {
                        bothHaveOne.await();
                    } catch (Exception broken) {
                        throw new IllegalStateException(broken);
                    }
                    return tx.update("update owner set id = id where id = ?", second);
                });
    }

    private static Object failure(Future<?> future) {
        try {
            return String.valueOf(future.get());
        } catch (ExecutionException failure) {
            return Objects.requireNonNull(failure.getCause());
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    private static String violated(Database database, String rows) {
        String insert = "insert into thing (id, owner_id, amount_minor) values " + rows;
        return assertThrows(
                        ConstraintViolated.class, () -> database.transact(tx -> tx.update(insert)))
                .constraint();
    }
}
