package dev.handfast.opengateway;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A merchant's page that takes notifications; says {@code success} unless a test scripts more. */
final class Receiver implements AutoCloseable {
    /** What it says to one notification. */
    record Reply(int status, String body) {}

    private final HttpServer server;
    private final Deque<Reply> script = new ArrayDeque<>();
    private final List<Map<String, String>> received = new CopyOnWriteArrayList<>();

    Receiver() {
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        server.createContext("/notify", this::take);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/notify?shop=1&till=2";
    }

    /** Scripts the next replies, in order. */
    synchronized void reply(Reply... replies) {
        script.addAll(List.of(replies));
    }

    /** The parameters of every notification so far. */
    List<Map<String, String>> received() {
        return List.copyOf(received);
    }

    private synchronized void take(HttpExchange exchange) throws IOException {
        Map<String, String> parameters = new TreeMap<>();
        String body = new String(exchange.getRequestBody().readAllBytes(), US_ASCII);
        for (String pair : List.of(body.split("&"))) {
            String[] sides = pair.split("=", 2);
            parameters.put(sides[0], URLDecoder.decode(sides[1], UTF_8));
        }
        received.add(parameters);
        Reply reply = script.isEmpty() ? new Reply(200, "success") : script.pop();
        byte[] bytes = reply.body().getBytes(UTF_8);
        exchange.sendResponseHeaders(reply.status(), bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
