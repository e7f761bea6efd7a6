package dev.handfast.outbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/**
 * An address that answers as the path says: {@code /200}, {@code /503}, {@code /302}, and so on.
 */
final class Receiver implements AutoCloseable {
    /** Requests to {@code /slow}, and those whose body is held, wait for this. */
    final CountDownLatch release = new CountDownLatch(1);

    /** Bodies that wait. */
    final Set<String> held = ConcurrentHashMap.newKeySet();

    /** Bodies that are answered with 503 for as long as they stand here. */
    final Set<String> unwelcome = ConcurrentHashMap.newKeySet();

    /** What has come, whether answered or not. */
    final List<String> opened = new CopyOnWriteArrayList<>();

    /** What has been answered. */
    final List<String> bodies = new CopyOnWriteArrayList<>();

    private final HttpServer server;

    Receiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        opened.add(path + " " + body);
        if (path.equals("/slow") || held.contains(body)) {
            try {
                release.await();
            } catch (InterruptedException end) {
                Thread.currentThread().interrupt();
            }
        }
        bodies.add(path + " " + body);
        int status = path.matches("/[0-9]{3}") ? Integer.parseInt(path.substring(1)) : 200;
        exchange.getResponseHeaders().set("Location", "/200");
        switch (status) {
            case 429 -> exchange.getResponseHeaders().set("Retry-After", "600");
            case 529 -> exchange.getResponseHeaders().set("Retry-After", "999999");
            default -> {}
        }
        byte[] answer = (path.equals("/long") ? "\0x".repeat(100_000) : "thanks").getBytes(UTF_8);
        exchange.sendResponseHeaders(unwelcome.contains(body) ? 503 : status, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    String url(String path) {
        return "http://127.0.0.1:%d%s".formatted(port(), path);
    }

    int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        release.countDown();
        server.stop(0);
    }
}
