package dev.handfast.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

final class PostgresBinariesTest {
    @Test
    void are_bundled_for_linux_on_both_usual_processors() {
        assertNotNull(PostgresBinaries.archive(PostgresBinaries.platform("Linux", "amd64")));
        assertNotNull(PostgresBinaries.archive(PostgresBinaries.platform("Linux", "aarch64")));
    }

    @Test
    void elsewhere_another_way_is_named() {
        String platform = PostgresBinaries.platform("Mac OS X", "aarch64");

        var refused =
                assertThrows(PostgresNotStarted.class, () -> PostgresBinaries.archive(platform));

        assertEquals(
                """
                no PostgreSQL is bundled for mac-os-x-arm_64; \
                give the address of one (--database-url), version 15 or newer\
                """,
                refused.getMessage());
    }

    @Test
    void are_whole_when_two_unpack_them_at_once(@TempDir Path cache) throws Exception {
        var folders = new HashSet<Path>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Path> unpack = () -> PostgresBinaries.find().unpacked(cache, _ -> {});
            for (Future<Path> future : threads.invokeAll(List.of(unpack, unpack))) {
                folders.add(future.get());
            }
        }

        assertEquals(1, folders.size());
        Path programs = folders.iterator().next().resolve("bin");
        for (String program : List.of("initdb", "pg_ctl", "postgres")) {
            assertTrue(Files.isExecutable(programs.resolve(program)), program);
        }
        try (var left = Files.list(cache)) {
            assertEquals(1, left.count(), "nothing half-done is left");
        }
    }
}
