package dev.handfast.bench;

import dev.handfast.secrets.SecretText;
import dev.handfast.sql.DatabaseConfig;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A real Handfast server in a process of its own, on its own data folder. */
final class ServerProcess implements AutoCloseable {
    private static final Duration START_MAX = Duration.ofSeconds(90);
    private static final Duration STOP_MAX = Duration.ofSeconds(20);
    private static final Duration POLL = Duration.ofMillis(25);

    /** The line of {@code postmaster.pid} with the port, from 0. */
    private static final int PORT_LINE = 3;

    private static final HttpClient PROBE =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(1))
                    .build();

    private final Launch launch;
    private final Process process;

    private ServerProcess(Launch launch, Process process) {
        this.launch = launch;
        this.process = process;
    }

    /**
     * How a server is started.
     *
     * @param data its data folder; its log lies beside it
     * @param java more options for java
     * @param more more options for the server
     * @param environment more variables
     */
    record Launch(
            Path data,
            int port,
            List<String> java,
            List<String> more,
            Map<String, String> environment) {
        /** Copies the lists. */
        Launch {
            java = List.copyOf(java);
            more = List.copyOf(more);
            environment = Map.copyOf(environment);
        }

        /** A server with its own PostgreSQL, in little memory and soon warm. */
        static Launch small(Path data) throws IOException {
            return new Launch(
                    data,
                    freePort(),
                    List.of("-Xmx256m", "-XX:TieredStopAtLevel=1"),
                    List.of(),
                    Map.of());
        }

        Path log() {
            return data.resolveSibling(data.getFileName() + "-server.log");
        }
    }

    /**
     * Starts a server in sandbox mode and returns when it is ready.
     *
     * @param options more options for java
     */
    static ServerProcess start(Path data, int port, List<String> options) throws IOException {
        return start(new Launch(data, port, options, List.of(), Map.of()));
    }

    /** Starts a server in sandbox mode and returns when it is ready. */
    static ServerProcess start(Launch launch) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC", "-ea"));
        command.addAll(launch.java());
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(List.of("dev.handfast.app.Main", "serve", "--sandbox"));
        command.addAll(List.of("--port", Integer.toString(launch.port())));
        command.addAll(List.of("--data", launch.data().toString()));
        command.addAll(launch.more());
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(launch.log().toFile()));
        builder.environment().putAll(launch.environment());
        Process process = builder.start();
        ServerProcess server = new ServerProcess(launch, process);
        try {
            server.awaitReady();
            return server;
        } catch (Throwable failure) {
            process.destroyForcibly();
            throw failure;
        }
    }

    /** A port nobody uses now. */
    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    URI base() {
        return URI.create("http://127.0.0.1:" + launch.port());
    }

    long pid() {
        return process.pid();
    }

    /** The processor time the server has used, without its database. */
    Duration cpuTime() {
        return process.toHandle().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** SIGKILL: no chance to tidy up. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    /** How much of PostgreSQL is killed. */
    enum Victims {
        /** The first process, which watches the others; they notice, and end. */
        POSTMASTER,
        /** All at the same moment, in the middle of whatever they do. */
        EVERY_PROCESS
    }

    /** SIGKILL to the server's PostgreSQL, while the server goes on; returns when it is dead. */
    void killPostgres(Victims victims) {
        List<ProcessHandle> all = postgres();
        List<Long> ids = all.stream().map(ProcessHandle::pid).toList();
        List<ProcessHandle> killed =
                switch (victims) {
                    case EVERY_PROCESS -> all;
                    case POSTMASTER ->
                            all.stream()
                                    .filter(
                                            one ->
                                                    one.parent()
                                                            .filter(it -> ids.contains(it.pid()))
                                                            .isEmpty())
                                    .toList();
                };
        if (killed.isEmpty()) {
            throw new IllegalStateException("the server has no PostgreSQL that could be killed");
        }
        killed.forEach(ProcessHandle::destroyForcibly);
        killed.forEach(one -> one.onExit().join());
    }

    /** The server's PostgreSQL and its helpers. */
    private List<ProcessHandle> postgres() {
        return process.toHandle()
                .descendants()
                .filter(
                        handle ->
                                handle.info().command().orElse("").endsWith("/postgres")
                                        && handle.isAlive())
                .toList();
    }

    /** How to reach the server's own PostgreSQL, beside the server. */
    DatabaseConfig database() throws IOException {
        Path files = launch.data().resolve("postgres").resolve("postgres");
        String port = Files.readAllLines(files.resolve("postmaster.pid")).get(PORT_LINE).strip();
        String password = Files.readString(files.resolve("handfast.password")).strip();
        return DatabaseConfig.of(
                        "jdbc:postgresql://127.0.0.1:%s/handfast?sslmode=disable".formatted(port),
                        "handfast",
                        SecretText.of(password))
                .withPoolSize(2);
    }

    boolean isReady() {
        HttpRequest request =
                HttpRequest.newBuilder(base().resolve("/readyz"))
                        .timeout(Duration.ofSeconds(5))
                        .build();
        try {
            return PROBE.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Waits until the server says that it is ready; how long that took. */
    Duration awaitReady() {
        long begin = System.nanoTime();
        while (!isReady()) {
            if (!process.isAlive()) {
                throw new IllegalStateException(
                        "the server ended with status %d; see %s"
                                .formatted(process.exitValue(), launch.log()));
            }
            if (System.nanoTime() - begin > START_MAX.toNanos()) {
                throw new IllegalStateException(
                        "the server was not ready within %s; see %s"
                                .formatted(START_MAX, launch.log()));
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
        return Duration.ofNanos(System.nanoTime() - begin);
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
