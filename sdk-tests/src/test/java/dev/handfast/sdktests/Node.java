package dev.handfast.sdktests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Runs scripts under Node with the packages of {@code node/package-lock.json}.
 *
 * <p>Where there is no Node the test says so and passes over, unless {@code HANDFAST_NODE} is
 * {@code required}, as it is before a change is taken.
 */
final class Node {
    private static final Path SOURCE = Path.of("node");
    private static final Path FOLDER = Path.of("target", "node");
    private static final List<String> MANIFESTS = List.of("package.json", "package-lock.json");

    private Node() {}

    /** Runs every test of a file of {@code node/} against the sandbox. */
    static void test(Sandbox sandbox, String file) {
        run(sandbox, List.of("--test", "--test-reporter=spec", file));
    }

    /** Runs a script that is not in the folder. */
    static void script(Sandbox sandbox, String name, String text) {
        prepare();
        write(FOLDER.resolve(name), text);
        run(sandbox, List.of(name));
    }

    private static void run(Sandbox sandbox, List<String> arguments) {
        prepare();
        List<String> command = new ArrayList<>(List.of("node"));
        command.addAll(arguments);
        Ended ended = run(FOLDER, command, sandbox.baseUrl());
        assertEquals(0, ended.status(), ended.output());
    }

    /** Copies the scripts into the build, where the packages are put beside them once. */
    private static synchronized void prepare() {
        boolean here = isHere();
        if ("required".equals(System.getenv("HANDFAST_NODE")) && !here) {
            throw new IllegalStateException("no node in the PATH; apt install nodejs npm");
        }
        assumeTrue(here, "no node in the PATH: the npm clients are not tried");
        try (Stream<Path> files = Files.list(SOURCE)) {
            Files.createDirectories(FOLDER);
            boolean installed = true;
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = file.getFileName().toString();
                Path copy = FOLDER.resolve(name);
                String text = Files.readString(file);
                boolean same = Files.exists(copy) && Files.readString(copy).equals(text);
                installed &= same || !MANIFESTS.contains(name);
                write(copy, text);
            }
            if (!installed || !Files.exists(FOLDER.resolve("node_modules"))) {
                install();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void install() throws IOException {
        Ended ended = run(FOLDER, List.of("npm", "ci", "--ignore-scripts", "--no-audit"), "");
        if (ended.status() != 0) {
            // The next run has to try again.
            Files.deleteIfExists(FOLDER.resolve(MANIFESTS.getFirst()));
            throw new IllegalStateException("npm ci: " + ended.output());
        }
    }

    private static boolean isHere() {
        try {
            return run(Path.of("."), List.of("node", "--version"), "").status() == 0;
        } catch (UncheckedIOException notHere) {
            return false;
        }
    }

    private record Ended(int status, String output) {}

    private static Ended run(Path folder, List<String> command, String url) {
        try {
            ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
            builder.environment().put("HANDFAST_URL", url);
            Process process = builder.redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), UTF_8);
            return new Ended(process.waitFor(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
