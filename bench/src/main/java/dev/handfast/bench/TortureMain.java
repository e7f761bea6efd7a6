package dev.handfast.bench;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;

/** Kills a server under load, over and over, and proves the books each time. */
@Command(
        name = "handfast torture",
        mixinStandardHelpOptions = true,
        description =
                "kills a loaded server (odd rounds) or its PostgreSQL (even rounds) and proves that"
                        + " nothing was lost and nothing doubled")
final class TortureMain implements Callable<Integer> {
    @Option(names = "--rounds", paramLabel = "N", description = "how many (${DEFAULT-VALUE})")
    private int rounds = 10;

    @Option(
            names = "--seed",
            paramLabel = "S",
            description = "of the choices made; the scheduler makes its own")
    private Optional<Long> seed = Optional.empty();

    @Option(
            names = "--recovery-max",
            paramLabel = "DURATION",
            description =
                    "how long a server may be away after a kill, such as PT30S on a machine that"
                            + " does other work as well (${DEFAULT-VALUE})")
    private Duration recoveryMax = Duration.ofSeconds(10);

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "where to work, kept afterwards; a fresh folder where not given")
    private Optional<Path> folder = Optional.empty();

    private TortureMain() {}

    /** Runs, and exits with status 0 only if everything held. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new TortureMain()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        Path work =
                folder.isPresent()
                        ? Files.createDirectories(folder.get()).toAbsolutePath()
                        : Files.createTempDirectory("handfast-torture");
        Torture.Options options =
                new Torture.Options(
                        work,
                        seed.orElseGet(() -> new SecureRandom().nextLong()),
                        rounds,
                        recoveryMax);
        new Torture(options, out).run();
        return 0;
    }
}
