package dev.handfast.sdktests;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Stands between a client and the server, and lets requests go wrong in the ways of {@link Fault}.
 *
 * <p>What happens to a request depends on the seed and on what the request is, not on when it
 * comes: payments are known by their {@code metadata[number]}, and then by their ids.
 */
final class FaultProxy implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration LATE = Duration.ofMillis(150);
    private static final Pattern NUMBER = Pattern.compile("metadata\\[number]=([^&]+)");
    private static final Pattern PAYMENT = Pattern.compile("pi_[0-9a-z]{26}");

    /** What a proxy may not pass on, and what the client of the JDK sets by itself. */
    private static final Set<String> OWN =
            Set.of("host", "connection", "content-length", "transfer-encoding", "upgrade");

    private final URI server;
    private final long seed;
    private final HttpServer front;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient back =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Map<String, String> numbers = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> attempts = new ConcurrentHashMap<>();
    private final Map<Fault, AtomicInteger> counts = new EnumMap<>(Fault.class);

    /** A proxy for a server. */
    FaultProxy(String serverUrl, long seed) {
        this.server = URI.create(serverUrl);
        this.seed = seed;
        for (Fault fault : Fault.values()) {
            counts.put(fault, new AtomicInteger());
        }
        try {
            front =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new IllegalStateException("no port is free", e);
        }
        front.setExecutor(threads);
        front.createContext("/", this::handle);
        front.start();
    }

    String baseUrl() {
        return "http://127.0.0.1:" + front.getAddress().getPort();
    }

    /** How often each fault has happened. */
    Map<Fault, AtomicInteger> counts() {
        return counts;
    }

    private void handle(HttpExchange exchange) {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            String label = label(exchange, new String(body, UTF_8));
            int attempt =
                    attempts.computeIfAbsent(label, key -> new AtomicInteger()).getAndIncrement();
            Fault fault = Fault.of(seed, label, attempt);
            Optional.ofNullable(counts.get(fault)).ifPresent(AtomicInteger::incrementAndGet);
            act(fault, exchange, request(exchange, body));
        } catch (IOException gone) {
            // The client has gone away; it knows.
        }
    }

    /** Closing an exchange that has no answer breaks the connection. */
    private void act(Fault fault, HttpExchange exchange, HttpRequest request) throws IOException {
        switch (fault) {
            case NONE -> answer(exchange, send(request).join());
            case LOSE_REQUEST -> {}
            case LOSE_ANSWER -> send(request).join();
            case DELAY -> {
                LockSupport.parkNanos(LATE.toNanos());
                answer(exchange, send(request).join());
            }
            case DUPLICATE -> {
                CompletableFuture<HttpResponse<byte[]>> one = send(request);
                CompletableFuture<HttpResponse<byte[]>> other = send(request);
                HttpResponse<byte[]> first = one.join();
                HttpResponse<byte[]> second = other.join();
                answer(exchange, first.statusCode() == 200 ? first : second);
            }
            case ANSWER_500 -> answer(exchange, 500, "<h1>Internal Server Error</h1>");
            case ANSWER_503 -> answer(exchange, 503, "<h1>Service Unavailable</h1>");
            case ANSWER_409 -> answer(exchange, 409, "{\"error\":{\"message\":\"locked\"}}");
            case DENY_ANSWER -> {
                send(request).join();
                answer(exchange, 503, "{\"error\":{\"message\":\"no healthy upstream\"}}");
            }
        }
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private static void answer(HttpExchange exchange, HttpResponse<byte[]> answer)
            throws IOException {
        answer.headers()
                .map()
                .forEach(
                        (name, values) -> {
                            if (!OWN.contains(name)) {
                                exchange.getResponseHeaders().put(name, values);
                            }
                        });
        exchange.sendResponseHeaders(answer.statusCode(), answer.body().length);
        exchange.getResponseBody().write(answer.body());
    }

    private CompletableFuture<HttpResponse<byte[]>> send(HttpRequest request) {
        return back.sendAsync(request, BodyHandlers.ofByteArray()).thenApply(this::learn);
    }

    /** Remembers which payment has which number. */
    private HttpResponse<byte[]> learn(HttpResponse<byte[]> answer) {
        if (answer.statusCode() == 200) {
            JsonNode json = JSON.readTree(answer.body());
            JsonNode number = json.at("/metadata/number");
            if (json.path("object").asString("").equals("payment_intent") && number.isString()) {
                numbers.put(json.path("id").asString(), number.asString());
            }
        }
        return answer;
    }

    private HttpRequest request(HttpExchange exchange, byte[] body) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(server.resolve(exchange.getRequestURI().toString()));
        exchange.getRequestHeaders()
                .forEach(
                        (name, values) -> {
                            if (!OWN.contains(name.toLowerCase(java.util.Locale.ROOT))) {
                                values.forEach(value -> request.header(name, value));
                            }
                        });
        return request.method(exchange.getRequestMethod(), BodyPublishers.ofByteArray(body))
                .build();
    }

    /** {@code POST /confirm 17}: what is done, and to which payment. */
    private String label(HttpExchange exchange, String body) {
        String path = exchange.getRequestURI().getPath();
        String form = URLDecoder.decode(body, UTF_8);
        Matcher named = NUMBER.matcher(form);
        Matcher known = PAYMENT.matcher(path + " " + form);
        String number =
                named.find()
                        ? named.group(1)
                        : known.find() ? numbers.getOrDefault(known.group(), "?") : "?";
        List<String> words = List.of(path.split("/", -1));
        return "%s %s %s".formatted(exchange.getRequestMethod(), words.getLast(), number);
    }

    @Override
    public void close() {
        front.stop(0);
        threads.close();
        back.close();
    }
}
