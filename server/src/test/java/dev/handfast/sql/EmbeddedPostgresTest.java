package dev.handfast.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.handfast.secrets.SecretText;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

final class EmbeddedPostgresTest {
    private static final Path CACHE = Path.of(System.getProperty("user.home"), ".cache/handfast");
    private static final long PATIENCE_SECONDS = 60;

    private static final Map<String, String> FAST = Map.of("fsync", "off");

    @TempDir static Path template;
    @TempDir Path temporary;
    private final List<String> told = new CopyOnWriteArrayList<>();
    private Path folder;

    /** Creating takes a second; most tests start on a copy of what was created once. */
    @BeforeAll
    static void create_template() {
        var options = new EmbeddedPostgres.Options(template, CACHE, FAST, _ -> {});
        EmbeddedPostgres.start(options).close();
    }

    private void copyTemplate() throws IOException {
        try (Stream<Path> files = Files.walk(template)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.copy(
                        file,
                        folder.resolve(template.relativize(file)),
                        StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    @BeforeEach
    void name_folder() {
        folder = temporary.resolve("data");
    }

    @Test
    void keeps_the_data_from_one_start_to_the_next() throws IOException {
        try (EmbeddedPostgres first = start()) {
            insert(first);
            assertEquals(1, count(first));
        }
        told.clear();
        try (EmbeddedPostgres second = start()) {
            assertEquals(1, count(second));
        }

        assertEquals(1, told.size(), "an ordinary start only says that it is ready");
        assertEquals("rwx------", rights(folder.resolve("postgres")));
        assertEquals("rw-------", rights(folder.resolve("postgres/handfast.password")));
        assertFalse(Files.exists(folder.resolve("postgres.new.password")));
    }

    @Test
    void is_set_up_for_durable_utf8_in_utc() {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(options(Map.of()));
                Database database = Database.open(postgres.config())) {
            Map<String, String> expected =
                    Map.of(
                            "fsync", "on",
                            "synchronous_commit", "on",
                            "full_page_writes", "on",
                            "data_checksums", "on",
                            "server_encoding", "UTF8",
                            "listen_addresses", "127.0.0.1",
                            "shared_buffers", "256MB",
                            "jit", "off",
                            "log_timezone", "UTC");
            database.read(
                    tx -> {
                        expected.forEach(
                                (name, value) ->
                                        assertEquals(
                                                List.of(value),
                                                tx.query(
                                                        "select current_setting(?) as v",
                                                        row -> row.text("v"),
                                                        name),
                                                name));
                        assertEquals(
                                List.of("b C.UTF-8"),
                                tx.query(
                                        """
                                        select datlocprovider::text || ' ' || datlocale as v
                                        from pg_database where datname = current_database()\
                                        """,
                                        row -> row.text("v")));
                        return "all";
                    });
        }
    }

    @Test
    void a_wrong_password_is_refused() throws IOException {
        copyTemplate();
        try (EmbeddedPostgres postgres = start()) {
            DatabaseConfig config = postgres.config();
            var guessed =
                    DatabaseConfig.of(config.url(), config.user(), SecretText.of("guessed"))
                            .withTimeouts(
                                    new DatabaseConfig.Timeouts(
                                            Duration.ofSeconds(1),
                                            Duration.ofMillis(500),
                                            Duration.ofSeconds(1),
                                            Duration.ofSeconds(2)));
            try (Database database = Database.open(guessed)) {
                var refused =
                        assertThrows(
                                DatabaseUnavailable.class, () -> database.read(Tx::connection));
                assertTrue(
                        String.valueOf(refused.getMessage()).contains("password authentication"));
            }
        }
    }

    @Test
    void comes_back_on_the_same_port_when_the_server_is_killed() throws IOException {
        copyTemplate();
        try (EmbeddedPostgres postgres = start();
                Database database = Database.open(postgres.config().withPoolSize(2))) {
            insert(postgres);
            long killed = postgres.pid();
            int port = postgres.port();

            assertTrue(ProcessHandle.of(killed).orElseThrow().destroyForcibly());

            assertEquals(1, countAfterRestart(database, postgres, killed));
            assertEquals(port, postgres.port());
            assertTrue(
                    told.contains(
                            "PostgreSQL ended by itself (exit status 137); starting it again"),
                    told::toString);
        }
    }

    @Test
    void a_second_start_is_refused_by_folder_and_holder_here_and_elsewhere() throws Exception {
        copyTemplate();
        try (EmbeddedPostgres postgres = start()) {
            var refused = assertThrows(PostgresNotStarted.class, this::start);
            assertEquals(inUseBy(ProcessHandle.current().pid()), refused.getMessage());

            Other other = startInAnotherProcess();
            assertEquals(inUseBy(ProcessHandle.current().pid()), other.line());
            assertEquals(1, other.waitForExit());

            insert(postgres);
        }
    }

    @Test
    void the_server_of_a_killed_process_is_stopped_and_its_data_are_there() throws Exception {
        copyTemplate();
        Other other = startInAnotherProcess();
        String ready = other.line();
        assertTrue(ready.startsWith("ready "), ready);
        long leftover = Long.parseLong(ready.substring("ready ".length()));

        other.process().destroyForcibly().waitFor();
        assertTrue(ProcessHandle.of(leftover).isPresent(), "the server outlives its parent");

        try (EmbeddedPostgres postgres = start()) {
            assertNotEquals(leftover, postgres.pid());
            assertTrue(ProcessHandle.of(leftover).map(PostgresFolder::hasEnded).orElse(true));
            assertEquals(1, count(postgres));
        }
        assertTrue(
                told.contains(
                        "stopping the PostgreSQL that an earlier run left (process %d)"
                                .formatted(leftover)),
                told::toString);
    }

    @Test
    void a_pid_file_that_names_a_process_of_another_program_is_ignored() throws IOException {
        copyTemplate();
        long mine = ProcessHandle.current().pid();
        Files.writeString(
                folder.resolve("postgres/postmaster.pid"),
                "%d%n%s%n0%n5432%n%n127.0.0.1%n%nready%n"
                        .formatted(mine, folder.resolve("postgres")));

        try (EmbeddedPostgres postgres = start()) {
            insert(postgres);
        }
    }

    @Test
    void a_start_that_was_cut_off_while_creating_is_made_good() throws IOException {
        Files.createDirectories(folder.resolve("postgres.new"));
        Files.writeString(folder.resolve("postgres.new/PG_VERSION"), "18");
        Files.writeString(folder.resolve("postgres.new.password"), "half");

        try (EmbeddedPostgres postgres = start()) {
            insert(postgres);
        }
        assertFalse(Files.exists(folder.resolve("postgres.new")));
    }

    @Test
    void says_what_the_server_said_when_it_does_not_start() throws IOException {
        copyTemplate();
        var failure =
                assertThrows(
                        PostgresNotStarted.class,
                        () -> EmbeddedPostgres.start(options(Map.of("nonsense", "1"))));

        assertTrue(
                String.valueOf(failure.getMessage())
                        .contains("unrecognized configuration parameter \"nonsense\""),
                failure::getMessage);
        start().close(); // The folder is free again.
    }

    @Test
    void a_folder_of_another_version_is_refused() throws IOException {
        Files.createDirectories(folder.resolve("postgres"));
        Files.writeString(folder.resolve("postgres/PG_VERSION"), "17\n");

        var refused = assertThrows(PostgresNotStarted.class, this::start);

        assertEquals(
                """
                %s: made by PostgreSQL 17, and this program brings PostgreSQL 18; \
                dump it with the program that made it and load it into a new folder\
                """
                        .formatted(folder.resolve("postgres")),
                refused.getMessage());
    }

    /** As the ordinary user there is one way; as root there are two, and both must work. */
    @Test
    void runs_in_every_way_this_user_has() throws IOException {

        Files.setPosixFilePermissions(
                temporary, PosixFilePermissions.fromString("rwx--x--x")); // Nobody may pass.
        for (Launcher way : Launcher.ways()) {
            folder = temporary.resolve("data-" + way);
            try (EmbeddedPostgres postgres =
                    EmbeddedPostgres.start(options(FAST), PostgresBinaries.find(), way)) {
                insert(postgres);
                assertEquals(1, count(postgres));
            }
        }
    }

    private EmbeddedPostgres start() {
        return EmbeddedPostgres.start(options(FAST));
    }

    private EmbeddedPostgres.Options options(Map<String, String> settings) {
        return new EmbeddedPostgres.Options(folder, CACHE, settings, told::add);
    }

    private String inUseBy(long pid) {
        return """
        data folder %s: in use by another Handfast, process %d; \
        stop that one or give this one another folder (--data)\
        """
                .formatted(folder, pid);
    }

    /** Another Java process, and what it says. */
    private record Other(Process process, BufferedReader says) {
        String line() throws IOException {
            return String.valueOf(says.readLine());
        }

        int waitForExit() throws InterruptedException {
            assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS));
            return process.exitValue();
        }
    }

    private Other startInAnotherProcess() throws IOException {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                PostgresProcess.class.getName(),
                                folder.toString(),
                                CACHE.toString())
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        return new Other(process, process.inputReader());
    }

    private static void insert(EmbeddedPostgres postgres) {
        try (Database database = Database.open(postgres.config().withPoolSize(1))) {
            database.transact(
                    tx ->
                            tx.update(
                                    """
                                    create table if not exists thing (id bigint);
                                    insert into thing (id) values (1)\
                                    """));
        }
    }

    private static long count(EmbeddedPostgres postgres) {
        try (Database database = Database.open(postgres.config().withPoolSize(1))) {
            return count(database);
        }
    }

    private static long count(Database database) {
        return database.read(
                tx ->
                        tx.queryOne("select count(*) as n from thing", row -> row.number("n"))
                                .orElseThrow());
    }

    /** A query may still be answered by a process that the killed server has left behind. */
    private static long countAfterRestart(
            Database database, EmbeddedPostgres postgres, long killed) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (true) {
            try {
                boolean restarted = postgres.pid() != killed;
                long count = count(database);
                if (restarted) {
                    return count;
                }
            } catch (DatabaseUnavailable away) {
                assertTrue(System.nanoTime() - deadline < 0, away::toString);
            }
        }
    }

    private static String rights(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
