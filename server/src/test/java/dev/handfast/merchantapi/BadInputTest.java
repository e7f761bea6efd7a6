package dev.handfast.merchantapi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.handfast.payments.PaymentStore;
import dev.handfast.secrets.ApiSecret;
import dev.handfast.sql.Database;
import dev.handfast.testing.DatabaseTest;
import dev.handfast.testing.World;
import dev.handfast.web.Json;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Base64;
import java.util.List;

/** What a client should not send: each has a clear error and no effect. */
@DatabaseTest
final class BadInputTest {
    private Shop shop;

    @BeforeEach
    void open(Database database) {
        shop = new Shop(database);
    }

    @AfterEach
    void close() {
        shop.close();
    }

    @Test
    void bad_parameters_are_refused_by_name() throws Exception {
        String table =
                """
                currency=usd | 400 | parameter_missing | amount
                amount=1000 | 400 | parameter_missing | currency
                amount=0&currency=usd | 400 | amount_too_small | amount
                amount=-5&currency=usd | 400 | amount_too_small | amount
                amount=10.5&currency=usd | 400 | parameter_invalid_integer | amount
                amount=1e3&currency=usd | 400 | parameter_invalid_integer | amount
                amount=%20&currency=usd | 400 | parameter_invalid_integer | amount
                amount=&currency=usd | 400 | parameter_invalid_empty | amount
                amount=9999999999999999&currency=usd | 400 | amount_too_large | amount
                amount=99999999999999999999&currency=usd | 400 | parameter_invalid_integer | amount
                amount[x]=1&currency=usd | 400 | parameter_invalid | amount
                amount=1000&currency=zzz | 400 | parameter_invalid | currency
                amount=1000&currency=840 | 400 | parameter_invalid | currency
                amount=1000&currency=xau | 400 | parameter_invalid | currency
                amount=1&amount=2&currency=usd | 400 | form_invalid | amount
                OK&color=red | 400 | parameter_unknown | color
                OK&a[b]=1 | 400 | parameter_unknown | a
                OK&confirm=yes | 400 | parameter_invalid | confirm
                OK&confirm=true | 400 | parameter_missing | payment_method_data
                OK&capture_method=x | 400 | parameter_invalid | capture_method
                OK&metadata=x | 400 | parameter_invalid | metadata
                OK&payment_method_types[]=wire | 400 | parameter_invalid | payment_method_types
                OK&expand[]=customer | 400 | parameter_invalid | expand
                OK&description=%00 | 400 | parameter_invalid | description
                OK&TOK[number]=4242 | 400 | parameter_unknown | CARD[number]
                OK&TOK[token]=tok_x | 400 | resource_missing | CARD[token]
                OK&TOK[pk_token]=x | 400 | parameter_invalid | CARD[pk_token]
                OK&TOK[pk_token]={}&CARD[x]=1 | 400 | parameter_unknown | CARD[x]
                amount=% | 400 | form_invalid |
                """;
        for (String line : table.lines().toList()) {
            String[] cells =
                    line.replace("OK&", "amount=1000&currency=usd&")
                            .replace("TOK", "payment_method_data[type]=card&CARD")
                            .replace("CARD", "payment_method_data[card]")
                            .split("\\|", -1);
            HttpResponse<String> answer = shop.post("/v1/payment_intents", cells[0].strip());
            String param = cells[3].strip();
            assertError(answer, Integer.parseInt(cells[1].strip()), cells[2].strip());
            assertEquals(param, error(answer).path("param").asString(""), line);
        }
        assertNothingHappened();
    }

    @Test
    void limits_hold() throws Exception {
        String good = "amount=1000&currency=usd&";
        assertError(
                shop.post("/v1/payment_intents", good + "description=" + "x".repeat(1_001)),
                400,
                "parameter_invalid_string_length");
        assertError(
                shop.post("/v1/payment_intents", good + "metadata[" + "k".repeat(41) + "]=v"),
                400,
                "parameter_invalid_string_length");
        StringBuilder many = new StringBuilder(good);
        for (int i = 0; i < 51; i++) {
            many.append("metadata[k").append(i).append("]=v&");
        }
        assertError(shop.post("/v1/payment_intents", many.toString()), 400, "parameter_invalid");
        assertError(
                shop.post(
                        "/v1/payment_intents",
                        good + "x=" + "y".repeat(MerchantApi.BODY_BYTES_MAX)),
                413,
                "request_too_large");
        assertError(
                shop.post("/v1/payment_intents", good, "Idempotency-Key", "k".repeat(256)),
                400,
                "idempotency_key_invalid");
        for (String limit : List.of("0", "101", "-1", "x")) {
            assertError(
                    shop.get("/v1/payment_intents?limit=" + limit, shop.secretKey),
                    400,
                    "parameter_invalid_integer");
        }
        assertNothingHappened();
    }

    @Test
    void only_forms_are_read() throws Exception {
        HttpRequest.Builder json =
                HttpRequest.newBuilder(URI.create(shop.base() + "/v1/payment_intents"))
                        .headers(Shop.with(shop.secretKey, "Content-Type", "application/json"))
                        .POST(BodyPublishers.ofString("{\"amount\":1000}"));
        assertError(shop.send(json), 415, "content_type_unsupported");
        assertNothingHappened();
    }

    @Test
    void who_does_not_say_who_they_are_learns_nothing() throws Exception {
        String[] calls = {
            "/v1/payment_intents",
            "/v1/payment_intents/pi_00000000000000000000000000",
            "/v1/events",
            "/v1/balance",
            "/v1/webhook_endpoints"
        };
        for (String path : calls) {
            HttpRequest.Builder plain = HttpRequest.newBuilder(URI.create(shop.base() + path));
            HttpResponse<String> none = shop.send(plain);
            assertError(none, 401, "api_key_missing");
            assertTrue(none.headers().firstValue("WWW-Authenticate").isPresent());
            ApiSecret unknown = ApiSecret.generate(ApiSecret.Kind.SECRET_TEST);
            assertError(shop.get(path, unknown), 401, "api_key_invalid");
        }
        for (String header : List.of("Bearer", "Bearer ", "Basic !!!", "Basic ", "Digest x", "x")) {
            HttpRequest.Builder odd =
                    HttpRequest.newBuilder(URI.create(shop.base() + "/v1/balance"))
                            .header("Authorization", header);
            assertError(shop.send(odd), 401, "api_key_missing");
        }
    }

    @Test
    void a_key_works_as_the_user_of_basic_authentication() throws Exception {
        String user =
                shop.secretKey.use(
                        key -> Base64.getEncoder().encodeToString((key + ":").getBytes(US_ASCII)));
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(shop.base() + "/v1/balance"))
                        .header("Authorization", "Basic " + user);
        assertEquals(200, shop.send(request).statusCode());
    }

    @Test
    void a_publishable_key_opens_only_what_a_payer_may_see() throws Exception {
        String made = shop.post("/v1/payment_intents", "amount=1000&currency=usd").body();
        JsonNode intent = Json.parse(made).orElseThrow();
        String path = "/v1/payment_intents/" + intent.path("id").asString();
        String secret = "?client_secret=" + intent.path("client_secret").asString();
        assertEquals(200, shop.get(path + secret, shop.publishableKey).statusCode());
        assertError(shop.get(path, shop.publishableKey), 403, "client_secret_invalid");
        assertError(
                shop.get(path + secret + "0", shop.publishableKey), 403, "client_secret_invalid");
        for (String closed : List.of("/v1/payment_intents", "/v1/events", "/v1/balance")) {
            assertError(shop.get(closed, shop.publishableKey), 403, "secret_key_required");
        }
    }

    @Test
    void two_merchants_never_see_each_others_objects() throws Exception {
        String token = shop.token(shop.world.linToken, World.usd("10.00"));
        String form =
                "amount=1000&currency=usd&confirm=true&payment_method_data[type]=card"
                        + "&payment_method_data[card][pk_token]="
                        + URLEncoder.encode(token, UTF_8);
        String id =
                Json.parse(shop.post("/v1/payment_intents", form).body())
                        .orElseThrow()
                        .path("id")
                        .asString();
        String refund =
                Json.parse(shop.post("/v1/refunds", "amount=1&payment_intent=" + id).body())
                        .orElseThrow()
                        .path("id")
                        .asString();
        String event =
                Json.parse(shop.get("/v1/events", shop.secretKey).body())
                        .orElseThrow()
                        .path("data")
                        .path(0)
                        .path("id")
                        .asString();
        String endpoint =
                Json.parse(
                                shop.post(
                                                "/v1/webhook_endpoints",
                                                "url=https://a.example&enabled_events[]=*")
                                        .body())
                        .orElseThrow()
                        .path("id")
                        .asString();
        List<String> paths =
                List.of(
                        "/v1/payment_intents/" + id,
                        "/v1/charges/" + id.replace("pi_", "ch_"),
                        "/v1/refunds/" + refund,
                        "/v1/events/" + event,
                        "/v1/webhook_endpoints/" + endpoint);
        for (String path : paths) {
            assertEquals(200, shop.get(path, shop.secretKey).statusCode(), path);
            assertError(shop.get(path, shop.otherSecretKey), 404, "resource_missing");
        }
        for (String act : List.of("confirm", "capture", "cancel")) {
            String body = act.equals("confirm") ? form.substring(form.indexOf("payment_m")) : "";
            HttpRequest.Builder request =
                    shop.form("/v1/payment_intents/%s/%s".formatted(id, act), body)
                            .headers(Shop.with(shop.otherSecretKey));
            assertError(shop.send(request), 404, "resource_missing");
        }
        HttpRequest.Builder foreign =
                shop.form("/v1/refunds", "payment_intent=" + id)
                        .headers(Shop.with(shop.otherSecretKey));
        assertError(shop.send(foreign), 400, "resource_missing");
        for (String list : List.of("/v1/payment_intents", "/v1/events", "/v1/webhook_endpoints")) {
            JsonNode seen = Json.parse(shop.get(list, shop.otherSecretKey).body()).orElseThrow();
            assertTrue(seen.path("data").isEmpty(), list);
        }
    }

    @Test
    void what_does_not_exist_is_missing_and_what_is_no_call_is_unknown() throws Exception {
        for (String id :
                List.of("pi_00000000000000000000000001", "pi_x", "x", "%00", "%F0%9F%8D%B5")) {
            assertError(
                    shop.get("/v1/payment_intents/" + id, shop.secretKey), 404, "resource_missing");
        }
        assertError(shop.get("/v1/nothing", shop.secretKey), 404, "url_unknown");
        assertError(shop.post("/v1/balance", ""), 404, "url_unknown");
    }

    @Test
    void a_refused_token_has_no_effect_and_names_the_check() throws Exception {
        HttpResponse<String> answer =
                shop.post(
                        "/v1/payment_intents",
                        "amount=1000&currency=usd&confirm=true&payment_method_data[type]=card"
                                + "&payment_method_data[card][pk_token]=%7B%7D");
        assertError(answer, 400, "payment_method_invalid_parameter");
        assertTrue(error(answer).path("message").asString().contains("this is no token"));
        assertNothingHappened();
    }

    @Test
    void what_was_approved_is_what_is_paid() throws Exception {
        String token = shop.token(shop.world.linToken, World.usd("9.99"));
        HttpResponse<String> answer =
                shop.post(
                        "/v1/payment_intents",
                        "amount=1000&currency=usd&confirm=true&payment_method_data[type]=card"
                                + "&payment_method_data[card][pk_token]="
                                + URLEncoder.encode(token, UTF_8));
        assertError(answer, 400, "approved_amount_mismatch");
        assertNothingHappened();
    }

    @Test
    void a_webhook_address_is_checked() throws Exception {
        for (String url :
                List.of("", "x", "ftp://a.example", "https://", "https://u:p@a.example")) {
            HttpResponse<String> answer =
                    shop.post("/v1/webhook_endpoints", "enabled_events[]=*&url=" + url);
            assertEquals(400, answer.statusCode(), url);
        }
        assertError(
                shop.post("/v1/webhook_endpoints", "url=https://a.example"),
                400,
                "parameter_missing");
        assertError(
                shop.post("/v1/webhook_endpoints", "url=https://a.example&enabled_events[]=a%20b"),
                400,
                "parameter_invalid");
    }

    private void assertNothingHappened() {
        PaymentStore store = shop.world.core.store();
        assertEquals(List.of(), store.newest(10));
    }

    private static JsonNode error(HttpResponse<String> answer) {
        return Json.parse(answer.body()).orElseThrow().path("error");
    }

    private static void assertError(HttpResponse<String> answer, int status, String code) {
        assertEquals(code, error(answer).path("code").asString(""), answer.body());
        assertEquals(status, answer.statusCode(), answer.body());
        assertFalse(answer.body().contains("Exception"), answer.body());
        assertTrue(answer.headers().firstValue("Request-Id").isPresent());
        assertTrue(error(answer).path("doc_url").asString().endsWith("#" + code));
    }
}
