package dev.handfast.sdktests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
        test(sandbox, file, Map.of());
    }

    /** The same with these variables. */
    static void test(Sandbox sandbox, String file, Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(more);
        environment.put("HANDFAST_URL", sandbox.baseUrl());
        run(List.of("--test", "--test-reporter=spec", file), environment);
    }

    /** Runs a script that is not in the folder; answers what it printed. */
    static String script(String text, Map<String, String> environment, String argument) {
        prepare();
        write(FOLDER.resolve("guide.mjs"), text);
        return run(List.of("guide.mjs", argument), environment);
    }

    private static String run(List<String> arguments, Map<String, String> environment) {
        prepare();
        List<String> command = new ArrayList<>(List.of("node"));
        command.addAll(arguments);
        Program.Ended ended = Program.run(FOLDER, command, environment);
        assertEquals(0, ended.status(), ended.output());
        return ended.output();
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
        Program.Ended ended =
                Program.run(
                        FOLDER, List.of("npm", "ci", "--ignore-scripts", "--no-audit"), Map.of());
        if (ended.status() != 0) {
            // The next run has to try again.
            Files.deleteIfExists(FOLDER.resolve(MANIFESTS.getFirst()));
            throw new IllegalStateException("npm ci: " + ended.output());
        }
    }

    private static boolean isHere() {
        try {
            return Program.run(Path.of("."), List.of("node", "--version"), Map.of()).status() == 0;
        } catch (UncheckedIOException notHere) {
            return false;
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
