package dev.handfast.sdktests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** {@code serve --sandbox} in a process of its own, on a fresh data folder below the build's. */
final class SandboxProcess implements AutoCloseable {
    private static final Duration START_MAX = Duration.ofSeconds(90);
    private static final Duration STOP_MAX = Duration.ofSeconds(20);
    private static final Duration POLL = Duration.ofMillis(25);

    private final Process process;
    private final Path folder;
    private final int port;

    private SandboxProcess(Process process, Path folder, int port) {
        this.process = process;
        this.folder = folder;
        this.port = port;
    }

    /** Starts a server and returns when it is ready. */
    static SandboxProcess start() {
        try {
            Path folder =
                    Files.createTempDirectory(
                                    Files.createDirectories(Path.of("target")), "sdk-sandbox-")
                            .toAbsolutePath();
            int port = freePort();
            Process process =
                    new ProcessBuilder(
                                    handfast(
                                            folder,
                                            "serve",
                                            "--sandbox",
                                            "--port",
                                            Integer.toString(port)))
                            .redirectErrorStream(true)
                            .redirectOutput(folder.resolve("log").toFile())
                            .start();
            SandboxProcess started = new SandboxProcess(process, folder, port);
            started.awaitReady();
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One of Handfast's commands, on the data of a folder. */
    private static List<String> handfast(Path folder, String... arguments) {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                "dev.handfast.app.Main"));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--data", folder.resolve("data").toString()));
        return command;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    String baseUrl() {
        return "http://localhost:" + port;
    }

    private void awaitReady() throws IOException {
        long begin = System.nanoTime();
        while (!isReady()) {
            boolean late = System.nanoTime() - begin > START_MAX.toNanos();
            if (late || !process.isAlive()) {
                throw new IllegalStateException(
                        "the server does not get ready: "
                                + Files.readString(folder.resolve("log")));
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    private boolean isReady() {
        try {
            URI ready = URI.create(baseUrl() + "/readyz");
            HttpURLConnection connection = (HttpURLConnection) ready.toURL().openConnection();
            return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
        } catch (IOException notYet) {
            return false;
        }
    }

    /**
     * Stops the server, has everything audited that clients have done to it, and removes its
     * folder.
     */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_MAX.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("the server did not stop within " + STOP_MAX);
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        Program.Ended audit = Program.run(Path.of("."), handfast(folder, "audit"), Map.of());
        if (audit.status() != 0) {
            throw new IllegalStateException("the books do not hold: " + audit.output());
        }
        removeFolder();
    }

    private void removeFolder() {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
