package dev.handfast.merchantapi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.stripe.StripeClient;
import com.stripe.model.Charge;
import com.stripe.model.PaymentIntent;
import com.stripe.model.Refund;
import com.stripe.model.StripeCollection;
import com.stripe.model.checkout.Session;
import com.stripe.param.PaymentIntentCreateParams;
import com.stripe.param.PaymentIntentListParams;
import com.stripe.param.PaymentIntentRetrieveParams;
import com.stripe.param.RefundCreateParams;
import com.stripe.param.RefundListParams;
import com.stripe.param.RefundUpdateParams;
import com.stripe.param.checkout.SessionListParams;

import dev.handfast.disputes.DisputeRequest;
import dev.handfast.sql.Database;
import dev.handfast.testing.DatabaseTest;
import dev.handfast.testing.World;
import dev.handfast.web.Json;

import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lists both ways, their filters, and what is expanded in them, by Stripe's Java client. */
final class ListsClientTest {
    @Test
    @DatabaseTest
    void lists_go_both_ways_and_take_their_filters(Database database) throws Exception {
        try (Shop shop = new Shop(database)) {
            StripeClient client = shop.client();
            List<String> intents = new ArrayList<>();
            List<String> refunds = new ArrayList<>();
            List<Long> times = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                PaymentIntent paid = client.v1().paymentIntents().create(paying(shop));
                intents.addFirst(paid.getId());
                times.addFirst(paid.getCreated());
                refunds.addFirst(
                        client.v1()
                                .refunds()
                                .create(
                                        RefundCreateParams.builder()
                                                .setPaymentIntent(paid.getId())
                                                .setAmount(100L)
                                                .build())
                                .getId());
                shop.world.clock.advance(Duration.ofSeconds(10));
            }
            backwards(client, intents);
            forEveryList(shop);
            refunds(client, refunds, times);
            sessions(shop, client);
            shop.world.clock.advance(Duration.ofSeconds(1));
            expanded(shop, client, intents.getFirst());
        }
    }

    /** What lies before an object: next to it, the newest first, and whether there is more. */
    private static void backwards(StripeClient client, List<String> intents) throws Exception {
        StripeCollection<PaymentIntent> page =
                client.v1()
                        .paymentIntents()
                        .list(
                                PaymentIntentListParams.builder()
                                        .setLimit(2L)
                                        .setEndingBefore(intents.getLast())
                                        .build());
        assertEquals(intents.subList(2, 4), ids(page));
        assertTrue(page.getHasMore());
        StripeCollection<PaymentIntent> newest =
                client.v1()
                        .paymentIntents()
                        .list(
                                PaymentIntentListParams.builder()
                                        .setLimit(2L)
                                        .setEndingBefore(intents.get(2))
                                        .build());
        assertEquals(intents.subList(0, 2), ids(newest));
        assertFalse(newest.getHasMore());
    }

    private static List<String> ids(StripeCollection<PaymentIntent> page) {
        return page.getData().stream().map(PaymentIntent::getId).toList();
    }

    /** What lies behind the first and before the last is the same, in every list that has both. */
    private static void forEveryList(Shop shop) throws Exception {
        int tried = 0;
        for (Route route : shop.api.routes()) {
            boolean list = route.answers().form() == Route.Answers.Form.PAGE;
            if (!list || !route.variables().isEmpty()) {
                continue;
            }
            HttpResponse<String> answer = shop.get(route.path() + "?limit=100", shop.secretKey);
            JsonNode data = body(answer).path("data");
            if (answer.statusCode() != 200 || data.size() < 3) {
                continue;
            }
            String first = data.path(0).path("id").asString();
            String last = data.path(data.size() - 1).path("id").asString();
            JsonNode before =
                    body(
                            shop.get(
                                    route.path() + "?limit=100&ending_before=" + last,
                                    shop.secretKey));
            JsonNode after =
                    body(
                            shop.get(
                                    route.path() + "?limit=100&starting_after=" + first,
                                    shop.secretKey));
            assertEquals(data.size() - 1, before.path("data").size(), route.path());
            assertEquals(first, before.path("data").path(0).path("id").asString(), route.path());
            assertEquals(data.size() - 1, after.path("data").size(), route.path());
            assertEquals(
                    data.path(1).path("id").asString(),
                    after.path("data").path(0).path("id").asString(),
                    route.path());
            HttpResponse<String> both =
                    shop.get(
                            route.path() + "?starting_after=" + first + "&ending_before=" + last,
                            shop.secretKey);
            assertEquals(400, both.statusCode(), route.path() + both.body());
            tried++;
        }
        assertTrue(tried >= 4, "only %d lists".formatted(tried));
    }

    private static void refunds(StripeClient client, List<String> refunds, List<Long> times)
            throws Exception {
        RefundListParams some =
                RefundListParams.builder()
                        .setCreated(
                                RefundListParams.Created.builder()
                                        .setGte(times.get(3))
                                        .setLt(times.get(0))
                                        .build())
                        .build();
        assertEquals(
                refunds.subList(1, 4),
                client.v1().refunds().list(some).getData().stream().map(Refund::getId).toList());
        Refund noted =
                client.v1()
                        .refunds()
                        .update(
                                refunds.getFirst(),
                                RefundUpdateParams.builder().putMetadata("why", "cold").build());
        assertEquals(Map.of("why", "cold"), noted.getMetadata());
        assertEquals(
                Map.of("why", "cold"),
                client.v1().refunds().retrieve(refunds.getFirst()).getMetadata());
        assertTrue(
                client.v1().events().list().getData().stream()
                        .anyMatch(event -> event.getType().equals("refund.updated")));
    }

    private static void sessions(Shop shop, StripeClient client) throws Exception {
        // A key makes so many requests a second, and time stands still here.
        shop.world.clock.advance(Duration.ofSeconds(1));
        String customer =
                body(shop.post("/v1/customers", "email=lin@example.com")).path("id").asString();
        String form =
                "line_items[0][quantity]=1&line_items[0][price_data][currency]=usd"
                        + "&line_items[0][price_data][unit_amount]=500"
                        + "&line_items[0][price_data][product_data][name]=Tea"
                        + "&mode=payment&success_url=https://a.example/done";
        HttpResponse<String> made = shop.post("/v1/checkout/sessions", form);
        assertEquals(200, made.statusCode(), made.body());
        String open = body(made).path("id").asString();
        String theirs = body(shop.post("/v1/checkout/sessions", form)).path("id").asString();
        shop.post("/v1/checkout/sessions/" + theirs + "/expire", "");
        assertEquals(
                List.of(open),
                sessions(
                        client,
                        SessionListParams.builder().setStatus(SessionListParams.Status.OPEN)));
        assertEquals(
                List.of(theirs),
                sessions(
                        client,
                        SessionListParams.builder().setStatus(SessionListParams.Status.EXPIRED)));
        assertEquals(
                List.of(), sessions(client, SessionListParams.builder().setCustomer(customer)));
        assertEquals(
                List.of(open),
                sessions(
                        client,
                        SessionListParams.builder().setPaymentIntent(open.replace("cs_", "pi_"))));
    }

    private static List<String> sessions(StripeClient client, SessionListParams.Builder params)
            throws Exception {
        return client.v1().checkout().sessions().list(params.build()).getData().stream()
                .map(Session::getId)
                .toList();
    }

    private static void expanded(Shop shop, StripeClient client, String intent) throws Exception {
        DisputeRequest open =
                new DisputeRequest.Open(
                        shop.world.core.ids().next(),
                        PublicIds.PAYMENT_INTENT.parse(intent).orElseThrow(),
                        Optional.of(World.usd("1.00")),
                        "fraudulent");
        shop.world.core.disputes().run(open);
        PaymentIntent read =
                client.v1()
                        .paymentIntents()
                        .retrieve(
                                intent,
                                PaymentIntentRetrieveParams.builder()
                                        .addExpand("latest_charge.balance_transaction")
                                        .build());
        Charge charge = read.getLatestChargeObject();
        assertTrue(charge.getDisputed());
        assertEquals(972L, charge.getBalanceTransactionObject().getNet());
        PaymentIntent listed =
                client
                        .v1()
                        .paymentIntents()
                        .list(
                                PaymentIntentListParams.builder()
                                        .addExpand("data.latest_charge.balance_transaction")
                                        .build())
                        .getData()
                        .stream()
                        .filter(one -> one.getId().equals(intent))
                        .findFirst()
                        .orElseThrow();
        assertEquals(972L, listed.getLatestChargeObject().getBalanceTransactionObject().getNet());
    }

    private static JsonNode body(HttpResponse<String> answer) {
        return Json.parse(answer.body()).orElseThrow();
    }

    private static PaymentIntentCreateParams paying(Shop shop) {
        String token = shop.token(shop.world.linToken, World.usd("10.00"));
        return PaymentIntentCreateParams.builder()
                .setAmount(1_000L)
                .setCurrency("usd")
                .setConfirm(true)
                .setPaymentMethodData(
                        PaymentIntentCreateParams.PaymentMethodData.builder()
                                .putExtraParam("type", "card")
                                .putExtraParam("card", Map.of("pk_token", token))
                                .build())
                .build();
    }
}
