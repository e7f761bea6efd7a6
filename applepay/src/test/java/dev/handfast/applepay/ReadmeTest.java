package dev.handfast.applepay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** The first page's code is compiled and run, and its table names every refusal. */
class ReadmeTest {
    private static String readme() throws Exception {
        return Files.readString(Path.of("README.md"));
    }

    @Test
    void ten_lines_work_when_pasted(@TempDir Path folder) throws Exception {
        String readme = readme();
        int start = readme.indexOf("```java\n") + "```java\n".length();
        List<String> lines = readme.substring(start, readme.indexOf("```", start)).lines().toList();
        String imports =
                lines.stream()
                        .filter(line -> line.startsWith("import "))
                        .collect(Collectors.joining("\n"));
        String body =
                lines.stream()
                        .filter(line -> !line.startsWith("import "))
                        .collect(Collectors.joining("\n"));
        assertTrue(body.lines().filter(line -> !line.isBlank()).count() <= 10, body);
        Path source = folder.resolve("Pasted.java");
        Files.writeString(
                source,
                imports
                        + "\npublic class Pasted { public static void main(String[] args) {\n"
                        + body
                        + "\n}}");
        Path classes =
                Path.of(
                        TokenOpener.class
                                .getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .toURI());
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        ByteArrayOutputStream problems = new ByteArrayOutputStream();
        int status =
                compiler.run(
                        null,
                        problems,
                        problems,
                        "-proc:none",
                        "-cp",
                        classes.toString(),
                        "-d",
                        folder.toString(),
                        source.toString());
        assertEquals(0, status, problems.toString(StandardCharsets.UTF_8));

        String printed = run(folder);

        assertTrue(printed.startsWith("paid: PaymentToken["), printed);
        assertTrue(printed.contains("Pan[****0075]"), printed);
    }

    private static String run(Path folder) throws Exception {
        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try (URLClassLoader loader =
                        new URLClassLoader(
                                new URL[] {folder.toUri().toURL()},
                                ReadmeTest.class.getClassLoader());
                PrintStream captured = new PrintStream(printed, true, StandardCharsets.UTF_8)) {
            System.setOut(captured);
            loader.loadClass("Pasted")
                    .getMethod("main", String[].class)
                    .invoke(null, (Object) new String[0]);
        } finally {
            System.setOut(before);
        }
        return printed.toString(StandardCharsets.UTF_8);
    }

    @Test
    void every_refusal_is_explained() throws Exception {
        String readme = readme();
        for (Refusal refusal : Refusal.values()) {
            assertTrue(readme.contains("`" + refusal.name() + "`"), refusal.name());
        }
    }
}
