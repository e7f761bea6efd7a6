package dev.handfast.sdktests;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;

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
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** The payers and the clock of a running sandbox, by its own calls. */
final class Sandbox {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final AtomicInteger ORDERS = new AtomicInteger();

    /** By which number the dialect knows Wei. */
    static final String WEI = "2088000000000002";

    private final String baseUrl;
    private final JsonNode credentials;
    private final AtomicReference<@Nullable Day> past = new AtomicReference<>();

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

    /** Lin approves a payment to Harbor Coffee on a phone: the token to hand over. */
    String applePay(long amountMinor) {
        return applePay(amountMinor, 0);
    }

    /**
     * The same with the phone of another.
     *
     * @param whose 0 for Lin, behind whose token stands a wallet; 1 for Ana, who has a card
     */
    String applePay(long amountMinor, int whose) {
        String phone = "/devices/" + whose;
        ObjectNode body = JSON.createObjectNode();
        body.put("token", credential(phone + "/tokens/0/id"));
        body.put("merchant_id", credential("/applepay/merchant_id"));
        body.put("amount_minor", amountMinor).put("currency", "USD");
        return post("/sandbox/devices/" + credential(phone + "/id") + "/apple_pay", body)
                .toString();
    }

    /** Puts money into Lin's wallet. */
    void topUp(long amountMinor) {
        post(
                "/sandbox/wallets/" + lin() + "/top_up",
                JSON.createObjectNode().put("amount_minor", amountMinor));
    }

    /** The payer's side disputes a payment; the dispute's id. */
    String dispute(String payment) {
        return post("/sandbox/payments/" + payment + "/dispute", JSON.createObjectNode())
                .path("id")
                .asString();
    }

    /** The payer's side gives a dispute up. */
    void letWin(String dispute) {
        post(
                "/sandbox/disputes/" + dispute + "/decide",
                JSON.createObjectNode().put("verdict", "won"));
    }

    /** A merchant lets a service provider act for it; what it is told to show for it. */
    String consent(String providerApp, String merchantApp) {
        ObjectNode body = JSON.createObjectNode();
        body.put("provider_app_id", providerApp).put("app_id", merchantApp);
        return post("/sandbox/alipay/consents", body).path("app_auth_code").asString();
    }

    /** Moves the sandbox's time forward. */
    Instant advance(Duration by) {
        JsonNode clock =
                post("/sandbox/clock", JSON.createObjectNode().put("advance", by.toString()));
        return Instant.parse(clock.path("now").asString());
    }

    /** Lin agrees to what a merchant proposes on a page; the number of the agreement. */
    String agree(String page) {
        return post(
                        "/sandbox/wallets/" + lin() + "/agree",
                        JSON.createObjectNode().put("agreement", page))
                .path("agreement_no")
                .asString();
    }

    /** Lin's wallet takes an order from an app and pays; what the app is told. */
    String appPay(String orderString) {
        return post(
                        "/sandbox/wallets/" + lin() + "/app_pay",
                        JSON.createObjectNode().put("order_string", orderString))
                .path("resultStatus")
                .asString();
    }

    /** A wallet's app carries out what a merchant's app has handed over; the gateway's answer. */
    String carryOut(String orderString) {
        URI address = URI.create(baseUrl + "/gateway.do?" + orderString);
        return new String(bytes(HttpRequest.newBuilder(address).build()), UTF_8);
    }

    /** What is at an address. */
    byte[] download(String address) {
        return bytes(HttpRequest.newBuilder(URI.create(address)).build());
    }

    /**
     * A day that is over.
     *
     * @param order an order that was paid on it
     */
    record Day(LocalDate date, String order) {}

    /** One day, the same for everybody who asks: it goes by when somebody asks first. */
    synchronized Day pastDay() {
        Day known = past.get();
        if (known == null) {
            String order = sale();
            Instant now = advance(Duration.ofMinutes(1445));
            LocalDate today = LocalDate.ofInstant(now, ZoneOffset.ofHours(8));
            known = new Day(today.minusDays(1), order);
            past.set(known);
        }
        return known;
    }

    private String sale() {
        String order = order("sale_");
        String code = JavaClientTest.precreate(this, order);
        scan(code);
        return order;
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
        return JSON.readTree(bytes(request));
    }

    private static byte[] bytes(HttpRequest request) {
        try {
            HttpResponse<byte[]> answer =
                    HTTP.send(request, HttpResponse.BodyHandlers.ofByteArray());
            if (answer.statusCode() != 200) {
                throw new IllegalStateException(
                        request.uri() + " answers " + new String(answer.body(), UTF_8));
            }
            return answer.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
