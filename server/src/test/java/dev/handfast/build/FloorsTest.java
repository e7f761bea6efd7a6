package dev.handfast.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import javax.tools.ToolProvider;

/** Holds the floors of ARCHITECTURE.md against every compiled class. */
final class FloorsTest {
    private static final String LEDGER = "package dev.handfast.ledger; public class Books {}";

    @TempDir private Path folder;

    @Test
    void every_class_keeps_to_its_floor() {
        var found = new TreeSet<String>();
        var read = new ArrayList<String>();
        Map<String, Set<String>> table = architecture();
        for (String module : Project.MODULES) {
            Path classes = Project.root().resolve(module).resolve("target/classes");
            if (!Files.isDirectory(classes)) continue; // A build of some modules only.
            read.add(module);
            found.addAll(Floors.problems(classes, table));
        }
        assertEquals(Set.of(), found);
        assertTrue(read.contains("server"), "the classes of the server were read");
    }

    @Test
    void the_table_itself_has_no_cycle() {
        assertEquals(Set.of(), Floors.upward(new LinkedHashMap<>(architecture())));
    }

    @Test
    void an_allowed_use_is_no_problem() throws IOException {
        String payments = "package dev.handfast.payments; class P { dev.handfast.ledger.Books b; }";
        assertEquals(
                Set.of(), problems("| `ledger` | – |\n| `payments` | ledger |", LEDGER, payments));
    }

    @Test
    void a_use_the_table_does_not_name_is_found() throws IOException {
        String money =
                "package dev.handfast.money; class Bad { Object o = new"
                        + " dev.handfast.ledger.Books(); }";
        assertEquals(
                Set.of("money may not use ledger (dev/handfast/money/Bad)"),
                problems("| `money` | – |\n| `ledger` | money |", LEDGER, money));
    }

    @Test
    void a_use_inside_a_generic_signature_is_found() throws IOException {
        String money =
                "package dev.handfast.money;"
                        + " class Bad { java.util.List<dev.handfast.ledger.Books> books; }";
        assertEquals(
                Set.of("money may not use ledger (dev/handfast/money/Bad)"),
                problems("| `money` | – |\n| `ledger` | money |", LEDGER, money));
    }

    @Test
    void a_use_by_a_sub_package_is_found() throws IOException {
        String money =
                "package dev.handfast.money.inner; interface Bad extends Bad2 {"
                        + " dev.handfast.ledger.Books[] books(); } interface Bad2 {}";
        assertEquals(
                Set.of("money may not use ledger (dev/handfast/money/inner/Bad)"),
                problems("| `money` | – |\n| `ledger` | money |", LEDGER, money));
    }

    @Test
    void a_package_missing_from_the_table_is_found() throws IOException {
        assertEquals(Set.of("ledger is on no floor"), problems("| `money` | – |", LEDGER));
    }

    @Test
    void a_row_that_names_a_row_below_it_is_found() {
        assertEquals(
                Set.of("money names ledger below it"),
                Floors.upward(Floors.table("| `money` | ledger |\n| `ledger` | money |")));
    }

    private static Map<String, Set<String>> architecture() {
        return Floors.table(Project.read(Project.root().resolve("ARCHITECTURE.md")));
    }

    /** Compiles the sources into an empty folder and reads the classes that come out. */
    private Set<String> problems(String table, String... sources) throws IOException {
        var arguments = new ArrayList<>(List.of("-proc:none", "-d", folder.toString()));
        for (int i = 0; i < sources.length; i++) {
            Path file = folder.resolve(i + "/Source.java");
            Files.createDirectories(file.getParent());
            // A public class wants a file of its name; only Books is public.
            Path named =
                    sources[i].contains("public class Books")
                            ? file.resolveSibling("Books.java")
                            : file;
            arguments.add(Files.writeString(named, sources[i]).toString());
        }
        int status = compile(arguments);
        assertEquals(0, status, "the example compiles");
        return Floors.problems(folder, Floors.table(table));
    }

    private static int compile(List<String> arguments) {
        var compiler = ToolProvider.getSystemJavaCompiler();
        return compiler.run(
                null,
                null,
                null,
                Stream.of(arguments).flatMap(List::stream).toArray(String[]::new));
    }
}
