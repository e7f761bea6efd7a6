package dev.handfast.merchantapi;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A merchant's webhook endpoint: keeps what arrives and answers as it was told. */
final class Mailbox implements AutoCloseable {
    /** What arrived. */
    record Letter(Map<String, String> headers, String body) {}

    final AtomicInteger status = new AtomicInteger(200);

    private final List<Letter> letters = new CopyOnWriteArrayList<>();
    private final HttpServer server;

    Mailbox() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::take);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    private void take(HttpExchange exchange) throws IOException {
        Map<String, String> headers = new HashMap<>();
        exchange.getRequestHeaders()
                .forEach(
                        (name, values) ->
                                headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
        letters.add(
                new Letter(headers, new String(exchange.getRequestBody().readAllBytes(), UTF_8)));
        byte[] answer = "thank you".getBytes(UTF_8);
        exchange.sendResponseHeaders(status.get(), answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    /** The machine's own time, for libraries that read it themselves. */
    static Instant now() {
        return Clock.systemUTC().instant();
    }

    String url() {
        return "http://127.0.0.1:%d/hook".formatted(server.getAddress().getPort());
    }

    List<Letter> letters() {
        return List.copyOf(letters);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
