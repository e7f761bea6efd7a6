package dev.handfast.build;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The files of this repository, found by walking up from the folder a test runs in. */
public final class Project {
    /** Every module that holds Java. */
    public static final List<String> MODULES =
            List.of("applepay", "alipay", "server", "bench", "sdk-tests");

    private Project() {}

    /** The folder that holds ARCHITECTURE.md. */
    public static Path root() {
        Path start = Path.of("").toAbsolutePath();
        for (Path at = start; at != null; at = at.getParent()) {
            if (Files.exists(at.resolve("ARCHITECTURE.md"))) return at;
        }
        throw new IllegalStateException("no folder above " + start + " holds ARCHITECTURE.md");
    }

    /** Every Java source of every module, main and test, in the order of their paths. */
    public static List<Path> javaFiles() {
        return MODULES.stream()
                .map(module -> root().resolve(module).resolve("src"))
                .flatMap(source -> files(source, ".java").stream())
                .toList();
    }

    /** Every page of prose: the Markdown files of the root, of docs and of the modules' roots. */
    public static List<Path> pages() {
        Stream<Path> modules = MODULES.stream().map(root()::resolve);
        Stream<Path> flat = Stream.concat(Stream.of(root()), modules).flatMap(Project::list);
        return Stream.concat(flat, files(root().resolve("docs"), ".md").stream())
                .filter(path -> path.toString().endsWith(".md"))
                .sorted()
                .toList();
    }

    /** The files below a folder whose names end so; none if the folder does not exist. */
    public static List<Path> files(Path folder, String ending) {
        if (!Files.isDirectory(folder)) return List.of();
        try (Stream<Path> walk = Files.walk(folder)) {
            return walk.filter(path -> path.toString().endsWith(ending)).sorted().toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The text of a file. */
    public static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Stream<Path> list(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile).toList().stream();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
