package dev.handfast.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.handfast.alipay.Call;
import dev.handfast.alipay.ClientApp;
import dev.handfast.alipay.RawRequest;
import dev.handfast.alipay.Signatures;
import dev.handfast.alipay.SigningKey;
import dev.handfast.web.Json;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.net.URLEncoder;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The sandbox's two merchants and their customers: Harbor Coffee, who speaks the merchant API, and
 * Jasmine Tea, who speaks the Alipay dialect. Requests are made apart from being sent, so that the
 * very same can be sent again.
 */
final class Shop {
    /** Who pays at Harbor Coffee, by what stands behind the device token. */
    enum Payer {
        /** Lin's token, funded by her wallet. */
        LIN,
        /** Ana's token, funded by her card. */
        ANA,
        /** Ben's token, funded by a card with a limit of 5 dollars. */
        BEN
    }

    private static final InstantSource WALL = InstantSource.system();

    private final Client client;
    private final JsonNode credentials;
    private final String secretKey;
    private final ClientApp app;

    /** Asks a server in sandbox mode for everybody's keys. */
    Shop(Client client) {
        this.client = client;
        credentials =
                client.get("/sandbox/credentials")
                        .orElseThrow(() -> new IllegalStateException("no credentials"))
                        .json();
        secretKey = credentials.at("/merchant_api/secret_key").asString();
        app =
                ClientApp.of(
                        credentials.at("/alipay/app_id").asString(),
                        SigningKey.rsa(
                                credentials.at("/alipay/app_private_key").asString(),
                                Signatures.fastest()));
    }

    /** The same shop, which calls the gateway as another app. */
    private Shop(Shop other, ClientApp app) {
        client = other.client;
        credentials = other.credentials;
        secretKey = other.secretKey;
        this.app = app;
    }

    /** The same shop, which calls the gateway as another app. */
    Shop as(ClientApp other) {
        return new Shop(this, other);
    }

    Client client() {
        return client;
    }

    /** What the sandbox gave to play every part with. */
    JsonNode credentials() {
        return credentials;
    }

    /** The secret key's header, and the form's. */
    Map<String, String> headers(String key) {
        return Map.of(
                "Authorization",
                "Bearer " + secretKey,
                "Content-Type",
                "application/x-www-form-urlencoded",
                "Idempotency-Key",
                key);
    }

    /** A form for the merchant API under an idempotency key. */
    Client.Wire form(String path, String key, Map<String, String> fields) {
        String body =
                fields.entrySet().stream()
                        .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
                        .collect(Collectors.joining("&"));
        return new Client.Wire(path, headers(key), body);
    }

    /**
     * What to create and confirm in one call.
     *
     * @param key the idempotency key, kept as the description as well
     * @param minor how much, in US cents
     * @param token sealed for just this
     * @param method {@code automatic} or {@code manual}
     */
    record Sale(String key, long minor, String token, String method) {}

    Client.Wire sell(Sale sale) {
        Map<String, String> fields = new TreeMap<>();
        fields.put("amount", Long.toString(sale.minor()));
        fields.put("currency", "usd");
        fields.put("confirm", "true");
        fields.put("description", sale.key());
        fields.put("capture_method", sale.method());
        fields.put("payment_method_data[type]", "card");
        fields.put("payment_method_data[card][pk_token]", sale.token());
        return form("/v1/payment_intents", sale.key(), fields);
    }

    /** What to create for anybody to scan and pay, in US cents. */
    Client.Wire offer(String key, long minor) {
        Map<String, String> fields = new TreeMap<>();
        fields.put("amount", Long.toString(minor));
        fields.put("currency", "usd");
        fields.put("confirm", "true");
        fields.put("description", key);
        fields.put("payment_method_types[]", "alipay");
        fields.put("payment_method_data[type]", "alipay");
        fields.put("return_url", "https://coffee.example/done");
        return form("/v1/payment_intents", key, fields);
    }

    /** Has a partner's gateway show a code for an offered payment. */
    Client.Wire partnerCode(String id, String partner, String key) {
        return form(
                "/v1/payment_intents/%s/partner_code".formatted(id),
                key,
                Map.of("partner", partner));
    }

    /** Captures or cancels all of a payment. */
    Client.Wire change(String id, String what, String key) {
        return form("/v1/payment_intents/%s/%s".formatted(id, what), key, Map.of());
    }

    Client.Wire refund(String id, long minor, String key) {
        return form(
                "/v1/refunds", key, Map.of("payment_intent", id, "amount", Long.toString(minor)));
    }

    /** The payment as it stands now. */
    Optional<Client.Answer> intent(String id) {
        return client.get("/v1/payment_intents/" + id, headers("none"));
    }

    /** Has a payer's device approve US cents for Harbor Coffee; empty without an answer. */
    Optional<String> seal(Payer payer, long minor) {
        return seal(payer, minor, "USD");
    }

    Optional<String> seal(Payer payer, long minor, String currency) {
        JsonNode device = device(payer);
        ObjectNode order = Json.object();
        order.put("token", device.at("/tokens/0/id").asString());
        order.put("merchant_id", credentials.at("/applepay/merchant_id").asString());
        order.put("amount_minor", minor);
        order.put("currency", currency);
        return client.postJson(
                        "/sandbox/devices/%s/apple_pay".formatted(device.path("id").asString()),
                        order)
                .filter(answer -> answer.status() == 200)
                .map(Client.Answer::body);
    }

    /** A call of Jasmine Tea's, signed. */
    Client.Wire gateway(String method, ObjectNode biz) {
        return wire(app.sign(Call.of(method, biz), WALL.instant()).post());
    }

    /** A call signed by another app or otherwise out of the common. */
    static Client.Wire wire(RawRequest raw) {
        return new Client.Wire(
                "/gateway.do?" + raw.query(),
                Map.of("Content-Type", raw.contentType()),
                new String(raw.body(), US_ASCII));
    }

    /** Asks for a QR code over this many yuan. */
    Client.Wire precreate(String number, String yuan) {
        return gateway("alipay.trade.precreate", order(number, yuan));
    }

    /** Charges a payment code. */
    Client.Wire charge(String number, String yuan, String code) {
        ObjectNode biz = order(number, yuan);
        biz.put("scene", "bar_code");
        biz.put("auth_code", code);
        return gateway("alipay.trade.pay", biz);
    }

    Client.Wire giveBack(String number, String request, String yuan) {
        ObjectNode biz = Json.object();
        biz.put("out_trade_no", number);
        biz.put("out_request_no", request);
        biz.put("refund_amount", yuan);
        return gateway("alipay.trade.refund", biz);
    }

    /** A call about a trade that takes its number alone: query, cancel, close. */
    Client.Wire about(String method, String number) {
        return gateway(method, Json.object().put("out_trade_no", number));
    }

    private static ObjectNode order(String number, String yuan) {
        ObjectNode biz = Json.object();
        biz.put("out_trade_no", number);
        biz.put("subject", "龙井茶");
        biz.put("total_amount", yuan);
        return biz;
    }

    /** A fresh code of Lin's wallet; empty without an answer. */
    Optional<String> paymentCode() {
        return client.postJson(walletPath("Lin") + "/payment_code", Json.object())
                .filter(answer -> answer.status() == 200)
                .map(answer -> answer.text("/code"));
    }

    /** The holder of a wallet scans a QR code and pays. */
    Optional<Client.Answer> scanByWallet(String holder, String code) {
        return client.postJson(walletPath(holder) + "/scan", Json.object().put("code", code));
    }

    /** The holder of a device scans a QR code and pays with its token. */
    Optional<Client.Answer> scanByDevice(Payer payer, String code) {
        JsonNode device = device(payer);
        return client.postJson(
                "/sandbox/devices/%s/scan".formatted(device.path("id").asString()),
                Json.object().put("code", code).put("token", device.at("/tokens/0/id").asString()));
    }

    void topUp(String holder, long minor) {
        expect(
                client.postJson(
                        walletPath(holder) + "/top_up", Json.object().put("amount_minor", minor)));
    }

    /** Any other call of the sandbox's, which must succeed. */
    void arrange(String path, ObjectNode body) {
        expect(client.postJson(path, body));
    }

    /** Suspends or resumes a payer's token. */
    void setToken(Payer payer, String state) {
        JsonNode device = device(payer);
        arrange(
                "/sandbox/devices/%s/tokens/%s"
                        .formatted(
                                device.path("id").asString(), device.at("/tokens/0/id").asString()),
                Json.object().put("state", state));
    }

    /** What is in a wallet, in minor units. */
    long balance(String holder) {
        JsonNode now = expect(client.get("/sandbox/credentials")).json();
        return named(now.path("wallets"), holder).path("balance_minor").asLong();
    }

    private static Client.Answer expect(Optional<Client.Answer> answer) {
        return answer.filter(it -> it.status() == 200)
                .orElseThrow(() -> new IllegalStateException("refused: " + answer));
    }

    String walletPath(String holder) {
        return "/sandbox/wallets/"
                + named(credentials.path("wallets"), holder).path("id").asString();
    }

    private JsonNode device(Payer payer) {
        return named(
                credentials.path("devices"),
                switch (payer) {
                    case LIN -> "Lin";
                    case ANA -> "Ana";
                    case BEN -> "Ben";
                });
    }

    private static JsonNode named(JsonNode list, String holder) {
        for (JsonNode one : list) {
            if (one.path("holder").asString().equals(holder)) {
                return one;
            }
        }
        throw new IllegalStateException("the sandbox knows nobody called " + holder);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8);
    }
}
