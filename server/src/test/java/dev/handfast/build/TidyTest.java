package dev.handfast.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Holds the few rules of STYLE.md that a program can hold, and shows that each can fail. */
final class TidyTest {
    private static final String MAIN = "server/src/main/java/dev/handfast/ledger/X.java";
    private static final String TEST = "server/src/test/java/dev/handfast/ledger/XTest.java";

    @Test
    void every_java_file_says_only_what_it_should() {
        var found = new ArrayList<String>();
        sources().forEach((path, source) -> found.addAll(Words.problems(path, source)));
        assertNone(found);
    }

    @Test
    void every_java_file_has_a_good_shape() {
        assertNone(Syntax.read(sources()).problems());
    }

    @Test
    void every_refusal_is_explained_on_the_page_of_errors() {
        List<String> names =
                Syntax.read(sources()).refusals().stream().map(Syntax.Refusal::name).toList();
        String page = Project.read(Project.root().resolve("docs/reference/errors.md"));
        assertTrue(names.contains("NOT_A_CURRENCY"), "refusals were found");
        assertEquals(
                List.of(), Pages.withoutHeading(page, names), "not in docs/reference/errors.md");
    }

    @Test
    void every_package_introduces_itself() {
        var found = new ArrayList<String>();
        var main = new TreeSet<String>();
        var introduced = new TreeSet<String>();
        var all = new TreeSet<String>();
        sources()
                .forEach(
                        (path, source) -> {
                            String folder = path.substring(0, path.lastIndexOf('/'));
                            String name = folder.replaceAll(".*/src/(main|test)/java/", "");
                            all.add(name);
                            if (path.contains("/src/main/")) main.add(name);
                            if (!path.endsWith("/package-info.java")) return;
                            introduced.add(name);
                            if (path.contains("/src/main/")) {
                                found.addAll(Pages.problemsOfPackage(path, source));
                            }
                        });
        all.removeAll(introduced);
        for (String name : all) found.add(name + " has no package-info.java");
        assertTrue(main.contains("dev/handfast/money"), "packages were found");
        assertNone(found);
    }

    @Test
    void every_page_of_prose_is_good_to_read_for_strangers() {
        var found = new ArrayList<String>();
        for (Path page : Project.pages()) found.addAll(Pages.problems(page, Project.read(page)));
        assertNone(found);
    }

    @Test
    void every_migration_has_a_number_and_a_name() {
        Path resources = Project.root().resolve("server/src/main/resources");
        List<String> odd =
                Project.files(resources, ".sql").stream()
                        .map(file -> file.getFileName().toString())
                        .filter(name -> !name.matches("V\\d{4}__[a-z0-9_]+\\.sql"))
                        .toList();
        assertEquals(List.of(), odd, "a migration is named like V0001__accounts.sql");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "// FIXME later",
                "// TODO later",
                "import java.util.*;",
                "@Disabled",
                "String sql = \"SELECT * from account\";",
                "// see issue 12",
                "import org.mockito.Mockito;",
                "long now = System.currentTimeMillis();",
                "var now = Instant.now();",
                "var now = new Date();",
                "var clock = Clock.systemUTC();",
                "var today = LocalDate.now(zone);",
                "System.out.println(1);",
                "failure.printStackTrace();",
                "double amount = 0.1;",
                "BigDecimal amount;",
                "var random = new Random();",
                "@SuppressWarnings(\"unchecked\")",
                "catch (Throwable ignored) {"
            })
    void a_banned_word_is_found(String line) {
        List<String> found = Words.problems(MAIN, "// Above.\n\n" + line + "\n");
        assertEquals(1, found.size(), found::toString);
        assertTrue(found.getFirst().startsWith(MAIN + ":3 "), found::toString);
    }

    @Test
    void a_word_is_banned_only_where_it_hurts() {
        String app = MAIN.replace("ledger", "app");
        assertNone(Words.problems(app, "InstantSource time = Instant.now()::plus;"));
        assertNone(Words.problems(app, "System.out.println(1);"));
        assertNone(Words.problems(MAIN.replace("ledger", "money"), "BigDecimal exact;"));
        assertNone(Words.problems(MAIN, "@SuppressWarnings(\"x\") // Because of y."));
        assertEquals(1, Words.problems(TEST, "Thread.sleep(100);").size());
    }

    @Test
    void a_long_line_is_found() {
        assertNone(Words.problems(MAIN, "x".repeat(100)));
        assertNone(Words.problems(MAIN, "import " + "x".repeat(100) + ";"));
        assertEquals(
                List.of(MAIN + ":1 a line has at most 100 characters, got 101"),
                Words.problems(MAIN, "x".repeat(101)));
    }

    @Test
    void a_long_method_is_found_and_so_is_a_long_file() {
        String good = "class X {\n void m() {\n" + "\n".repeat(68) + "}\n}\n";
        String bad = "class X {\n void m() {\n" + "\n".repeat(69) + "}\n}\n";
        assertNone(shape(MAIN, good));
        assertEquals(List.of(MAIN + ":2 m has at most 70 lines, got 71"), shape(MAIN, bad));
        String file = "class X {\n" + "\n".repeat(499) + "}\n";
        assertEquals(List.of(MAIN + " has at most 500 lines, got 501"), shape(MAIN, file));
        assertNone(shape(TEST, file));
    }

    @Test
    void too_many_parameters_are_found() {
        String five = "class X { void m(int a, int b, int c, int d, int e) {} }";
        String six = "class X { void m(int a, int b, int c, int d, int e, int f) {} }";
        assertNone(shape(MAIN, five));
        assertEquals(List.of(MAIN + ":1 m has at most 5 parameters, got 6"), shape(MAIN, six));
        String record = "record R(int a, int b, int c, int d, int e, int f) { R {} }";
        assertNone(shape(MAIN, record));
    }

    @ParameterizedTest
    @CsvSource({"adds_up, 0", "addsUp, 1", "test_AddsUp, 1", "adds, 1"})
    void a_test_without_a_sentence_for_a_name_is_found(String name, int problems) {
        assertEquals(problems, shape(TEST, "class T { @Test void " + name + "() {} }").size());
    }

    @Test
    void an_unexplained_refusal_is_found() {
        String source =
                "public enum XRefusal { FIRST(1), SECOND { int n() { return 2; } }, THIRD;"
                        + " private static final XRefusal LAST = THIRD; int x; XRefusal() {} }";
        List<Syntax.Refusal> refusals = Syntax.read(Map.of(MAIN, source)).refusals();
        List<String> names = refusals.stream().map(Syntax.Refusal::name).toList();
        assertEquals(List.of("FIRST", "SECOND", "THIRD"), names);
        String page =
                """
                ### `FIRST`

                SECOND

                ### `THIRD`, `FOURTH`
                """;
        assertEquals(List.of("SECOND"), Pages.withoutHeading(page, names));
    }

    @Test
    void a_package_without_its_paragraphs_is_found() {
        String good =
                "/** For x. <p>Uses y. <p>Never null. <p>Verbs: z. <p>Source: w. */ @NullMarked";
        assertNone(Pages.problemsOfPackage(MAIN, good));
        assertEquals(5, Pages.problemsOfPackage(MAIN, "/** Things. */ package x;").size());
    }

    @Test
    void a_page_with_dead_links_or_private_words_is_found(@TempDir Path folder) throws Exception {
        Path page = folder.resolve("page.md");
        Files.writeString(folder.resolve("other.md"), "");
        assertNone(Pages.problems(page, "[a](other.md#top) [b](https://example.com) [c](#x)"));
        String registry = "see https://repo1.maven.org/x";
        List<String> bad = List.of("[a](gone.md)", registry, "mends #12", "mends issue 12");
        for (String line : bad) assertEquals(1, Pages.problems(page, line).size(), line);
    }

    private static List<String> shape(String path, String source) {
        return Syntax.read(Map.of(path, source)).problems();
    }

    private static Map<String, String> sources() {
        var sources = new TreeMap<String, String>();
        for (Path file : Project.javaFiles()) {
            sources.put(Project.root().relativize(file).toString(), Project.read(file));
        }
        return sources;
    }

    private static void assertNone(List<String> problems) {
        assertEquals("", String.join("\n", Set.copyOf(problems).stream().sorted().toList()));
    }
}
