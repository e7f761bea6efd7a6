package dev.handfast.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the embedded server is told on which system. */
final class PostgresSettingsTest {
    @ParameterizedTest
    @CsvSource({
        "Linux, 6.18.44-fc, syncfs",
        "Linux, 5.8, syncfs",
        "Linux, 5.7.19-generic, fsync",
        "Linux, 4.19.0, fsync",
        "Linux, unknown, fsync",
        "Mac OS X, 15.1, fsync"
    })
    void files_are_made_durable_by_one_call_only_where_that_tells_of_failures(
            String system, String release, String method) {
        assertEquals(
                method,
                PostgresSettings.ofSystem(system, release)
                        .getOrDefault("recovery_init_sync_method", "fsync"));
    }
}
