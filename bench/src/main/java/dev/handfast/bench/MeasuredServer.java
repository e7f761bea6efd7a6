package dev.handfast.bench;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A server in a process of its own, whose use of the machine can be read. */
final class MeasuredServer implements AutoCloseable {
    private static final Duration START_MAX = Duration.ofSeconds(60);
    private static final Duration STOP_MAX = Duration.ofSeconds(20);
    private static final Duration POLL = Duration.ofMillis(10);
    private static final long BYTES_OF_KIB = 1_024;

    private final Process process;
    private final int port;
    private final Path log;

    private MeasuredServer(Process process, int port, Path log) {
        this.process = process;
        this.port = port;
        this.log = log;
    }

    /**
     * Starts {@code serve --sandbox} and returns when it is ready.
     *
     * @param java options for java
     * @param serve more options for the server
     * @param log where its output is added
     */
    static MeasuredServer start(List<String> java, List<String> serve, Path log)
            throws IOException {
        int port = freePort();
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(java);
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(List.of("dev.handfast.app.Main", "serve", "--sandbox"));
        command.addAll(List.of("--port", Integer.toString(port)));
        command.addAll(serve);
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                        .start();
        MeasuredServer server = new MeasuredServer(process, port, log);
        server.awaitReady();
        return server;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    int port() {
        return port;
    }

    /** What server and database have used of the processors since they were started. */
    Usage usage() {
        List<ProcessHandle> database =
                process.toHandle()
                        .descendants()
                        .filter(handle -> handle.info().command().orElse("").endsWith("postgres"))
                        .toList();
        return new Usage(CpuTime.of(List.of(process.toHandle())), CpuTime.of(database));
    }

    /**
     * Processor time.
     *
     * @param server the server's
     * @param database its database's
     */
    record Usage(Duration server, Duration database) {
        Usage since(Usage before) {
            return new Usage(server.minus(before.server), database.minus(before.database));
        }

        double serverSeconds() {
            return server.toNanos() / 1e9;
        }

        double bothSeconds() {
            return server.plus(database).toNanos() / 1e9;
        }
    }

    /** The memory the server has resident, without its database; 0 where it cannot be learnt. */
    long residentBytes() throws IOException {
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        if (!Files.exists(status)) {
            return 0;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * BYTES_OF_KIB)
                .findFirst()
                .orElse(0);
    }

    private void awaitReady() {
        long begin = System.nanoTime();
        while (!isReady()) {
            if (!process.isAlive()) {
                throw new IllegalStateException(
                        "the server ended with status %d; see %s"
                                .formatted(process.exitValue(), log));
            }
            if (System.nanoTime() - begin > START_MAX.toNanos()) {
                throw new IllegalStateException("the server was not ready within " + START_MAX);
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    private boolean isReady() {
        try {
            URI ready = URI.create("http://127.0.0.1:" + port + "/readyz");
            HttpURLConnection connection = (HttpURLConnection) ready.toURL().openConnection();
            return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** SIGTERM, and the time to finish. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_MAX.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("the server did not stop within " + STOP_MAX);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
