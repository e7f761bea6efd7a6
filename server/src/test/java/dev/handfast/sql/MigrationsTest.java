package dev.handfast.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.handfast.secrets.SecretText;
import dev.handfast.testing.TestDb;

import org.junit.jupiter.api.Test;

import java.sql.SQLException;
import java.util.List;

final class MigrationsTest {
    @Test
    void bring_an_empty_database_up_to_date_and_leave_one_that_is() {
        DatabaseConfig config = TestDb.emptyConfig();
        try (Database database = Database.open(config)) {
            database.migrate();
            List<String> first = applied(database);
            database.migrate();

            assertTrue(first.contains("0001"), first::toString);
            assertEquals(first, applied(database));
        }
        TestDb.drop(config);
    }

    @Test
    void refuse_a_database_whose_history_is_another() {
        DatabaseConfig config = TestDb.emptyConfig();
        try (Database database = Database.open(config)) {
            database.migrate();
            database.transact(
                    tx -> tx.update("update flyway_schema_history set checksum = checksum + 1"));

            assertThrows(SqlBug.class, database::migrate);
        }
        TestDb.drop(config);
    }

    @Test
    void leave_a_mark_that_stands_until_their_history_changes() throws SQLException {
        DatabaseConfig config = TestDb.emptyConfig();
        MigrationMark mark = MigrationMark.of("db/migration").orElseThrow();
        try (Database database = Database.open(config)) {
            assertFalse(stands(mark, database));
            database.migrate();
            assertTrue(stands(mark, database));
            database.transact(
                    tx ->
                            tx.update(
                                    """
                                    update flyway_schema_history set success = false
                                    where version = '0001'\
                                    """));

            assertFalse(stands(mark, database));
        }
        TestDb.drop(config);
    }

    @Test
    void run_again_when_their_mark_is_gone_or_of_other_scripts() {
        DatabaseConfig config = TestDb.emptyConfig();
        try (Database database = Database.open(config)) {
            database.migrate();
            String mark = mark(database);
            database.transact(
                    tx -> tx.update("comment on table flyway_schema_history is '7:other scripts'"));
            database.migrate();

            assertEquals(mark, mark(database));
        }
        TestDb.drop(config);
    }

    @Test
    void name_the_server_version_they_need() {
        assertEquals(
                "database server: must be PostgreSQL 15 or newer, got 14", Migrations.tooOld(14));
    }

    @Test
    void a_configuration_out_of_range_is_refused_by_name_rule_and_value() {
        var password = SecretText.of("sentinel");
        DatabaseConfig good = DatabaseConfig.of("jdbc:postgresql://h/d", "user", password);

        assertEquals(
                "database pool size: must be 1 to 1000, got 0",
                assertThrows(IllegalArgumentException.class, () -> good.withPoolSize(0))
                        .getMessage());
        assertThrows(
                IllegalArgumentException.class,
                () -> DatabaseConfig.of("jdbc:other://h/d", "user", password));
        assertThrows(
                IllegalArgumentException.class,
                () -> DatabaseConfig.of("jdbc:postgresql://h/d?password=x", "user", password));
        assertTrue(!good.toString().contains("sentinel"));
    }

    private static boolean stands(MigrationMark mark, Database database) throws SQLException {
        return database.read(tx -> mark.stands(tx.connection()));
    }

    private static String mark(Database database) {
        return database.read(
                        tx ->
                                tx.queryOne(
                                        """
                                        select obj_description(
                                            'flyway_schema_history'::regclass, 'pg_class') as mark
                                        """,
                                        row -> row.text("mark")))
                .orElseThrow();
    }

    private static List<String> applied(Database database) {
        return database.read(
                tx ->
                        tx.query(
                                """
                                select version from flyway_schema_history
                                where success order by installed_rank\
                                """,
                                row -> row.text("version")));
    }
}
