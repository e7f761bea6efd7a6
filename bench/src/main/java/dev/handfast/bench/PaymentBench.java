package dev.handfast.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/**
 * Durable payments over HTTP in one dialect: as many as go through, and how long each takes when
 * they arrive at a constant rate of half as many.
 *
 * <p>The bound is what cryptography alone would allow on the processor time the server got: driver
 * and database run on the same machine, and the server has what they leave.
 */
final class PaymentBench {
    private static final double REACH = 0.50;
    private static final int CONNECTIONS = 128;

    /** How many payments a run has. */
    record Size(int warmUp, int measured, int steady) {
        int all() {
            return warmUp + measured + steady;
        }
    }

    /**
     * A dialect to be measured.
     *
     * @param name for people
     * @param wanted what stands in the answer to every payment that was made
     * @param orders makes requests that pay
     * @param boundPerCore payments per second that the dialect's cryptography allows on one core
     */
    record Dialect(
            String name, String wanted, IntFunction<List<byte[]>> orders, double boundPerCore) {}

    /**
     * What was measured.
     *
     * @param figures for the table
     * @param perCpuSecond payments per second of processor time, server and database together
     */
    record Measured(List<Figure> figures, double perCpuSecond) {}

    private final Size size;
    private final Consumer<String> progress;

    PaymentBench(Size size, Consumer<String> progress) {
        this.size = size;
        this.progress = progress;
    }

    Measured measure(MeasuredServer server, Dialect dialect) throws IOException {
        HttpLoad load = new HttpLoad(server.port(), dialect.wanted(), CONNECTIONS);
        good(dialect, load.flatOut(dialect.orders().apply(size.warmUp())));
        List<byte[]> requests = dialect.orders().apply(size.measured());
        MeasuredServer.Usage before = server.usage();
        HttpLoad.Result flatOut = good(dialect, load.flatOut(requests));
        MeasuredServer.Usage used = server.usage().since(before);
        double cores = used.serverSeconds() / flatOut.seconds();
        progress.accept(
                String.format(
                        Locale.ROOT,
                        "%s: %,.0f payments/s with %.2f cores for the server, %.2f for the"
                                + " database; %.0f us of the server's processor time each",
                        dialect.name(),
                        flatOut.perSecond(),
                        cores,
                        used.bothSeconds() / flatOut.seconds() - cores,
                        used.serverSeconds() * 1e6 / size.measured()));
        double rate = flatOut.perSecond() / 2;
        HttpLoad.Result steady =
                good(dialect, load.at(rate, dialect.orders().apply(size.steady())));
        List<Figure> figures = new ArrayList<>();
        String name = "payments over HTTP, " + dialect.name();
        figures.add(
                Figure.against(
                        name, flatOut.perSecond(), "1/s", dialect.boundPerCore() * cores, REACH));
        String half = "%s, at %,.0f/s, ".formatted(dialect.name(), rate);
        figures.add(Figure.told(half + "p50", steady.millis(50), "ms"));
        figures.add(Figure.told(half + "p99", steady.millis(99), "ms"));
        figures.add(Figure.told(half + "slowest", steady.millis(100), "ms"));
        figures.add(Figure.within(half + "errors", steady.errors() + flatOut.errors(), "", 0));
        return new Measured(figures, size.measured() / used.bothSeconds());
    }

    private HttpLoad.Result good(Dialect dialect, HttpLoad.Result result) {
        if (result.errors() > 0) {
            progress.accept(
                    "%s: %d errors, for instance: %s"
                            .formatted(dialect.name(), result.errors(), result.example()));
        }
        return result;
    }
}
