package dev.handfast.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.handfast.testing.DatabaseTest;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@DatabaseTest
final class DatabaseTransactionTest {
    @BeforeEach
    void create_table(Database database) {
        database.transact(tx -> tx.update("create table thing (id bigint, name text)"));
    }

    @Test
    void commits_what_the_work_did(Database database) {
        int rows = database.transact(tx -> tx.update("insert into thing values (1, 'a')"));

        assertEquals(1, rows);
        assertEquals(1, count(database));
    }

    @Test
    void rolls_back_an_error_too(Database database) {
        var error = new AssertionError("invariant broken");

        var thrown =
                assertThrows(
                        AssertionError.class,
                        () ->
                                database.transact(
                                        tx -> {
                                            tx.update("insert into thing values (1, 'a')");
                                            throw error;
                                        }));

        assertSame(error, thrown);
        assertEquals(0, count(database));
    }

    private static long count(Database database) {
        return database.read(
                tx ->
                        tx.queryOne("select count(*) as n from thing", row -> row.number("n"))
                                .orElseThrow());
    }
}
