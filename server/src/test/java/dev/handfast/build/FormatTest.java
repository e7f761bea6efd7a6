package dev.handfast.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import com.google.googlejavaformat.java.JavaFormatterOptions;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;

/** Holds the format: every Java file is byte for byte what the formatter makes of it. */
final class FormatTest {
    private static final Formatter FORMATTER =
            new Formatter(
                    JavaFormatterOptions.builder().style(JavaFormatterOptions.Style.AOSP).build());

    @Test
    void every_java_file_is_formatted() throws IOException {
        // What was good once stays good: hashes of formatted files, so that only changes cost time.
        Path memory = Project.root().resolve("server/target/formatted.txt");
        Set<String> good = new ConcurrentSkipListSet<>();
        if (Files.exists(memory)) good.addAll(Files.readAllLines(memory));
        List<Path> bad =
                Project.javaFiles().parallelStream()
                        .filter(file -> !isFormatted(Project.read(file), good))
                        .map(Project.root()::relativize)
                        .toList();
        Files.createDirectories(memory.getParent());
        Files.write(memory, good);
        if (!bad.isEmpty()) fail("not formatted; ./handfast format mends them: " + bad);
    }

    @Test
    void what_the_formatter_would_change_is_found() {
        var good = new ConcurrentSkipListSet<String>();
        assertFalse(isFormatted("class  A {}\n", good));
        assertFalse(isFormatted("class A {\n  int twoSpaces;\n}\n", good));
        assertFalse(isFormatted("import java.util.List;\n\nclass UnusedImport {}\n", good));
        assertFalse(isFormatted("class DoesNotParse {\n", good));
        assertEquals(Set.of(), good);
        assertTrue(isFormatted("class A {\n    int fourSpaces;\n}\n", good));
        assertEquals(1, good.size());
    }

    private static boolean isFormatted(String source, Set<String> good) {
        String hash = hash(source);
        if (good.contains(hash)) return true;
        try {
            if (!FORMATTER.formatSourceAndFixImports(source).equals(source)) return false;
        } catch (FormatterException doesNotParse) {
            return false;
        }
        good.add(hash);
        return true;
    }

    private static String hash(String source) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            // The version is part of it: another formatter may think otherwise.
            digest.update(Formatter.class.getPackage().toString().getBytes(StandardCharsets.UTF_8));
            digest.update(
                    String.valueOf(Formatter.class.getProtectionDomain().getCodeSource())
                            .getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest(source.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new AssertionError(everyJdkHasIt);
        }
    }
}
