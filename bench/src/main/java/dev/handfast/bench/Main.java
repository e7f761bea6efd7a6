package dev.handfast.bench;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;

import dev.handfast.web.Json;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import tools.jackson.databind.node.ArrayNode;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The program: measures, prints the table, and says by its exit status whether all was reached. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = "Measures Handfast on this machine, each figure beside its bound.")
public final class Main implements Callable<Integer> {
    private static final int MISSED = 1;
    private static final int MILLION = 1_000_000;

    /** Held here, as a logger that nobody holds forgets its level. */
    private static final List<Logger> LIBRARIES =
            List.of(Logger.getLogger("com.zaxxer"), Logger.getLogger("org.flywaydb"));

    @Option(names = "--quick", description = "a short run, for a first look")
    private boolean quick;

    @Option(
            names = "--million",
            description = "also with 1,000,000 payments in the database; takes minutes")
    private boolean million;

    @Option(
            names = "--filling",
            paramLabel = "COUNT",
            description = "the same with so many payments in the database")
    private int filling;

    @Option(
            names = "--json",
            paramLabel = "FILE",
            description = "writes the rows for programs to read")
    private Optional<Path> json = Optional.empty();

    @Option(
            names = "--only",
            paramLabel = "PART",
            split = ",",
            description = "only these: ${COMPLETION-CANDIDATES}")
    private List<Plan.Part> only = List.of(Plan.Part.values());

    private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    private final PrintStream progress = new PrintStream(System.err, true, StandardCharsets.UTF_8);

    private Main() {}

    /** Measures and exits. */
    public static void main(String[] arguments) {
        LIBRARIES.forEach(logger -> logger.setLevel(Level.WARNING));
        System.exit(new CommandLine(new Main()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        AmazonCorrettoCryptoProvider.install();
        Plan.Effort effort = quick ? Plan.Effort.QUICK : Plan.Effort.USUAL;
        Plan plan =
                new Plan(
                        million ? effort.filling(MILLION) : effort.filling(filling),
                        progress::println);
        List<Figure> figures = plan.run(only);
        out.println();
        out.println(Figure.heading());
        figures.forEach(figure -> out.println(figure.row()));
        if (json.isPresent()) {
            write(json.get(), figures);
        }
        return figures.stream().allMatch(Figure::reached) ? 0 : MISSED;
    }

    private static void write(Path file, List<Figure> figures) throws IOException {
        ArrayNode rows = Json.array();
        figures.forEach(figure -> rows.add(figure.json()));
        Files.writeString(file, Json.write(rows) + "\n");
    }
}
