package dev.handfast.demo;

import dev.handfast.web.Json;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/** Calls a running Handfast. */
public final class Http {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(3)).build();
    private final URI base;

    /** Calls the one at {@code base}. */
    public Http(URI base) {
        this.base = base;
    }

    JsonNode get(String path) {
        return expect(send(request(path).GET().build()), 200);
    }

    JsonNode postJson(String path, ObjectNode body) {
        HttpRequest request =
                request(path)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(Json.write(body)))
                        .build();
        return expect(send(request), 200);
    }

    /** Posts a form with a secret key, as the merchant API wants it. */
    HttpResponse<String> postForm(String path, Map<String, String> fields, Headers headers) {
        String body =
                fields.entrySet().stream()
                        .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
                        .collect(Collectors.joining("&"));
        HttpRequest.Builder request =
                request(path)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .header("Authorization", "Bearer " + headers.secretKey())
                        .POST(HttpRequest.BodyPublishers.ofString(body));
        if (!headers.idempotencyKey().isEmpty()) {
            request.header("Idempotency-Key", headers.idempotencyKey());
        }
        return send(request.build());
    }

    /** The headers of a merchant's request; no idempotency key where it is empty. */
    record Headers(String secretKey, String idempotencyKey) {
        /** Prints no key. */
        @Override
        public String toString() {
            return "Headers[" + idempotencyKey + "]";
        }
    }

    static JsonNode expect(HttpResponse<String> response, int status) {
        if (response.statusCode() != status) {
            throw new StepFailed(
                    "%s answered %d: %s"
                            .formatted(response.uri(), response.statusCode(), response.body()));
        }
        return Json.parse(response.body())
                .orElseThrow(
                        () ->
                                new StepFailed(
                                        "%s answered something that is not JSON"
                                                .formatted(response.uri())));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(base.resolve(path)).timeout(TIMEOUT);
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new StepFailed(request.uri() + " did not answer: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StepFailed("interrupted");
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
