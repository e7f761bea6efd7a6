package dev.handfast.sql;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.handfast.secrets.SecretText;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * The folder of an embedded server: its files, its password, and the server that an earlier run may
 * have left on it.
 */
final class PostgresFolder {
    static final String USER = "handfast";
    static final String DATABASE = "handfast";

    private static final int MAJOR = 18;
    private static final int PASSWORD_BYTES = 32;
    private static final String SYNC = "--sync-method=fsync";
    private static final String NO_SYNC = "--no-sync";
    private static final String PASSWORD_FILE = "handfast.password";

    /** The line of {@code postmaster.pid} that says how far the server is, from 0. */
    private static final int STATUS_LINE = 7;

    private static final Duration FAST_STOP = Duration.ofSeconds(10);
    private static final Duration IMMEDIATE_STOP = Duration.ofSeconds(5);
    private static final Duration GONE_MAX = Duration.ofSeconds(1);
    private static final Duration GONE_POLL = Duration.ofMillis(5);

    private final Path dataFolder;
    private final Path files;
    private final Path programs;
    private final Launcher launcher;
    private final Consumer<String> progress;

    /** The folder as it was given, and the folder of the server's programs. */
    record Paths(Path dataFolder, Path programs) {}

    PostgresFolder(Paths paths, Launcher launcher, Consumer<String> progress) {
        this.dataFolder = paths.dataFolder();
        this.files = dataFolder.resolve("postgres");
        this.programs = paths.programs().resolve("bin");
        this.launcher = launcher;
        this.progress = progress;
    }

    Path files() {
        return files;
    }

    Path program(String name) {
        return programs.resolve(name);
    }

    SecretText password() throws IOException {
        return SecretText.of(Files.readString(files.resolve(PASSWORD_FILE)).strip());
    }

    /**
     * Makes the files if there are none. They are made under another name and renamed at the end,
     * so that a folder that exists is whole, whenever the power goes; unless the settings say that
     * they need not survive that.
     */
    void create(Map<String, String> settings) throws IOException {
        if (Files.exists(files)) {
            refuseOtherVersion();
            return;
        }
        progress.accept("creating a database in " + files + " (once)");
        Path part = dataFolder.resolve("postgres.new");
        Path password = dataFolder.resolve("postgres.new.password");
        Folders.delete(part);
        Files.deleteIfExists(password);
        Files.createDirectory(part, Folders.PRIVATE_FOLDER);
        launcher.give(part);
        Files.createFile(password, Folders.PRIVATE_FILE);
        launcher.give(password);
        Files.writeString(password, randomPassword(), StandardOpenOption.SYNC);
        initialise(part, password, "off".equals(settings.get("fsync")) ? NO_SYNC : SYNC);
        Files.move(password, part.resolve(PASSWORD_FILE));
        Files.move(part, files, StandardCopyOption.ATOMIC_MOVE);
        Folders.force(dataFolder);
    }

    private void initialise(Path folder, Path password, String sync) throws IOException {
        must(
                launcher.run(
                        program("initdb"),
                        sync,
                        "--pgdata=" + folder,
                        "--username=" + USER,
                        "--pwfile=" + password,
                        "--auth=scram-sha-256",
                        // Rounds slow down guessing, and nobody guesses 256 random bits.
                        "--set=scram_iterations=1",
                        "--encoding=UTF8",
                        // C.UTF-8 of the server's own: sorts the same on every system, for ever.
                        "--locale-provider=builtin",
                        "--builtin-locale=C.UTF-8",
                        "--locale=C",
                        "--no-instructions"));
        must(
                launcher.runWithInput(
                        "create database %s;%n".formatted(DATABASE),
                        program("postgres"),
                        "--single",
                        "-D",
                        folder.toString(),
                        "postgres"));
    }

    private static void must(Launcher.Result result) {
        if (result.status() != 0) {
            throw new PostgresNotStarted(
                    "the database could not be created (exit status %d):%n%s"
                            .formatted(result.status(), result.output().strip()));
        }
    }

    private void refuseOtherVersion() throws IOException {
        String version = Files.readString(files.resolve("PG_VERSION")).strip();
        if (!version.equals(Integer.toString(MAJOR))) {
            throw new PostgresNotStarted(
                    """
                    %s: made by PostgreSQL %s, and this program brings PostgreSQL %d; \
                    dump it with the program that made it and load it into a new folder\
                    """
                            .formatted(files, version, MAJOR));
        }
    }

    private static String randomPassword() {
        byte[] random = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(random);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }

    /** Stops the server that runs on this folder, or did; afterwards none does. */
    void stopLeftover() throws IOException {
        Optional<Long> pid = serverPid();
        if (pid.isEmpty()) {
            return;
        }
        Optional<ProcessHandle> server =
                ProcessHandle.of(pid.get()).filter(process -> isServerOfThis(process.pid()));
        if (server.isPresent()) {
            progress.accept(
                    "stopping the PostgreSQL that an earlier run left (process %d)"
                            .formatted(pid.get()));
            stop(server.get());
        }
        // The number may belong to another program by now, which the server would wait for in vain.
        Files.deleteIfExists(pidFile());
    }

    /** Stops the server: its clients at once if need be, and if that takes long, it with them. */
    void stop(ProcessHandle server) throws IOException {
        for (var way : List.of("fast", "immediate")) {
            if (hasEnded(server)) {
                return;
            }
            Duration patience = way.equals("fast") ? FAST_STOP : IMMEDIATE_STOP;
            launcher.run(
                    program("pg_ctl"),
                    "stop",
                    "--pgdata=" + files,
                    "--mode=" + way,
                    "--timeout=" + patience.toSeconds(),
                    "--silent");
            awaitEnd(server);
        }
        server.destroyForcibly();
    }

    /** The pid file goes a moment before the process does. */
    private static void awaitEnd(ProcessHandle server) {
        long begin = System.nanoTime();
        while (!hasEnded(server) && System.nanoTime() - begin < GONE_MAX.toNanos()) {
            LockSupport.parkNanos(GONE_POLL.toNanos());
        }
    }

    /**
     * Whether a process has ended. One that has is still listed until its parent takes note, and of
     * what an earlier run left, the parent is the first process of the system or the container,
     * which may take seconds, or never do it.
     */
    static boolean hasEnded(ProcessHandle process) {
        return !process.isAlive() || isZombie(process.pid());
    }

    /** Source: proc_pid_stat(5); the state follows the name in brackets. */
    private static boolean isZombie(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"), ISO_8859_1);
            return stat.startsWith("Z", stat.lastIndexOf(')') + 2);
        } catch (IOException gone) {
            return false;
        }
    }

    /** Says whether this very process serves the folder and takes connections. */
    boolean ready(long pid) throws IOException {
        List<String> lines = pidLines();
        return lines.size() > STATUS_LINE
                && lines.getFirst().strip().equals(Long.toString(pid))
                && lines.get(STATUS_LINE).strip().equals("ready");
    }

    private Optional<Long> serverPid() throws IOException {
        return pidLines().stream()
                .findFirst()
                .map(String::strip)
                .filter(line -> line.matches("\\d{1,10}"))
                .map(Long::valueOf);
    }

    private List<String> pidLines() throws IOException {
        try {
            return Files.readAllLines(pidFile(), UTF_8);
        } catch (NoSuchFileException noServer) {
            return List.of();
        }
    }

    private Path pidFile() {
        return files.resolve("postmaster.pid");
    }

    /** A process id is given out again, so look at what the process was started with. */
    private boolean isServerOfThis(long pid) {
        try {
            List<String> words =
                    List.of(Files.readString(Path.of("/proc/" + pid + "/cmdline")).split("\0"));
            return words.getFirst().endsWith("postgres") && words.contains(files.toString());
        } catch (IOException gone) {
            return false;
        }
    }
}
