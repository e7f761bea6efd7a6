package dev.handfast.bench;

import dev.handfast.ledger.AuditReport;
import dev.handfast.payments.Audit;
import dev.handfast.secrets.KeyRing;
import dev.handfast.secrets.LookupHash;
import dev.handfast.sql.Database;
import dev.handfast.web.Json;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Loads a real server over HTTP, kills it or its database at a random moment, lets it come back,
 * and proves that nothing was lost and nothing doubled.
 */
final class Torture {
    /** Held, since what nobody holds forgets its level. */
    private static final Logger POOL_LOG = Logger.getLogger("com.zaxxer.hikari");

    private static final int CLIENTS = 12;

    /** Requests settled before a kill, and after a server has come back. */
    private static final int BEFORE = 100;

    private static final int AFTER = 50;

    /** A kill comes at any moment of this time. */
    private static final int MOMENT_MAX_MS = 1_000;

    private static final Duration DUE_WORK_MAX = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final long TOP_UP_MINOR = 10_000_000;

    /**
     * How to torture.
     *
     * @param folder empty; what is left there after a failure tells more
     * @param seed of every choice made here; the moments of threads and processes are their own
     * @param rounds how many
     * @param recoveryMax how long the server may be away after a kill
     */
    record Options(Path folder, long seed, int rounds, Duration recoveryMax) {}

    private final Options options;
    private final SplittableRandom random;
    private final PrintStream out;
    private Optional<ServerProcess> server = Optional.empty();

    Torture(Options options, PrintStream out) {
        this.options = options;
        this.random = new SplittableRandom(options.seed());
        this.out = out;
    }

    /** Runs the rounds; throws at the first thing that does not hold. */
    void run() throws IOException, InterruptedException {
        POOL_LOG.setLevel(Level.WARNING);
        out.printf("%d rounds, seed %d, in %s%n", options.rounds(), options.seed(), folder());
        ServerProcess.Launch launch = ServerProcess.Launch.small(folder().resolve("data"));
        server = Optional.of(ServerProcess.start(launch));
        try {
            TortureLoad load = new TortureLoad(server().base(), random.split());
            load.shop().topUp("Lin", TOP_UP_MINOR);
            for (int round = 1; round <= options.rounds(); round++) {
                round(round, launch, load);
            }
        } finally {
            server().close();
        }
        out.println("held.");
    }

    private ServerProcess server() {
        return server.orElseThrow();
    }

    private void round(int round, ServerProcess.Launch launch, TortureLoad load)
            throws IOException, InterruptedException {
        load.begin(CLIENTS);
        load.awaitMore(BEFORE);
        pause(Duration.ofMillis(random.nextInt(MOMENT_MAX_MS)));
        Duration recovery;
        String killed;
        if (round % 2 == 0) {
            ServerProcess.Victims victims =
                    random.nextBoolean()
                            ? ServerProcess.Victims.POSTMASTER
                            : ServerProcess.Victims.EVERY_PROCESS;
            killed = "PostgreSQL (%s)".formatted(victims);
            // Measured from the kill: the server may be back before all victims are seen dead.
            long begin = System.nanoTime();
            server().killPostgres(victims);
            server().awaitReady();
            recovery = Duration.ofNanos(System.nanoTime() - begin);
        } else {
            killed = "the server";
            server().kill();
            long begin = System.nanoTime();
            server = Optional.of(ServerProcess.start(launch));
            recovery = Duration.ofNanos(System.nanoTime() - begin);
        }
        // The clients go on with a server that has come back, without being told.
        load.awaitMore(AFTER);
        load.end();
        if (recovery.compareTo(options.recoveryMax()) > 0) {
            throw new IllegalStateException(
                    "back after %s, where %s is the most"
                            .formatted(recovery, options.recoveryMax()));
        }
        out.printf(
                "round %d: killed %s, back after %d ms; %s; %s%n",
                round, killed, recovery.toMillis(), load, proof(load));
    }

    private Path folder() {
        return options.folder();
    }

    private String proof(TortureLoad load) throws IOException, InterruptedException {
        load.settle();
        int same = load.compareAnswers();
        try (Database database = Database.open(server().database())) {
            finishDueWork(database, load);
            int payments = TortureBooks.compare(database, load.settled());
            TortureBooks.refuseUnasked(database, load.settled());
            long cards = TortureBooks.compareIssuer(database);
            KeyRing keys = KeyRing.open(folder().resolve("data").resolve("keyring"));
            AuditReport report = Audit.run(database, LookupHash.of(keys, "journal-head")::hash);
            if (!report.clean()) {
                throw new IllegalStateException(
                        "the audit found: " + String.join("; ", report.lines()));
            }
            return "%d same answers; %d payments and %d at the issuer agree"
                    .formatted(same, payments, cards);
        }
    }

    /** Moves the sandbox's time until the rails have been told and asked everything. */
    private static void finishDueWork(Database database, TortureLoad load) {
        long begin = System.nanoTime();
        while (TortureBooks.undone(database) > 0) {
            if (System.nanoTime() - begin > DUE_WORK_MAX.toNanos()) {
                throw new IllegalStateException("work that is due is not done within a minute");
            }
            load.shop().arrange("/sandbox/clock", Json.object().put("advance", "PT1M10S"));
            pause(POLL);
        }
    }

    private static void pause(Duration time) {
        LockSupport.parkNanos(time.toNanos());
    }
}
