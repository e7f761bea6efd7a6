package dev.handfast.bench;

import dev.handfast.engine.Engine;
import dev.handfast.ledger.AuditReport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Which measurements there are, and in what order they run. */
final class Plan {
    /** What can be measured by itself. */
    enum Part {
        OPENING,
        GATEWAY,
        TRANSFERS,
        PAYMENTS
    }

    /**
     * How long a run takes.
     *
     * @param slices of work on one thread
     * @param transfers how long transfers are posted each way
     * @param payments how many payments
     * @param filling how many payments to fill the database with for the last rows; 0 for no such
     */
    record Effort(int slices, Duration transfers, PaymentBench.Size payments, int filling) {
        /** For a first look. */
        static final Effort QUICK =
                new Effort(
                        200, Duration.ofSeconds(6), new PaymentBench.Size(4_000, 3_000, 1_000), 0);

        /** Long enough for the compiler to have finished. */
        static final Effort USUAL =
                new Effort(
                        1_000,
                        Duration.ofSeconds(20),
                        new PaymentBench.Size(48_000, 16_000, 8_000),
                        0);

        Effort filling(int count) {
            return new Effort(slices, transfers, payments, count);
        }
    }

    private static final int LINES_MAX = 20;
    private static final int GUESTS = 256;
    private static final int LISTING_ROUNDS = 20;
    private static final double START_SECONDS_MAX = 3;
    private static final double RESIDENT_MB_MAX = 300;

    private final Effort effort;
    private final Consumer<String> progress;
    private final List<Figure> figures = new ArrayList<>();

    Plan(Effort effort, Consumer<String> progress) {
        this.effort = effort;
        this.progress = progress;
    }

    List<Figure> run(List<Part> parts) throws Exception {
        progress.accept("Cryptography by " + Crypto.provider().getName() + ".");
        for (Part part : parts) {
            progress.accept("Measuring: " + part.name().toLowerCase(java.util.Locale.ROOT));
            switch (part) {
                case OPENING -> figures.add(opening());
                case GATEWAY -> figures.add(gateway());
                case TRANSFERS -> transfers();
                case PAYMENTS -> payments();
            }
        }
        return List.copyOf(figures);
    }

    private Figure opening() throws GeneralSecurityException {
        return new OpeningBench(effort.slices, InstantSource.system().instant()).measure();
    }

    private Figure gateway() throws GeneralSecurityException {
        return new GatewayBench(effort.slices, InstantSource.system().instant()).measure();
    }

    private void transfers() throws Exception {
        inFreshFolder(
                home -> {
                    try (House house =
                            House.open(home.resolve("data"), Engine.Options.standard())) {
                        figures.add(new TransferBench(house, effort.transfers).measure());
                        audited(house.auditLedger());
                    }
                });
    }

    private void payments() throws Exception {
        Bounds bounds =
                new Bounds(opening().bound().orElseThrow(), gateway().bound().orElseThrow());
        inFreshFolder(home -> payments(new Serving(home), home.resolve("root.pem"), bounds));
    }

    /** Payments per second that cryptography allows on one core, for each dialect. */
    private record Bounds(double coffee, double tea) {}

    private void payments(Serving serving, Path root, Bounds bounds) throws Exception {
        Town town;
        Orders orders;
        List<byte[]> teas;
        try (House house = House.open(serving.data(), Engine.Options.standard())) {
            town = Town.build(house, GUESTS);
            Files.write(root, town.rootPem());
            orders = new Orders(town, house.core());
            teas = orders.teas(house.core(), effort.payments.all());
        }
        PaymentBench bench = new PaymentBench(effort.payments, progress);
        PaymentBench.Measured coffee;
        PaymentBench.Measured tea;
        ListingBench listing = new ListingBench(town.cafes(), LISTING_ROUNDS, progress);
        double pages;
        serving.start(root).close(); // So that the archive of classes is there, as with a launcher.
        try (MeasuredServer server = serving.start(root)) {
            coffee = bench.measure(server, coffee(orders, bounds.coffee()));
            tea = bench.measure(server, tea(teas, bounds.tea()));
            figures.addAll(coffee.figures());
            figures.addAll(tea.figures());
            pages = listing.measure(server);
            figures.add(Figure.told("pages of 100 listed", pages, "1/cpu s"));
            figures.add(
                    Figure.told(
                            "memory resident after that, without the database",
                            server.residentBytes() / 1e6,
                            "MB"));
        }
        starts(serving, root);
        if (effort.filling > 0) {
            try (House house = House.open(serving.data(), Engine.Options.standard())) {
                new Filling(house, town, progress).fill(effort.filling);
                house.settle();
                teas = orders.teas(house.core(), effort.payments.all());
            }
            try (MeasuredServer server = serving.start(root)) {
                full(coffee, bench.measure(server, coffee(orders, bounds.coffee())), "Apple Pay");
                full(tea, bench.measure(server, tea(teas, bounds.tea())), "Alipay");
                full("lists", listing.measure(server), pages);
            }
        }
        try (House house = House.open(serving.data(), Engine.Options.standard())) {
            audited(house.audit());
        }
    }

    private void full(PaymentBench.Measured few, PaymentBench.Measured many, String dialect) {
        full(dialect, many.perCpuSecond(), few.perCpuSecond());
    }

    /** Compared by processor time, of server and database together. */
    private void full(String what, double many, double few) {
        figures.add(
                Figure.against(
                        "the same with %,d more payments, %s".formatted(effort.filling, what),
                        many,
                        "1/cpu s",
                        few,
                        0.90));
    }

    private static PaymentBench.Dialect coffee(Orders orders, double bound) {
        return new PaymentBench.Dialect(
                "Apple Pay token", "\"status\":\"succeeded\"", orders::coffees, bound);
    }

    private static PaymentBench.Dialect tea(List<byte[]> ready, double bound) {
        return new PaymentBench.Dialect(
                "alipay.trade.pay",
                "\"code\":\"10000\"",
                count -> {
                    List<byte[]> next = List.copyOf(ready.subList(0, count));
                    ready.subList(0, count).clear();
                    return next;
                },
                bound);
    }

    /** From the start of the process to ready, on a folder that has payments; best of three. */
    private void starts(Serving serving, Path root) throws IOException {
        double best = Double.MAX_VALUE;
        double resident = 0;
        for (int i = 0; i < 3; i++) {
            long begin = System.nanoTime();
            try (MeasuredServer server = serving.start(root)) {
                best = Math.min(best, (System.nanoTime() - begin) / 1e9);
                resident = Math.max(resident, server.residentBytes() / 1e6);
            }
        }
        figures.add(
                Figure.within(
                        "memory resident when ready, without the database",
                        resident,
                        "MB",
                        RESIDENT_MB_MAX));
        figures.add(Figure.within("start to ready, existing data", best, "s", START_SECONDS_MAX));
    }

    private void audited(AuditReport report) {
        report.lines().stream().limit(LINES_MAX).forEach(progress);
        figures.add(Figure.within("findings of the audit", report.findings().size(), "", 0));
    }

    private interface InFolder {
        void run(Path home) throws Exception;
    }

    private static void inFreshFolder(InFolder work) throws Exception {
        Path home = Files.createTempDirectory("handfast-bench");
        try {
            work.run(home);
        } finally {
            delete(home);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            paths.sorted(Comparator.reverseOrder())
                    .forEach(
                            path -> {
                                try {
                                    Files.deleteIfExists(path);
                                } catch (IOException e) {
                                    throw new UncheckedIOException(e);
                                }
                            });
        }
    }
}
