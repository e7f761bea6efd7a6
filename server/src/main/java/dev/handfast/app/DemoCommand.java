package dev.handfast.app;

import dev.handfast.demo.Demo;
import dev.handfast.demo.StepFailed;
import dev.handfast.ledger.AuditReport;
import dev.handfast.merchants.Mode;
import dev.handfast.payments.Audit;
import dev.handfast.sandbox.Cast;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;

/** Tells both directions of the bridge, and keeps serving. */
@Command(name = "demo", description = "tells both directions of the bridge, and keeps serving")
final class DemoCommand implements Callable<Integer> {
    private static final int FAILED = 1;

    private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    private final PrintStream progress = new PrintStream(System.err, true, StandardCharsets.UTF_8);

    @Mixin private Settings settings = new Settings();

    @Option(names = "--once", description = "stop after the story")
    private boolean once;

    @Override
    public Integer call() throws InterruptedException {
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
}
