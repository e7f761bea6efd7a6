package dev.handfast.demo;

import tools.jackson.databind.JsonNode;

import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.Map;

/** A merchant of the device-wallet side, with an integration of the merchant API. */
public final class HarborCoffee {
    /** What a flat white and a bagel cost, in cents. */
    static final long AMOUNT_MINOR = 1_000;

    private final Http http;
    private final String secretKey;

    /**
     * Harbor Coffee with its key.
     *
     * @param http the way to the server
     * @param credentials what {@code GET /sandbox/credentials} gave
     */
    public HarborCoffee(Http http, JsonNode credentials) {
        this.http = http;
        this.secretKey = credentials.at("/merchant_api/secret_key").asString();
    }

    /** Registers where to be told of paid payments; the secret that signs what is told. */
    String subscribe(String url) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("url", url);
        fields.put("enabled_events[0]", "payment_intent.succeeded");
        HttpResponse<String> response =
                http.postForm("/v1/webhook_endpoints", fields, new Http.Headers(secretKey, ""));
        return Http.expect(response, 200).path("secret").asString();
    }

    /** Creates a payment and confirms it with an Apple Pay token, in one request. */
    public JsonNode charge(String token, String idempotencyKey) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("amount", Long.toString(AMOUNT_MINOR));
        fields.put("currency", "usd");
        fields.put("confirm", "true");
        fields.put("description", "Flat white and a bagel");
        fields.put("payment_method_data[type]", "card");
        fields.put("payment_method_data[card][pk_token]", token);
        return Http.expect(
                http.postForm(
                        "/v1/payment_intents", fields, new Http.Headers(secretKey, idempotencyKey)),
                200);
    }
}
