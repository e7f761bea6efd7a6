package dev.handfast.bench;

import dev.handfast.web.Json;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** A client that knows the difference between an answer and no answer. Safe for many threads. */
final class Client {
    /** Longer than any wait inside the server, so that nothing but a hang takes so long. */
    private static final Duration TIMEOUT = Duration.ofSeconds(40);

    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(5))
                    .build();
    private final URI base;
    private final AtomicInteger hung = new AtomicInteger();

    Client(URI base) {
        this.base = base;
    }

    /**
     * A POST that can be sent again to the byte.
     *
     * @param path with its query
     * @param body ASCII or UTF-8
     */
    record Wire(String path, Map<String, String> headers, String body) {
        /** Copies the headers. */
        Wire {
            headers = Map.copyOf(headers);
        }
    }

    /** An HTTP answer; there is none where the connection broke. */
    record Answer(int status, String body, Map<String, String> headers) {
        /** Copies the headers, whose names are in lower case. */
        Answer {
            headers = Map.copyOf(headers);
        }

        JsonNode json() {
            return Json.parse(body)
                    .orElseThrow(() -> new IllegalStateException("no JSON: " + body));
        }

        /** The text at a place in the body; empty where there is none. */
        String text(String pointer) {
            return json().at(pointer).asString("");
        }
    }

    Optional<Answer> get(String path, Map<String, String> headers) {
        return send(request(path, headers).GET().build());
    }

    Optional<Answer> get(String path) {
        return get(path, Map.of());
    }

    Optional<Answer> post(Wire wire) {
        return send(
                request(wire.path(), wire.headers())
                        .POST(HttpRequest.BodyPublishers.ofString(wire.body()))
                        .build());
    }

    Optional<Answer> postJson(String path, ObjectNode body) {
        return post(new Wire(path, Map.of("Content-Type", "application/json"), Json.write(body)));
    }

    /** How many requests were neither answered nor cut off in all this time. */
    int hung() {
        return hung.get();
    }

    private HttpRequest.Builder request(String path, Map<String, String> headers) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(base.resolve(path)).timeout(TIMEOUT);
        headers.forEach(builder::header);
        return builder;
    }

    private Optional<Answer> send(HttpRequest request) {
        try {
            HttpResponse<String> response =
                    http.send(request, HttpResponse.BodyHandlers.ofString());
            Map<String, String> headers =
                    response.headers().map().entrySet().stream()
                            .collect(
                                    Collectors.toMap(
                                            Map.Entry::getKey,
                                            entry -> entry.getValue().getFirst()));
            return Optional.of(new Answer(response.statusCode(), response.body(), headers));
        } catch (HttpTimeoutException e) {
            if (!(e instanceof HttpConnectTimeoutException)) {
                hung.incrementAndGet();
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
