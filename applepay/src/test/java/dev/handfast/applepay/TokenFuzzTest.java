package dev.handfast.applepay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The fuzzer's corpus, and bounded random changes of it, run with every build. */
class TokenFuzzTest {
    private static final Path CORPUS = Path.of("src", "test", "resources", "fuzz");
    private static final int CHANGES_PER_FILE = 200;

    private static List<Path> corpus() throws IOException {
        try (Stream<Path> files = Files.list(CORPUS)) {
            return files.filter(file -> !file.toString().endsWith(".md")).sorted().toList();
        }
    }

    @Test
    void every_reader_has_a_case_in_the_corpus() throws IOException {
        Set<String> read = new TreeSet<>();
        for (Path file : corpus()) {
            read.add(TokenFuzz.READERS.get(Files.readAllBytes(file)[0]));
        }

        assertEquals(new TreeSet<>(TokenFuzz.READERS), read);
    }

    @Test
    void no_reader_throws_anything_but_a_refusal() throws IOException {
        SplittableRandom random = new SplittableRandom(17);
        int runs = 0;
        for (Path file : corpus()) {
            byte[] original = Files.readAllBytes(file);
            TokenFuzz.fuzzerTestOneInput(original);
            for (int i = 0; i < CHANGES_PER_FILE; i++) {
                byte[] changed = original.clone();
                for (int j = random.nextInt(1, 4); j > 0; j--) {
                    changed[random.nextInt(1, changed.length)] = (byte) random.nextInt(256);
                }
                TokenFuzz.fuzzerTestOneInput(changed);
                runs++;
            }
        }
        assertTrue(runs >= CHANGES_PER_FILE * TokenFuzz.READERS.size());
    }
}
