package dev.handfast.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * A line to an HTTP server that loses requests and answers, sends requests twice, lets answers come
 * late, and keeps requests back until others have overtaken them. Which of it befalls a request is
 * drawn from a seed.
 */
final class BadLine implements AutoCloseable {
    /** How late an answer comes: later than whoever calls over this line waits. */
    static final Duration LATE = Duration.ofMillis(800);

    /** What befalls a request. */
    private enum Fault {
        /** Nothing. */
        NONE,
        /** It never arrives. */
        REQUEST_LOST,
        /** It arrives, and its answer does not come back. */
        ANSWER_LOST,
        /** Its answer comes back when nobody waits for it any more. */
        ANSWER_LATE,
        /** It arrives twice. */
        TWICE,
        /** It arrives after those that came later. */
        KEPT_BACK
    }

    private static final List<Fault> FAULTS = List.of(Fault.values());
    private static final int PERCENT_BAD = 40;

    private final URI server;
    private final HttpServer listener;
    private final SplittableRandom random;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ConcurrentLinkedQueue<HttpRequest> kept = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean healed = new AtomicBoolean();

    /** A line to {@code server}, which is asked at the same path. */
    BadLine(URI server, long seed) {
        this.server = server;
        this.random = new SplittableRandom(seed);
        try {
            listener =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        listener.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        listener.createContext("/", this::carry);
        listener.start();
    }

    /** Where to call. */
    URI address() {
        return URI.create("http://127.0.0.1:" + listener.getAddress().getPort() + server.getPath());
    }

    /** From now on everything goes through. */
    void heal() {
        healed.set(true);
    }

    /** Lets go of the requests that are kept back, oldest first; how many they were. */
    int release() {
        int released = 0;
        for (HttpRequest next = kept.poll(); next != null; next = kept.poll()) {
            sent(next);
            released++;
        }
        return released;
    }

    private void carry(HttpExchange exchange) throws IOException {
        try (exchange) {
            URI uri = exchange.getRequestURI();
            HttpRequest request =
                    HttpRequest.newBuilder(server.resolve(uri.getRawPath() + query(uri)))
                            .header(
                                    "Content-Type",
                                    exchange.getRequestHeaders().getFirst("Content-Type"))
                            .POST(
                                    BodyPublishers.ofByteArray(
                                            exchange.getRequestBody().readAllBytes()))
                            .build();
            switch (fault()) {
                case NONE -> answer(exchange, sent(request));
                case REQUEST_LOST -> {}
                case ANSWER_LOST -> sent(request);
                case ANSWER_LATE -> {
                    HttpResponse<byte[]> late = sent(request);
                    LockSupport.parkNanos(LATE.toNanos());
                    answer(exchange, late);
                }
                case TWICE -> {
                    HttpResponse<byte[]> first = sent(request);
                    sent(request);
                    answer(exchange, first);
                }
                case KEPT_BACK -> kept.add(request);
            }
        }
    }

    private static String query(URI uri) {
        return uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    }

    private Fault fault() {
        if (healed.get()) {
            return Fault.NONE;
        }
        synchronized (random) {
            return random.nextInt(100) < PERCENT_BAD
                    ? FAULTS.get(1 + random.nextInt(FAULTS.size() - 1))
                    : Fault.NONE;
        }
    }

    private HttpResponse<byte[]> sent(HttpRequest request) {
        try {
            return client.send(request, BodyHandlers.ofByteArray());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException stopping) {
            throw new IllegalStateException(stopping);
        }
    }

    private static void answer(HttpExchange exchange, HttpResponse<byte[]> answer)
            throws IOException {
        exchange.getResponseHeaders()
                .add("Content-Type", answer.headers().firstValue("Content-Type").orElse(""));
        exchange.sendResponseHeaders(answer.statusCode(), answer.body().length);
        exchange.getResponseBody().write(answer.body());
    }

    @Override
    public void close() {
        listener.stop(0);
        client.close();
    }
}
