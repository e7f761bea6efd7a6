package dev.handfast.merchantapi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.handfast.sql.Database;
import dev.handfast.testing.DatabaseTest;
import dev.handfast.testing.World;
import dev.handfast.tokens.DeviceToken;
import dev.handfast.tokens.Funding;
import dev.handfast.web.Json;

import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;

/** Makes every POST twice under one key, and once under a key that belongs to another request. */
final class IdempotencyWalkTest {
    private static final String KEY = "Idempotency-Key";

    /** Asked again, with a key or without, it answers the same. */
    private static final List<String> SAME_BY_ITSELF =
            List.of("/v1/payment_intents/{id}/partner_code");

    private static final String LINE =
            "line_items[0][quantity]=1&line_items[0][price_data][currency]=usd"
                    + "&line_items[0][price_data][unit_amount]=500"
                    + "&line_items[0][price_data][product_data][name]=Tea";

    @Test
    @DatabaseTest
    void the_same_key_gives_the_same_answer_and_one_effect(Database database) throws Exception {
        try (Shop shop = new Shop(database)) {
            ShopObjects objects = new ShopObjects(shop);
            HttpResponse<String> taken = shop.post("/v1/customers", "name=Taken", KEY, "taken");
            assertEquals(200, taken.statusCode(), taken.body());
            List<String> wrong = new ArrayList<>();
            for (Route route : shop.api.routes()) {
                if (route.verb() == Route.Verb.POST && !SAME_BY_ITSELF.contains(route.path())) {
                    wrong.addAll(tried(shop, objects, route));
                }
            }
            assertEquals("", String.join("\n", wrong));
        }
    }

    @Test
    @DatabaseTest
    void a_key_of_another_request_changes_and_leaves_nothing(Database database) throws Exception {
        try (Shop shop = new Shop(database)) {
            String payment = payment(shop, "&capture_method=manual&receipt_email=old@example.com");
            String path = "/v1/payment_intents/" + payment;
            String before = shown(shop, payment);
            shop.post("/v1/customers", "name=Taken", KEY, "taken");
            String other = card(shop, "10.00") + "&receipt_email=new@example.com";
            assertReused(shop.post(path + "/confirm", other, KEY, "taken"));
            assertEquals(before, shown(shop, payment));
            String wallet = "payment_method_data[type]=alipay&receipt_email=new@example.com";
            assertReused(shop.post(path + "/confirm", wallet, KEY, "taken"));
            assertEquals(before, shown(shop, payment));
            String setups = "/v1/setup_intents";
            for (String by : List.of(other, wallet)) {
                String whole = "confirm=true&" + by.replaceAll("&receipt_email=.*", "");
                assertReused(shop.post(setups, whole, KEY, "taken"));
            }
            assertEquals(0, read(shop.get(setups, shop.secretKey)).path("data").size());
            String form = card(shop, "10.00") + "&receipt_email=first@example.com";
            HttpResponse<String> paid = shop.post(path + "/confirm", form, KEY, "pay");
            assertEquals("first@example.com", read(paid).path("receipt_email").asString());
            String held = shown(shop, payment);
            assertReused(shop.post(path + "/confirm", other, KEY, "pay"));
            assertReused(shop.post(path + "/capture", "amount_to_capture=300", KEY, "pay"));
            assertReused(shop.post(path, "receipt_email=new@example.com", KEY, "pay"));
            assertEquals(held, shown(shop, payment));
            assertEquals(
                    paid.body(), shop.post(path + "/confirm", form, KEY, "pay").body(), "again");
        }
    }

    @Test
    @DatabaseTest
    void only_a_payer_who_was_declined_leaves_what_a_confirmation_changed(Database database)
            throws Exception {
        try (Shop shop = new Shop(database)) {
            String payment = payment(shop, "&receipt_email=old@example.com");
            String path = "/v1/payment_intents/" + payment + "/confirm";
            String before = shown(shop, payment);
            String change = "&receipt_email=new@example.com&setup_future_usage=on_session";
            HttpResponse<String> wrong = shop.post(path, card(shop, "9.00") + change);
            assertEquals(400, wrong.statusCode(), wrong.body());
            assertEquals(before, shown(shop, payment), "a device approved another amount");
            JsonNode inError = read(wrong).path("error").path("payment_intent");
            assertEquals("old@example.com", inError.path("receipt_email").asString());
            DeviceToken poor =
                    shop.world.provision(
                            new Funding.FromWallet(
                                    shop.world.wallet("Poor", World.CNY, "1.00").id()));
            String declined = card(shop.token(poor, World.usd("10.00"))) + change;
            assertEquals(402, shop.post(path, declined).statusCode());
            JsonNode kept = Json.parse(shown(shop, payment)).orElseThrow();
            assertEquals("new@example.com", kept.path("receipt_email").asString());
            assertEquals("requires_payment_method", kept.path("status").asString());
            assertEquals(200, shop.post(path, card(shop, "10.00")).statusCode());
            String paid = shown(shop, payment);
            assertEquals(400, shop.post(path, card(shop, "10.00") + change).statusCode());
            assertEquals(paid, shown(shop, payment), "paid already");
        }
    }

    private static String payment(Shop shop, String more) throws Exception {
        HttpResponse<String> made =
                shop.post("/v1/payment_intents", "amount=1000&currency=usd" + more);
        return read(made).path("id").asString();
    }

    private static String shown(Shop shop, String payment) throws Exception {
        return shop.get("/v1/payment_intents/" + payment, shop.secretKey).body();
    }

    private static String card(Shop shop, String dollars) {
        return card(shop.token(shop.world.linToken, World.usd(dollars)));
    }

    private static String card(String token) {
        return "payment_method_data[type]=card&payment_method_data[card][pk_token]="
                + URLEncoder.encode(token, UTF_8);
    }

    private static void assertReused(HttpResponse<String> answer) {
        assertEquals(400, answer.statusCode(), answer.body());
        assertEquals("idempotency_error", type(answer));
    }

    private static JsonNode read(HttpResponse<String> answer) {
        return Json.parse(answer.body()).orElseThrow();
    }

    private static List<String> tried(Shop shop, ShopObjects objects, Route route)
            throws Exception {
        String path = objects.path(route);
        String form = good(route, objects);
        String key = "walk:" + route.path();
        HttpResponse<String> first = shop.post(path, form, KEY, key);
        String before = objects.everything(shop.secretKey);
        HttpResponse<String> again = shop.post(path, form, KEY, key);
        HttpResponse<String> other = shop.post(path, form, KEY, "taken");
        boolean replayed = again.headers().firstValue("Idempotent-Replayed").isPresent();
        // What shows a secret is not recorded, but made again as it was.
        boolean secret = route.answers().shape().name().equals("webhook_endpoint");
        boolean well =
                first.statusCode() == again.statusCode()
                        && first.body().equals(again.body())
                        && before.equals(objects.everything(shop.secretKey))
                        && (replayed || secret)
                        && type(other).equals("idempotency_error");
        return well
                ? List.of()
                : List.of(
                        "%s: %s, then %s; with a taken key %s"
                                .formatted(route.path(), first.body(), again.body(), other.body()));
    }

    /** A form with which the route does what it is for. */
    private static String good(Route route, ShopObjects objects) {
        return switch (route.path()) {
            case "/v1/payment_methods/{id}/attach" -> "customer=" + objects.id("customers");
            case "/v1/refunds" -> "amount=1&payment_intent=" + objects.id("payment_intents");
            case "/v1/tokens" -> "pk_token=%7B%7D";
            case "/v1/webhook_endpoints" -> "url=https://b.example&enabled_events[]=*";
            case "/v1/checkout/sessions" ->
                    LINE + "&mode=payment&success_url=https://a.example/done";
            case "/v1/payment_links" -> LINE;
            default -> BadInput.required(route);
        };
    }

    private static String type(HttpResponse<String> answer) {
        return read(answer).path("error").path("type").asString("");
    }
}
