package dev.handfast.merchantapi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.handfast.sql.Database;
import dev.handfast.testing.DatabaseTest;
import dev.handfast.web.Json;

import org.junit.jupiter.api.Test;

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
        return Json.parse(answer.body()).orElseThrow().path("error").path("type").asString("");
    }
}
