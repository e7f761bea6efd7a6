package dev.handfast.app;

import dev.handfast.ledger.AuditReport;
import dev.handfast.payments.Audit;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;

/** Proves the books. */
@Command(name = "audit", description = "proves the books: balances, currencies, journal, payments")
final class AuditCommand implements Callable<Integer> {
    private static final int FAILED = 1;

    private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    private final PrintStream progress = new PrintStream(System.err, true, StandardCharsets.UTF_8);

    @Mixin private Settings settings = new Settings();

    @Override
    public Integer call() {
        CryptoProvider.install();
        try (Ground ground = Ground.open(settings, progress::println)) {
            AuditReport report = Audit.run(ground.database(), Core.seal(ground.keys()));
            report.lines().forEach(out::println);
            return report.clean() ? 0 : FAILED;
        }
    }
}
