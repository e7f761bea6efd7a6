package dev.handfast.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.handfast.secrets.SecretText;
import dev.handfast.testing.TestDb;

import org.junit.jupiter.api.Test;

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
