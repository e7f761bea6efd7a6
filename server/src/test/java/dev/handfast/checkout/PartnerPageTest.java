package dev.handfast.checkout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.stripe.StripeClient;
import com.stripe.model.PaymentIntent;
import com.stripe.net.ApiResource;
import com.stripe.net.RawRequestOptions;
import com.stripe.net.StripeResponse;
import com.stripe.param.PaymentIntentCreateParams;

import dev.handfast.payments.CodeRail;
import dev.handfast.sql.Database;
import dev.handfast.testing.DatabaseTest;
import dev.handfast.testing.FakeRail;
import dev.handfast.web.Json;

import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.time.Duration;
import java.util.List;

/** The page of a payment, for a payer whose wallet is at a partner with a gateway of its own. */
@DatabaseTest
final class PartnerPageTest {
    @Test
    void a_partners_wallet_pays_by_the_code_of_its_gateway(Database database) throws Exception {
        try (Till till = new Till(database)) {
            FakeRail.Gateway gateway = new FakeRail.Gateway();
            till.core.rails().replace(List.of(gateway));
            StripeClient client = till.client();
            PaymentIntent intent = client.v1().paymentIntents().create(offered());
            String page = intent.getNextAction().getAlipayHandleRedirect().getUrl();
            String form = page + "/partners/" + FakeRail.Gateway.NAME;
            String shown = till.get(page).answer().body();
            assertTrue(shown.contains("Pay with a wallet of Lantern"), shown);

            // Nothing is shown before it is asked for, nor of what is not there.
            assertTrue(partner(client, intent).path("next_action").isNull());
            assertEquals(303, till.get(form).status());
            assertEquals(303, post(till, page + "/partners/nobody").status());
            gateway.show(new CodeRail.Code.NoAnswer());
            assertEquals(503, post(till, form).status());
            Till.Got asked = post(till, form);
            assertEquals(303, asked.status());
            assertEquals(form, till.base + asked.header("Location"));

            String code = till.get(form).answer().body();
            assertTrue(code.contains("Scan with your Lantern wallet"), code);
            assertTrue(code.contains("72.35") && code.contains("<svg"), code);
            String order = "https://lantern.example/" + gateway.shown().getFirst().id();
            assertTrue(code.contains("href=\"" + order + "\""), code);

            // A merchant with a page of its own asks who may pay, and for the same code.
            JsonNode choice = partner(client, intent);
            assertEquals("Lantern", choice.path("name").asString());
            assertEquals(7_235, choice.path("amount").asInt());
            JsonNode shownCode = choice.path("next_action").path("alipay_display_qr_code");
            assertEquals(order, shownCode.path("data").asString());
            String picture = shownCode.path("image_url_svg").asString();
            assertEquals("image/svg+xml; charset=utf-8", till.get(picture).header("content-type"));
            assertEquals(404, till.get(picture.replace(FakeRail.Gateway.NAME, "nobody")).status());
            StripeResponse told =
                    client.rawRequest(
                            ApiResource.RequestMethod.POST,
                            "/v1/payment_intents/" + intent.getId() + "/partner_code",
                            "partner=" + FakeRail.Gateway.NAME,
                            RawRequestOptions.builder().build());
            JsonNode json = Json.parse(told.body()).orElseThrow();
            assertEquals(order, json.path("data").asString());
            assertEquals(7_235, json.path("amount").asInt());
            JsonNode redirect = json.path("next_action").path("alipay_handle_redirect");
            assertEquals(order, redirect.path("url").asString());
            assertEquals("https://coffee.example/done", redirect.path("return_url").asString());

            gateway.pay(gateway.shown().getFirst().id());
            till.machine.advance(Duration.ofSeconds(10));
            till.core.railDesk().round();
            assertEquals(303, till.get(form).status());
            assertTrue(till.get(page).answer().body().contains("data-state=\"paid\""));
            PaymentIntent paid = client.v1().paymentIntents().retrieve(intent.getId());
            assertEquals("succeeded", paid.getStatus());
        }
    }

    @Test
    void the_cashier_offers_a_partners_wallets_and_tells_itself_how_it_ended(Database database) {
        try (Till till = new Till(database)) {
            FakeRail.Gateway gateway = new FakeRail.Gateway();
            till.core.rails().replace(List.of(gateway));
            String cashier = till.trade("T1");
            String page = cashier.replace("/cashier/", "/checkout/");
            String form = page + "/partners/" + FakeRail.Gateway.NAME;
            for (String shown : List.of(cashier, cashier + "/wallet")) {
                String body = till.get(shown).answer().body();
                assertTrue(body.contains("Pay with a wallet of Lantern"), body);
                assertTrue(body.contains("action=\"" + form.substring(till.base.length())), body);
            }
            assertEquals(303, post(till, page + "/partners/nobody").status());
            assertEquals(404, post(till, page + "x/partners/nobody").status());
            assertEquals(404, till.get(page + "/wallet").status());
            assertEquals(303, post(till, form).status());
            String code = till.get(form).answer().body();
            assertTrue(code.contains("Scan with your Lantern wallet"), code);
            gateway.pay(gateway.shown().getFirst().id());
            till.machine.advance(Duration.ofSeconds(10));
            till.core.railDesk().round();
            assertEquals(page, till.base + till.get(form).header("Location"));
            assertEquals(cashier, till.base + till.get(page).header("Location"));
            String paid = till.get(cashier).answer().body();
            assertTrue(paid.contains("<h1>Paid</h1>"), paid);
            assertFalse(paid.contains("Pay with a wallet of Lantern"), paid);
        }
    }

    /** The only partner to whose wallets a payment is offered, as its payer's program sees it. */
    private static JsonNode partner(StripeClient client, PaymentIntent intent) throws Exception {
        StripeResponse told =
                client.rawRequest(
                        ApiResource.RequestMethod.GET,
                        "/v1/payment_intents/" + intent.getId() + "?expand[]=next_action.partners",
                        null,
                        RawRequestOptions.builder().build());
        JsonNode all = Json.parse(told.body()).orElseThrow().at("/next_action/partners");
        assertEquals(1, all.size(), told.body());
        assertEquals(FakeRail.Gateway.NAME, all.get(0).path("partner").asString());
        return all.get(0);
    }

    private static Till.Got post(Till till, String url) {
        return till.post(url, "application/x-www-form-urlencoded", "");
    }

    private static PaymentIntentCreateParams offered() {
        return PaymentIntentCreateParams.builder()
                .setAmount(1_000L)
                .setCurrency("usd")
                .addPaymentMethodType("alipay")
                .setPaymentMethodData(
                        PaymentIntentCreateParams.PaymentMethodData.builder()
                                .setType(PaymentIntentCreateParams.PaymentMethodData.Type.ALIPAY)
                                .build())
                .setReturnUrl("https://coffee.example/done")
                .setConfirm(true)
                .build();
    }
}
