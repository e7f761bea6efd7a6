package dev.handfast.app;

import dev.handfast.demo.Demo;
import dev.handfast.demo.StepFailed;
import dev.handfast.ledger.AuditReport;
import dev.handfast.merchants.Mode;
import dev.handfast.payments.Audit;
import dev.handfast.sandbox.Cast;
import dev.handfast.sql.PostgresNotStarted;
import dev.handfast.sql.SqlFailure;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.TimeZone;

/** The program: a table of contents of what it can do. */
@Command(
        name = "handfast",
        description = "A payment switch that joins device wallets and account wallets.",
        subcommands = {
            CommandLine.HelpCommand.class,
            AlipayCommand.class,
            DoctorCommand.class,
            GatewayAppCommand.class,
            KeysCommand.class,
            PartnersCommand.class
        })
public final class Main {
    private static final int FAILED = 1;
    private static final int REFUSED = 2;

    private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    private final PrintStream progress = new PrintStream(System.err, true, StandardCharsets.UTF_8);

    private Main() {}

    /** Runs one command and exits with its status. */
    public static void main(String[] arguments) {
        LogSettings.apply();
        // HTTP dates are in UTC, and the web server takes the process's zone for it.
        TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
        System.exit(line().execute(arguments.length == 0 ? new String[] {"help"} : arguments));
    }

    /** Reads and runs commands. */
    static CommandLine line() {
        CommandLine line = new CommandLine(new Main());
        line.setExecutionExceptionHandler(Main::explain);
        return line;
    }

    @Command(name = "demo", description = "tells both directions of the bridge, and keeps serving")
    int demo(
            @Mixin Settings settings,
            @Option(names = "--once", description = "stop after the story") boolean once)
            throws InterruptedException {
        try (StopSignal stop = new StopSignal();
                Node node = Node.start(settings, Mode.TEST, progress::println)) {
            Core core = node.edges().core();
            Demo demo =
                    new Demo(
                            new Demo.Server(
                                    node.local(),
                                    core.database(),
                                    core.partners(),
                                    core.store(),
                                    InstantSource.system(),
                                    Cast.JASMINE_TEA),
                            out);
            boolean told = tell(demo);
            demo.showBooks();
            AuditReport report = Audit.run(core.database(), Core.seal(core.keys()));
            demo.showAudit(report.lines());
            boolean held = told && report.clean();
            if (!once && held) {
                demo.showPages(pages(node));
                stop.await();
            }
            return held ? 0 : FAILED;
        }
    }

    @Command(name = "serve", description = "the server")
    int serve(
            @Mixin Settings settings,
            @Option(names = "--sandbox", description = "play both partners; for this machine only")
                    boolean sandbox)
            throws InterruptedException {
        Mode mode = sandbox ? Mode.TEST : Mode.LIVE;
        try (StopSignal stop = new StopSignal();
                Node _ = Node.start(settings, mode, progress::println)) {
            stop.await();
        }
        return 0;
    }

    @Command(
            name = "audit",
            description = "proves the books: balances, currencies, journal, payments")
    int audit(@Mixin Settings settings) {
        CryptoProvider.install();
        try (Ground ground = Ground.open(settings, progress::println)) {
            AuditReport report = Audit.run(ground.database(), Core.seal(ground.keys()));
            report.lines().forEach(out::println);
            return report.clean() ? 0 : FAILED;
        }
    }

    private boolean tell(Demo demo) {
        try {
            demo.tellStories();
            return true;
        } catch (StepFailed failed) {
            progress.println("The story stops here: " + failed.getMessage());
            return false;
        }
    }

    private static List<String> pages(Node node) {
        String base = "http://localhost:" + node.local().getPort();
        return List.of(
                base + "/                      both stories, live",
                base + "/sandbox/credentials   keys, wallets and devices of the sandbox",
                base + "/readyz                is it ready?",
                "Stop with Ctrl-C.");
    }

    /** Says in a sentence what an operator can mend; a bug keeps its trace. */
    private static int explain(Exception failure, CommandLine line, CommandLine.ParseResult parsed)
            throws Exception {
        return switch (failure) {
            case PostgresNotStarted refused -> say(line, refused);
            case SqlFailure refused -> say(line, refused);
            case IllegalArgumentException refused -> say(line, refused);
            default -> throw failure;
        };
    }

    private static int say(CommandLine line, Exception refused) {
        line.getErr().println("handfast: " + refused.getMessage());
        return REFUSED;
    }
}
