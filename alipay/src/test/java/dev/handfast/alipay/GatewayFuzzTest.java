package dev.handfast.alipay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** The fuzzer's corpus, and bounded random changes of it, run with every build. */
final class GatewayFuzzTest {
    private static final Path CORPUS = Path.of("src", "test", "resources", "fuzz");
    private static final int CHANGES_PER_FILE = 100;

    /** The files, whose names say for which target they are. */
    private static List<byte[]> corpus() throws IOException {
        List<byte[]> inputs = new ArrayList<>();
        try (Stream<Path> files = Files.list(CORPUS)) {
            for (Path file :
                    files.filter(file -> !file.toString().endsWith(".md")).sorted().toList()) {
                inputs.add(Files.readAllBytes(file));
            }
        }
        return inputs;
    }

    @Test
    void every_target_has_a_case_in_the_corpus() throws IOException {
        HashSet<String> tried = new HashSet<>();
        for (byte[] input : corpus()) {
            tried.add(GatewayFuzz.TARGETS.get(input[0]));
        }
        assertEquals(new HashSet<>(GatewayFuzz.TARGETS), tried);
    }

    @Test
    void no_target_throws_or_answers_falsely() throws IOException {
        SplittableRandom random = new SplittableRandom(19);
        int runs = 0;
        for (byte[] input : corpus()) {
            GatewayFuzz.fuzzerTestOneInput(input);
            for (int i = 0; i < CHANGES_PER_FILE; i++) {
                byte[] changed = input.clone();
                for (int j = random.nextInt(1, 4); j > 0; j--) {
                    changed[random.nextInt(1, changed.length)] = (byte) random.nextInt(256);
                }
                GatewayFuzz.fuzzerTestOneInput(changed);
                runs++;
            }
        }
        assertTrue(runs >= CHANGES_PER_FILE * GatewayFuzz.TARGETS.size());
    }
}
