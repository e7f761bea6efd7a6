package dev.handfast.sql;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.handfast.secrets.SecretText;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A PostgreSQL server of our own, in a data folder, for those who bring none.
 *
 * <p>The server is a child process, on a free port of the loopback interface, behind a random
 * password that stands in the folder. It is a real server with full durability: whatever is killed,
 * this process, the server or the machine, committed data is there again at the next start.
 *
 * <ul>
 *   <li>If this process dies, the server lives on; the next start on the folder stops it first.
 *   <li>If the server dies, it is started again on the same port, so that a pool recovers.
 *   <li>A second process on the same folder is turned away.
 * </ul>
 *
 * <p>Safe for use by many threads.
 */
public final class EmbeddedPostgres implements AutoCloseable {
    private static final Duration READY_POLL = Duration.ofMillis(5);
    private static final Duration STILL_STARTING = Duration.ofSeconds(5);
    private static final Duration RESTART_PAUSE = Duration.ofMillis(200);
    private static final int START_ATTEMPTS = 5;
    private static final long LOG_BYTES_MAX = 8L << 20;
    private static final int LOG_TAIL_BYTES = 2_000;

    private final Options options;
    private final FolderLock lock;
    private final PostgresFolder folder;
    private final Launcher launcher;
    private final Path log;
    private final SecretText password;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final int port;
    private volatile Process server;

    /**
     * How to start.
     *
     * @param dataFolder where the data lies; made if it does not exist
     * @param cacheFolder where the programs are unpacked, once per version for all data folders
     * @param settings server settings that win over the usual ones, by name
     * @param progress told in a sentence what happens, while it happens
     */
    public record Options(
            Path dataFolder,
            Path cacheFolder,
            Map<String, String> settings,
            Consumer<String> progress) {
        public Options {
            dataFolder = dataFolder.toAbsolutePath().normalize();
            cacheFolder = cacheFolder.toAbsolutePath().normalize();
            settings = Map.copyOf(settings);
        }
    }

    /** Starts a server on the folder, with the usual settings. */
    public static EmbeddedPostgres start(Path dataFolder, Consumer<String> progress) {
        return start(new Options(dataFolder, userCache(dataFolder), Map.of(), progress));
    }

    /**
     * Starts a server and returns when it takes connections.
     *
     * @throws PostgresNotStarted if it does not start, with the reason for the operator
     */
    public static EmbeddedPostgres start(Options options) {
        try {
            PostgresBinaries binaries = PostgresBinaries.find();
            return start(options, binaries, Launcher.find());
        } catch (IOException failure) {
            throw notStarted(options, failure);
        }
    }

    static EmbeddedPostgres start(Options options, PostgresBinaries binaries, Launcher launcher) {
        try {
            Files.createDirectories(options.dataFolder());
            FolderLock lock = FolderLock.take(options.dataFolder());
            try {
                // Another user may not reach into this user's home.
                Path cache =
                        launcher.givesAway()
                                ? options.dataFolder().resolve("cache")
                                : options.cacheFolder();
                Path programs = binaries.unpacked(cache, options.progress());
                return new EmbeddedPostgres(options, lock, launcher, programs);
            } catch (Throwable failure) {
                lock.close();
                throw failure;
            }
        } catch (IOException failure) {
            throw notStarted(options, failure);
        }
    }

    private EmbeddedPostgres(Options options, FolderLock lock, Launcher launcher, Path programs)
            throws IOException {
        this.options = options;
        this.lock = lock;
        this.launcher = launcher;
        this.log = options.dataFolder().resolve("postgres.log");
        // The real path, as the server's own command line tells it.
        var paths = new PostgresFolder.Paths(options.dataFolder().toRealPath(), programs);
        this.folder = new PostgresFolder(paths, launcher, options.progress());
        folder.create(options.settings());
        this.password = folder.password();
        folder.stopLeftover();
        rotateLog();
        var started = firstStart();
        this.port = started.port();
        this.server = started.process();
        Thread.ofPlatform().daemon().name("handfast-postgres").start(this::supervise);
    }

    /** Returns how to reach the database in this server. */
    public DatabaseConfig config() {
        return config(PostgresFolder.DATABASE);
    }

    /** Returns how to reach the database of that name in this server. */
    public DatabaseConfig config(String database) {
        String url =
                "jdbc:postgresql://127.0.0.1:%d/%s?sslmode=disable&gssEncMode=disable"
                        .formatted(port, database);
        return DatabaseConfig.of(url, PostgresFolder.USER, password);
    }

    /** Returns the port on the loopback interface, the same for the life of this object. */
    public int port() {
        return port;
    }

    /** Returns the process id of the server as it is now. */
    public long pid() {
        return server.pid();
    }

    /** Stops the server, cutting its clients off, and gives the folder free. */
    @Override
    public void close() {
        closing.countDown();
        synchronized (this) {
            try (lock) {
                folder.stop(server.toHandle());
            } catch (IOException failure) {
                server.destroyForcibly();
                options.progress().accept("PostgreSQL could not be stopped: " + failure);
            }
        }
    }

    private record Started(Process process, int port) {}

    /** A free port may be taken by another program before the server has it; then try another. */
    private Started firstStart() throws IOException {
        for (int attempt = 1; ; attempt++) {
            int free = freePort();
            try {
                return new Started(launch(free), free);
            } catch (PostgresNotStarted failure) {
                if (attempt == START_ATTEMPTS || !passing(failure)) {
                    throw failure;
                }
                await(RESTART_PAUSE);
            }
        }
    }

    /** What goes by itself: a port just taken; the last processes of a killed server. */
    private static boolean passing(PostgresNotStarted failure) {
        String message = String.valueOf(failure.getMessage());
        return message.contains("could not bind")
                || message.contains("could not create any TCP/IP sockets")
                || message.contains("shared memory block");
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }

    /** Starts the server on the port and waits until it takes connections. */
    private Process launch(int onPort) throws IOException {
        var arguments =
                new ArrayList<>(
                        List.of("-D", folder.files().toString(), "-p", Integer.toString(onPort)));
        arguments.addAll(PostgresSettings.arguments(options.settings()));
        long logStart = Files.exists(log) ? Files.size(log) : 0;
        Process process = launcher.start(log, folder.program("postgres"), arguments);
        long reportNext = System.nanoTime() + STILL_STARTING.toNanos();
        while (!folder.ready(process.pid())) {
            if (exited(process)) {
                throw new PostgresNotStarted(
                        "PostgreSQL did not start (exit status %d); %s ends:%n%s"
                                .formatted(process.exitValue(), log, logSince(logStart)));
            }
            if (closing.getCount() == 0) {
                process.destroyForcibly();
                throw new PostgresNotStarted("PostgreSQL did not start: closed meanwhile");
            }
            if (System.nanoTime() - reportNext > 0) { // After a crash it may have much to replay.
                options.progress().accept("PostgreSQL is still starting; see " + log);
                reportNext += STILL_STARTING.toNanos();
            }
        }
        options.progress().accept("PostgreSQL is ready on 127.0.0.1:" + onPort);
        return process;
    }

    private static boolean exited(Process process) throws IOException {
        try {
            return process.waitFor(READY_POLL.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while PostgreSQL was starting", interrupted);
        }
    }

    /** Starts the server again whenever it ends by itself, until closed. */
    private void supervise() {
        while (true) {
            int status = endOfServer();
            synchronized (this) {
                if (closing.getCount() == 0) {
                    return;
                }
                options.progress()
                        .accept(
                                "PostgreSQL ended by itself (exit status %d); starting it again"
                                        .formatted(status));
                restart();
            }
        }
    }

    private int endOfServer() {
        return server.onExit().join().exitValue();
    }

    private void restart() {
        Optional<String> said = Optional.empty();
        while (closing.getCount() > 0) {
            try {
                folder.stopLeftover();
                server = launch(port);
                return;
            } catch (PostgresNotStarted | IOException failure) {
                String says = String.valueOf(failure.getMessage());
                if (!said.equals(Optional.of(says))) {
                    options.progress().accept(says);
                    said = Optional.of(says);
                }
                await(RESTART_PAUSE);
            }
        }
    }

    /** Waits, but no longer than until closed. */
    private void await(Duration pause) {
        try {
            if (closing.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void rotateLog() throws IOException {
        if (Files.exists(log) && Files.size(log) > LOG_BYTES_MAX) {
            Files.move(
                    log, log.resolveSibling("postgres.log.1"), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private String logSince(long start) throws IOException {
        try (var file = new RandomAccessFile(log.toFile(), "r")) {
            long from = Math.max(start, file.length() - LOG_TAIL_BYTES);
            file.seek(from);
            byte[] tail = new byte[Math.toIntExact(file.length() - from)];
            file.readFully(tail);
            return new String(tail, UTF_8).strip();
        }
    }

    private static Path userCache(Path dataFolder) {
        Path home = Path.of(System.getProperty("user.home", "/"));
        return Files.isWritable(home) && home.getNameCount() > 0
                ? home.resolve(".cache").resolve("handfast")
                : dataFolder.resolve("cache");
    }

    private static PostgresNotStarted notStarted(Options options, IOException failure) {
        return new PostgresNotStarted(
                "PostgreSQL did not start in %s: %s".formatted(options.dataFolder(), failure),
                failure);
    }
}
