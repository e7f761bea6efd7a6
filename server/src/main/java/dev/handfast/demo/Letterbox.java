package dev.handfast.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A merchant's own server, to which news is delivered. */
final class Letterbox implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /**
     * A delivery.
     *
     * @param body the body as it came
     * @param signature the header {@code Stripe-Signature}, where there was one
     * @param contentType the header {@code Content-Type}
     * @param arrivedNanos when it came, by {@link System#nanoTime}
     */
    record Letter(String body, Optional<String> signature, String contentType, long arrivedNanos) {
        /** How long after another moment it came. */
        Duration since(long beginNanos) {
            return Duration.ofNanos(Math.max(0, arrivedNanos - beginNanos));
        }
    }

    private final BlockingQueue<Letter> letters = new LinkedBlockingQueue<>();
    private final HttpServer server;
    private final String reply;

    /** Opens a letterbox that answers every delivery with {@code reply}. */
    Letterbox(String reply) {
        this.reply = reply;
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::receive);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:%d/news".formatted(server.getAddress().getPort());
    }

    /** The next delivery. */
    Letter await() {
        try {
            Letter letter = letters.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            if (letter == null) {
                throw new StepFailed("nothing was delivered within " + PATIENCE.toSeconds() + " s");
            }
            return letter;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StepFailed("interrupted");
        }
    }

    private void receive(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body =
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String contentType = exchange.getRequestHeaders().getFirst("Content-Type");
            letters.add(
                    new Letter(
                            body,
                            Optional.ofNullable(
                                    exchange.getRequestHeaders().getFirst("Stripe-Signature")),
                            contentType == null ? "" : contentType,
                            System.nanoTime()));
            byte[] answer = reply.getBytes(StandardCharsets.US_ASCII);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
