package dev.handfast.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * How fast the merchant API lists: full pages of the newest payments, of payments far behind them,
 * of balance transactions and of events, in turn and for every shop.
 *
 * <p>A list must cost the same however much there is behind it, so the figure for a full database
 * is held against the one for a small database, by processor time of server and database together.
 */
final class ListingBench {
    private static final int CONNECTIONS = 8;
    private static final int PAGE = 100;
    private static final int PAGES_BACK = 4;
    private static final String WANTED = "\"object\":\"list\"";

    private final List<Town.Cafe> cafes;
    private final int rounds;
    private final Consumer<String> progress;

    /**
     * A measurement.
     *
     * @param cafes whose payments are listed; each has at least five pages of them
     * @param rounds how often each shop's lists are asked for, once to warm up and once measured
     */
    ListingBench(List<Town.Cafe> cafes, int rounds, Consumer<String> progress) {
        this.cafes = List.copyOf(cafes);
        this.rounds = rounds;
        this.progress = progress;
    }

    /** Pages per second of processor time, server and database together. */
    double measure(MeasuredServer server) throws IOException {
        List<byte[]> requests = requests(server.port());
        HttpLoad load = new HttpLoad(server.port(), WANTED, CONNECTIONS);
        good(load.flatOut(requests));
        MeasuredServer.Usage before = server.usage();
        HttpLoad.Result result = good(load.flatOut(requests));
        double seconds = server.usage().since(before).bothSeconds();
        progress.accept(
                String.format(
                        Locale.ROOT,
                        "lists: %,.0f pages of %d per second, p50 %.1f ms, p99 %.1f ms",
                        result.perSecond(),
                        PAGE,
                        result.millis(50),
                        result.millis(99)));
        return requests.size() / seconds;
    }

    private List<byte[]> requests(int port) {
        Client client = new Client(URI.create("http://127.0.0.1:" + port));
        List<byte[]> round = new ArrayList<>();
        for (Town.Cafe cafe : cafes) {
            String payments = "/v1/payment_intents?limit=" + PAGE;
            for (String path :
                    List.of(
                            payments,
                            payments + "&starting_after=" + farBack(client, cafe, payments),
                            "/v1/balance_transactions?limit=" + PAGE,
                            "/v1/events?limit=" + PAGE)) {
                round.add(get(path, cafe));
            }
        }
        List<byte[]> all = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            all.addAll(round);
        }
        return all;
    }

    /** The last payment of some pages back, as a client that walks the list would come to it. */
    private static String farBack(Client client, Town.Cafe cafe, String payments) {
        String last = "";
        for (int page = 0; page < PAGES_BACK; page++) {
            String path = last.isEmpty() ? payments : payments + "&starting_after=" + last;
            JsonNode data =
                    client.get(path, Map.of("Authorization", bearer(cafe)))
                            .orElseThrow()
                            .json()
                            .path("data");
            if (data.size() < PAGE) {
                throw new IllegalStateException("too few payments to list: " + data.size());
            }
            last = data.get(PAGE - 1).path("id").asString();
        }
        return last;
    }

    private static byte[] get(String path, Town.Cafe cafe) {
        return "GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: %s\r\n\r\n"
                .formatted(path, bearer(cafe))
                .getBytes(US_ASCII);
    }

    private static String bearer(Town.Cafe cafe) {
        return cafe.secret().use(text -> "Bearer " + text);
    }

    private HttpLoad.Result good(HttpLoad.Result result) {
        if (result.errors() > 0) {
            throw new IllegalStateException(
                    "%d lists failed, for instance: %s"
                            .formatted(result.errors(), result.example()));
        }
        return result;
    }
}
