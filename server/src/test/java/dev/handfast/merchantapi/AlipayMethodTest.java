package dev.handfast.merchantapi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.stripe.StripeClient;
import com.stripe.exception.InvalidRequestException;
import com.stripe.model.Charge;
import com.stripe.model.Event;
import com.stripe.model.PaymentIntent;
import com.stripe.model.WebhookEndpoint;
import com.stripe.net.RequestOptions;
import com.stripe.net.Webhook;
import com.stripe.param.PaymentIntentCancelParams;
import com.stripe.param.PaymentIntentConfirmParams;
import com.stripe.param.PaymentIntentCreateParams;
import com.stripe.param.PaymentIntentRetrieveParams;
import com.stripe.param.WebhookEndpointCreateParams;

import dev.handfast.payments.Instrument;
import dev.handfast.payments.Offer;
import dev.handfast.payments.Outcome;
import dev.handfast.payments.PayRequest;
import dev.handfast.payments.Payment;
import dev.handfast.payments.PaymentRefusal;
import dev.handfast.payments.Request;
import dev.handfast.sql.Database;
import dev.handfast.testing.DatabaseTest;
import dev.handfast.testing.World;
import dev.handfast.web.Json;
import dev.handfast.web.PublicId;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Account wallets as a way to pay a payment intent, by Stripe's Java client, unmodified. */
@DatabaseTest
final class AlipayMethodTest {
    private static final String RETURN_URL = "https://harbor.example/done?order=6735";

    private Shop shop;
    private StripeClient client;

    @BeforeEach
    void open(Database database) {
        shop = new Shop(database);
        client = shop.client();
    }

    @AfterEach
    void close() {
        shop.close();
    }

    @Test
    void a_wallet_holder_opens_the_page_or_scans_the_code_and_pays() throws Exception {
        PaymentIntent created = create(PaymentIntentCreateParams.CaptureMethod.AUTOMATIC);
        assertEquals("requires_payment_method", created.getStatus());
        assertEquals(List.of("alipay"), created.getPaymentMethodTypes());
        PaymentIntent offered = confirm(created);
        assertEquals("requires_action", offered.getStatus());
        PaymentIntent.NextAction next = offered.getNextAction();
        assertEquals("alipay_handle_redirect", next.getType());
        String page = next.getAlipayHandleRedirect().getUrl();
        assertTrue(page.matches("https://pay\\.example/checkout/[0-9a-z]{26}"), page);
        assertEquals(RETURN_URL, next.getAlipayHandleRedirect().getReturnUrl());
        assertEquals(page, next.getAlipayHandleRedirect().getNativeData());
        JsonObject code =
                offered.getRawJsonObject()
                        .getAsJsonObject("next_action")
                        .getAsJsonObject("alipay_display_qr_code");
        assertEquals(page, code.get("data").getAsString());
        assertEquals(page + "/code.svg", code.get("image_url_svg").getAsString());
        PaymentIntent paid = paidBy(offered, scan(page));
        assertEquals("succeeded", paid.getStatus());
        assertNull(paid.getNextAction());
        Charge charge = paid.getLatestChargeObject();
        assertEquals("alipay", charge.getPaymentMethodDetails().getType());
        assertEquals(7_235L, charge.getPresentmentDetails().getPresentmentAmount());
    }

    @Test
    void without_an_address_to_return_to_there_is_only_the_code() throws Exception {
        PaymentIntent shown =
                client.v1()
                        .paymentIntents()
                        .create(
                                PaymentIntentCreateParams.builder()
                                        .setAmount(1_000L)
                                        .setCurrency("usd")
                                        .setConfirm(true)
                                        .setPaymentMethodData(
                                                PaymentIntentCreateParams.PaymentMethodData
                                                        .builder()
                                                        .setType(
                                                                PaymentIntentCreateParams
                                                                        .PaymentMethodData.Type
                                                                        .ALIPAY)
                                                        .build())
                                        .build());
        assertEquals("requires_action", shown.getStatus());
        assertEquals("alipay_display_qr_code", shown.getNextAction().getType());
        assertNull(shown.getNextAction().getAlipayHandleRedirect());
        assertEquals(List.of("card", "alipay"), shown.getPaymentMethodTypes());
    }

    @Test
    void money_can_be_held_and_captured_later() throws Exception {
        PaymentIntent offered = confirm(create(PaymentIntentCreateParams.CaptureMethod.MANUAL));
        PaymentIntent held = paidBy(offered, scan(pageOf(offered)));
        assertEquals("requires_capture", held.getStatus());
        PaymentIntent captured = client.v1().paymentIntents().capture(held.getId());
        assertEquals("succeeded", captured.getStatus());
    }

    @Test
    void what_is_cancelled_can_no_longer_be_scanned() throws Exception {
        PaymentIntent offered = confirm(create(PaymentIntentCreateParams.CaptureMethod.AUTOMATIC));
        PaymentIntent gone =
                client.v1()
                        .paymentIntents()
                        .cancel(offered.getId(), PaymentIntentCancelParams.builder().build());
        assertEquals("canceled", gone.getStatus());
        assertNull(gone.getNextAction());
        assertEquals(PaymentRefusal.PAYMENT_CLOSED, refused(scan(pageOf(offered))));
    }

    @Test
    void an_offer_nobody_takes_up_lapses_and_can_be_renewed() throws Exception {
        PaymentIntent offered = confirm(create(PaymentIntentCreateParams.CaptureMethod.AUTOMATIC));
        shop.world.clock.advance(Offer.LIFE);
        assertEquals(PaymentRefusal.PAYMENT_EXPIRED, refused(scan(pageOf(offered))));
        assertEquals(1, shop.world.core.railDesk().round());
        assertEquals(0, shop.world.core.railDesk().round(), "once");
        PaymentIntent lapsed = client.v1().paymentIntents().retrieve(offered.getId());
        assertEquals("requires_payment_method", lapsed.getStatus());
        assertNull(lapsed.getNextAction());
        assertEquals(
                "payment_intent_payment_attempt_expired", lapsed.getLastPaymentError().getCode());
        assertEquals(PaymentRefusal.PAYMENT_EXPIRED, refused(scan(pageOf(offered))));
        PaymentIntent renewed = confirm(lapsed);
        assertEquals(pageOf(offered), pageOf(renewed), "the same code for the same payment");
        assertNull(renewed.getLastPaymentError());
        assertInstanceOf(Outcome.Done.class, scan(pageOf(renewed)));
    }

    @Test
    void the_same_key_offers_once_and_answers_alike() throws Exception {
        PaymentIntent created = create(PaymentIntentCreateParams.CaptureMethod.AUTOMATIC);
        RequestOptions once = RequestOptions.builder().setIdempotencyKey("offer-1").build();
        PaymentIntent first = confirm(created, once);
        scan(pageOf(first));
        PaymentIntent second = confirm(created, once);
        assertEquals(first.getLastResponse().body(), second.getLastResponse().body());
        InvalidRequestException late =
                assertThrows(InvalidRequestException.class, () -> confirm(created));
        assertEquals("payment_intent_unexpected_state", late.getCode());
    }

    @Test
    void the_merchant_is_told_of_each_step() throws Exception {
        try (Mailbox mailbox = new Mailbox()) {
            WebhookEndpoint endpoint =
                    client.v1()
                            .webhookEndpoints()
                            .create(
                                    WebhookEndpointCreateParams.builder()
                                            .setUrl(mailbox.url())
                                            .addEnabledEvent(
                                                    WebhookEndpointCreateParams.EnabledEvent.ALL)
                                            .build());
            PaymentIntent offered =
                    confirm(create(PaymentIntentCreateParams.CaptureMethod.AUTOMATIC));
            scan(pageOf(offered));
            shop.deliverer.round();
            List<String> types = new ArrayList<>();
            for (Mailbox.Letter letter : mailbox.letters()) {
                Event event =
                        Webhook.constructEvent(
                                letter.body(),
                                letter.headers().get("stripe-signature"),
                                endpoint.getSecret(),
                                Long.MAX_VALUE);
                types.add(event.getType());
            }
            types.sort(null);
            assertEquals(
                    List.of(
                            "charge.succeeded",
                            "payment_intent.created",
                            "payment_intent.requires_action",
                            "payment_intent.succeeded"),
                    types);
        }
    }

    @Test
    void what_does_not_fit_is_refused_by_name() throws Exception {
        String good = "amount=1000&currency=usd&";
        String alipay = good + "confirm=true&payment_method_data[type]=alipay&";
        refused(good + "payment_method_types[]=wire", "parameter_invalid", "payment_method_types");
        refused(alipay + "payment_method_types[]=card", "parameter_invalid", "payment_method_data");
        for (String url : List.of("x", "javascript:alert(1)", "https://u@a.example", "//a")) {
            refused(alipay + "return_url=" + url, "url_invalid", "return_url");
        }
        refused(
                alipay + "payment_method_data[alipay][x]=1",
                "parameter_unknown",
                "payment_method_data[alipay][x]");
        assertEquals(List.of(), shop.world.core.store().newest(10));
    }

    @Test
    void a_page_is_not_found_by_trying() throws Exception {
        PaymentIntent one = confirm(create(PaymentIntentCreateParams.CaptureMethod.AUTOMATIC));
        PaymentIntent other = confirm(create(PaymentIntentCreateParams.CaptureMethod.AUTOMATIC));
        assertNotEquals(pageOf(one), pageOf(other));
        String digits = one.getId().substring("pi_".length());
        assertTrue(PublicId.parse("pi", one.getId()).isPresent());
        assertNotEquals("https://pay.example/checkout/" + digits, pageOf(one));
    }

    private PaymentIntent create(PaymentIntentCreateParams.CaptureMethod capture) throws Exception {
        return client.v1()
                .paymentIntents()
                .create(
                        PaymentIntentCreateParams.builder()
                                .setAmount(1_000L)
                                .setCurrency("usd")
                                .setCaptureMethod(capture)
                                .addPaymentMethodType("alipay")
                                .build());
    }

    private PaymentIntent confirm(PaymentIntent intent) throws Exception {
        return confirm(intent, RequestOptions.getDefault());
    }

    private PaymentIntent confirm(PaymentIntent intent, RequestOptions options) throws Exception {
        PaymentIntentConfirmParams params =
                PaymentIntentConfirmParams.builder()
                        .setReturnUrl(RETURN_URL)
                        .setPaymentMethodData(
                                PaymentIntentConfirmParams.PaymentMethodData.builder()
                                        .setType(
                                                PaymentIntentConfirmParams.PaymentMethodData.Type
                                                        .ALIPAY)
                                        .build())
                        .build();
        return client.v1().paymentIntents().confirm(intent.getId(), params, options);
    }

    private static String pageOf(PaymentIntent intent) {
        return intent.getNextAction().getAlipayHandleRedirect().getUrl();
    }

    /** Lin scans a code. */
    private Outcome scan(String code) {
        Payment payment = shop.world.core.store().findByCode(code).orElseThrow();
        return shop.world
                .core
                .payments()
                .run(
                        new Request.Pay(
                                new PayRequest(
                                        shop.world.core.ids().next(),
                                        new PayRequest.Target.Existing(
                                                World.HARBOR_COFFEE, payment.id()),
                                        new Instrument.Wallet(shop.world.lin.id()),
                                        Optional.empty())));
    }

    private static PaymentRefusal refused(Outcome outcome) {
        return assertInstanceOf(Outcome.Refused.class, outcome).why();
    }

    private PaymentIntent paidBy(PaymentIntent intent, Outcome outcome) throws Exception {
        assertInstanceOf(Outcome.Done.class, outcome);
        return client.v1()
                .paymentIntents()
                .retrieve(
                        intent.getId(),
                        PaymentIntentRetrieveParams.builder().addExpand("latest_charge").build());
    }

    private void refused(String form, String code, String param) throws Exception {
        HttpResponse<String> answer = shop.post("/v1/payment_intents", form);
        assertEquals(400, answer.statusCode(), answer.body());
        var error = Json.parse(answer.body()).orElseThrow().path("error");
        assertEquals(code, error.path("code").asString(), answer.body());
        assertEquals(param, error.path("param").asString(), answer.body());
    }
}
