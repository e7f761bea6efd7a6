package dev.handfast.sdktests;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** The payers and the clock of a running sandbox, by its own calls. */
final class Sandbox {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final AtomicInteger ORDERS = new AtomicInteger();

    private final String baseUrl;
    private final JsonNode credentials;

    Sandbox(String baseUrl) {
        this.baseUrl = baseUrl;
        this.credentials = get("/sandbox/credentials");
    }

    String baseUrl() {
        return baseUrl;
    }

    /** A text of {@code /sandbox/credentials}, such as {@code /alipay/app_id}. */
    String credential(String pointer) {
        JsonNode node = credentials.at(pointer);
        if (node.isMissingNode()) {
            throw new IllegalStateException("the credentials have no " + pointer);
        }
        return node.asString();
    }

    /** A number for an order that nobody else uses. */
    static String order(String prefix) {
        return prefix + ORDERS.incrementAndGet();
    }

    /** Lin shows a fresh payment code. */
    String paymentCode() {
        return post("/sandbox/wallets/" + lin() + "/payment_code", JSON.createObjectNode())
                .path("code")
                .asString();
    }

    /** Lin scans a QR code and pays. */
    void scan(String code) {
        JsonNode paid =
                post(
                        "/sandbox/wallets/" + lin() + "/scan",
                        JSON.createObjectNode().put("code", code));
        if (!paid.path("status").asString().equals("captured")) {
            throw new IllegalStateException("not paid: " + paid);
        }
    }

    /** A merchant lets a service provider act for it; what it is told to show for it. */
    String consent(String providerApp, String merchantApp) {
        ObjectNode body = JSON.createObjectNode();
        body.put("provider_app_id", providerApp).put("app_id", merchantApp);
        return post("/sandbox/alipay/consents", body).path("app_auth_code").asString();
    }

    /** Moves the sandbox's time forward. */
    void advance(Duration by) {
        post("/sandbox/clock", JSON.createObjectNode().put("advance", by.toString()));
    }

    private String lin() {
        return credential("/wallets/0/id");
    }

    JsonNode get(String path) {
        return send(HttpRequest.newBuilder(URI.create(baseUrl + path)).build());
    }

    JsonNode post(String path, ObjectNode body) {
        return send(
                HttpRequest.newBuilder(URI.create(baseUrl + path))
                        .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                        .build());
    }

    private static JsonNode send(HttpRequest request) {
        try {
            HttpResponse<String> answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IllegalStateException(request.uri() + " answers " + answer.body());
            }
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
