package dev.handfast.merchantapi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.standardwebhooks.Webhook;
import com.stripe.StripeClient;
import com.stripe.exception.AuthenticationException;
import com.stripe.exception.CardException;
import com.stripe.exception.IdempotencyException;
import com.stripe.exception.InvalidRequestException;
import com.stripe.model.Balance;
import com.stripe.model.Event;
import com.stripe.model.PaymentIntent;
import com.stripe.model.Refund;
import com.stripe.model.Token;
import com.stripe.model.WebhookEndpoint;
import com.stripe.net.RequestOptions;
import com.stripe.param.EventListParams;
import com.stripe.param.PaymentIntentCancelParams;
import com.stripe.param.PaymentIntentCaptureParams;
import com.stripe.param.PaymentIntentConfirmParams;
import com.stripe.param.PaymentIntentCreateParams;
import com.stripe.param.PaymentIntentListParams;
import com.stripe.param.PaymentIntentRetrieveParams;
import com.stripe.param.RefundCreateParams;
import com.stripe.param.RefundListParams;
import com.stripe.param.TokenCreateParams;
import com.stripe.param.WebhookEndpointCreateParams;

import dev.handfast.sql.Database;
import dev.handfast.testing.DatabaseTest;
import dev.handfast.testing.World;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Stripe's Java client, unmodified, against a running server. */
@DatabaseTest
final class OfficialClientTest {
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
    void a_payment_is_created_confirmed_and_read_back() throws Exception {
        PaymentIntent created =
                client.v1()
                        .paymentIntents()
                        .create(
                                coffee().setDescription("two flat whites")
                                        .putMetadata("order", "6735")
                                        .build());
        assertTrue(created.getId().startsWith("pi_"));
        assertEquals("requires_payment_method", created.getStatus());
        assertEquals("6735", created.getMetadata().get("order"));
        assertEquals("two flat whites", created.getDescription());
        assertTrue(created.getClientSecret().startsWith(created.getId() + "_secret_"));
        assertNull(created.getLatestCharge());
        PaymentIntent confirmed =
                client.v1()
                        .paymentIntents()
                        .confirm(created.getId(), confirmation(handedIn("10.00")));
        assertEquals("succeeded", confirmed.getStatus());
        assertEquals(1_000L, confirmed.getAmountReceived());
        PaymentIntent read =
                client.v1()
                        .paymentIntents()
                        .retrieve(
                                created.getId(),
                                PaymentIntentRetrieveParams.builder()
                                        .addExpand("latest_charge")
                                        .build());
        assertEquals("succeeded", read.getStatus());
        assertEquals(1_000L, read.getLatestChargeObject().getAmountCaptured());
        String receipt = read.getLatestChargeObject().getReceiptUrl();
        assertTrue(receipt.startsWith(Shop.PAGES + "/receipts/"), receipt);
        assertEquals(
                7_235L,
                read.getLatestChargeObject().getPresentmentDetails().getPresentmentAmount());
        assertEquals(
                "cny",
                read.getLatestChargeObject().getPresentmentDetails().getPresentmentCurrency());
    }

    @Test
    void a_payment_is_created_and_confirmed_in_one_call_with_the_token_inline() throws Exception {
        PaymentIntent paid =
                client.v1()
                        .paymentIntents()
                        .create(
                                coffee().setConfirm(true)
                                        .setPaymentMethodData(inline("10.00"))
                                        .build());
        assertEquals("succeeded", paid.getStatus());
        assertEquals(
                paid.getId(),
                client.v1().charges().retrieve(paid.getLatestCharge()).getPaymentIntent());
    }

    @Test
    void held_money_is_captured_in_part_or_let_go() throws Exception {
        PaymentIntent held = client.v1().paymentIntents().create(manual().build());
        assertEquals("requires_capture", held.getStatus());
        assertEquals(1_000L, held.getAmountCapturable());
        PaymentIntent captured =
                client.v1()
                        .paymentIntents()
                        .capture(
                                held.getId(),
                                PaymentIntentCaptureParams.builder()
                                        .setAmountToCapture(600L)
                                        .build());
        assertEquals("succeeded", captured.getStatus());
        assertEquals(600L, captured.getAmountReceived());
        PaymentIntent other = client.v1().paymentIntents().create(manual().build());
        PaymentIntent gone =
                client.v1()
                        .paymentIntents()
                        .cancel(
                                other.getId(),
                                PaymentIntentCancelParams.builder()
                                        .setCancellationReason(
                                                PaymentIntentCancelParams.CancellationReason
                                                        .ABANDONED)
                                        .build());
        assertEquals("canceled", gone.getStatus());
        assertEquals("abandoned", gone.getCancellationReason());
        assertEquals(shop.world.clock.instant().getEpochSecond(), gone.getCanceledAt());
    }

    @Test
    void money_goes_back_in_parts_and_no_more_than_came() throws Exception {
        PaymentIntent paid = paid();
        Refund half = refund(paid, 500L);
        assertEquals("succeeded", half.getStatus());
        assertEquals(500L, half.getAmount());
        assertEquals("because", half.getMetadata().get("why"));
        assertEquals(half.getId(), client.v1().refunds().retrieve(half.getId()).getId());
        InvalidRequestException tooMuch =
                assertThrows(InvalidRequestException.class, () -> refund(paid, 501L));
        assertEquals("amount_too_large", tooMuch.getCode());
        shop.world.clock.advance(Duration.ofMillis(1));
        Refund rest =
                client.v1()
                        .refunds()
                        .create(
                                RefundCreateParams.builder()
                                        .setPaymentIntent(paid.getId())
                                        .build());
        assertEquals(500L, rest.getAmount());
        InvalidRequestException nothing =
                assertThrows(InvalidRequestException.class, () -> refund(paid, 1L));
        assertEquals("charge_already_refunded", nothing.getCode());
        List<Refund> listed =
                client.v1()
                        .refunds()
                        .list(RefundListParams.builder().setPaymentIntent(paid.getId()).build())
                        .getData();
        assertEquals(
                List.of(rest.getId(), half.getId()), listed.stream().map(Refund::getId).toList());
    }

    @Test
    void a_list_is_paged_through_to_its_end() throws Exception {
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            made.addFirst(client.v1().paymentIntents().create(coffee().build()).getId());
            shop.world.clock.advance(Duration.ofMillis(1));
        }
        List<String> seen = new ArrayList<>();
        client.v1()
                .paymentIntents()
                .list(PaymentIntentListParams.builder().setLimit(3L).build())
                .autoPagingIterable()
                .forEach(intent -> seen.add(intent.getId()));
        assertEquals(made, seen);
    }

    @Test
    void a_declined_payer_is_a_card_exception() throws Exception {
        PaymentIntent dear =
                client.v1()
                        .paymentIntents()
                        .create(
                                PaymentIntentCreateParams.builder()
                                        .setAmount(1_000_000L)
                                        .setCurrency("usd")
                                        .build());
        CardException declined =
                assertThrows(
                        CardException.class,
                        () ->
                                client.v1()
                                        .paymentIntents()
                                        .confirm(dear.getId(), confirmation(handedIn("10000.00"))));
        assertEquals(402, declined.getStatusCode());
        assertEquals("card_declined", declined.getCode());
        assertEquals("insufficient_funds", declined.getDeclineCode());
        PaymentIntent shown = declined.getStripeError().getPaymentIntent();
        assertEquals(dear.getId(), shown.getId());
        assertEquals("insufficient_funds", shown.getLastPaymentError().getDeclineCode());
        assertEquals(Shop.DOCS + "#card_declined", declined.getStripeError().getDocUrl());
    }

    @Test
    void a_payment_whose_payer_is_declined_waits_for_another_try() throws Exception {
        PaymentIntentCreateParams dear =
                PaymentIntentCreateParams.builder()
                        .setAmount(1_000_000L)
                        .setCurrency("usd")
                        .setConfirm(true)
                        .setPaymentMethodData(handedInData("10000.00"))
                        .build();
        RequestOptions once = RequestOptions.builder().setIdempotencyKey("dear-1").build();
        CardException declined =
                assertThrows(
                        CardException.class, () -> client.v1().paymentIntents().create(dear, once));
        PaymentIntent left = declined.getStripeError().getPaymentIntent();
        assertEquals("requires_payment_method", left.getStatus());
        assertEquals("insufficient_funds", left.getLastPaymentError().getDeclineCode());
        CardException again =
                assertThrows(
                        CardException.class, () -> client.v1().paymentIntents().create(dear, once));
        assertEquals(left.getId(), again.getStripeError().getPaymentIntent().getId());
        assertEquals(1, client.v1().paymentIntents().list().getData().size());
        shop.world.core.wallets().topUp(shop.world.lin, World.cny("99000.00"), new UUID(1, 1));
        PaymentIntent read = client.v1().paymentIntents().retrieve(left.getId());
        assertEquals(left.getLastPaymentError(), read.getLastPaymentError());
        PaymentIntent paid =
                client.v1()
                        .paymentIntents()
                        .confirm(left.getId(), confirmation(handedIn("10000.00")));
        assertEquals("succeeded", paid.getStatus());
        assertNull(paid.getLastPaymentError());
        assertEquals(
                "payment_intent.payment_failed",
                client.v1().events().list().getData().getLast().getType());
    }

    @Test
    void the_same_key_gives_the_same_answer_and_one_effect() throws Exception {
        PaymentIntentCreateParams params =
                coffee().setConfirm(true).setPaymentMethodData(handedInData("10.00")).build();
        RequestOptions once = RequestOptions.builder().setIdempotencyKey("order-1").build();
        PaymentIntent first = client.v1().paymentIntents().create(params, once);
        PaymentIntent second = client.v1().paymentIntents().create(params, once);
        assertEquals(first.getLastResponse().body(), second.getLastResponse().body());
        assertEquals(
                "true",
                second.getLastResponse().headers().firstValue("Idempotent-Replayed").orElse(""));
        assertEquals(1, client.v1().paymentIntents().list().getData().size());
        IdempotencyException reused =
                assertThrows(
                        IdempotencyException.class,
                        () -> client.v1().paymentIntents().create(coffee().build(), once));
        assertEquals("idempotency_key_reused", reused.getCode());
    }

    @Test
    void a_token_pays_once() throws Exception {
        PaymentIntentCreateParams.PaymentMethodData data = handedInData("10.00");
        PaymentIntentCreateParams params =
                coffee().setConfirm(true).setPaymentMethodData(data).build();
        assertEquals("succeeded", client.v1().paymentIntents().create(params).getStatus());
        InvalidRequestException again =
                assertThrows(
                        InvalidRequestException.class,
                        () -> client.v1().paymentIntents().create(params));
        assertEquals("token_already_used", again.getCode());
    }

    @Test
    void a_wrong_key_is_an_authentication_exception() {
        StripeClient stranger =
                StripeClient.builder().setApiKey("sk_test_123").setApiBase(shop.base()).build();
        AuthenticationException turned =
                assertThrows(
                        AuthenticationException.class, () -> stranger.v1().paymentIntents().list());
        assertEquals("api_key_invalid", turned.getCode());
    }

    @Test
    void the_balance_is_what_the_acquirer_owes() throws Exception {
        paid();
        Balance balance = client.v1().balance().retrieve();
        assertEquals(972L, balance.getAvailable().getFirst().getAmount());
        assertEquals("usd", balance.getAvailable().getFirst().getCurrency());
    }

    @Test
    void events_arrive_signed_and_can_be_read_back() throws Exception {
        try (Mailbox mailbox = new Mailbox()) {
            WebhookEndpoint endpoint = register(mailbox);
            PaymentIntent paid = paid();
            refund(paid, 400L);
            shop.deliverer.round();
            List<String> types = new ArrayList<>();
            for (Mailbox.Letter letter : mailbox.letters()) {
                Event event =
                        com.stripe.net.Webhook.constructEvent(
                                letter.body(),
                                letter.headers().get("stripe-signature"),
                                endpoint.getSecret(),
                                Long.MAX_VALUE);
                types.add(event.getType());
                assertTrue(event.getDataObjectDeserializer().getObject().isPresent());
                Event read = client.v1().events().retrieve(event.getId());
                assertEquals(event.getType(), read.getType());
            }
            types.sort(null);
            assertEquals(
                    List.of(
                            "charge.refunded",
                            "charge.succeeded",
                            "payment_intent.succeeded",
                            "refund.created"),
                    types);
            Event newest =
                    client.v1()
                            .events()
                            .list(
                                    EventListParams.builder()
                                            .setType("payment_intent.succeeded")
                                            .build())
                            .getData()
                            .getFirst();
            PaymentIntent told =
                    assertInstanceOf(
                            PaymentIntent.class,
                            newest.getDataObjectDeserializer().getObject().orElseThrow());
            assertEquals(paid.getId(), told.getId());
            assertEquals("succeeded", told.getStatus());
        }
    }

    @Test
    void the_second_signature_is_that_of_standard_webhooks() throws Exception {
        try (Mailbox mailbox = new Mailbox()) {
            WebhookEndpoint endpoint = register(mailbox);
            // Their library holds the time against the machine's own clock.
            shop.world.clock.advance(
                    Duration.ofSeconds(
                            Duration.between(shop.world.clock.instant(), Mailbox.now())
                                    .toSeconds()));
            paid();
            shop.deliverer.round();
            Mailbox.Letter letter = mailbox.letters().getFirst();
            HttpHeaders headers =
                    HttpHeaders.of(
                            Map.of(
                                    "webhook-id",
                                    List.of(letter.headers().get("webhook-id")),
                                    "webhook-timestamp",
                                    List.of(letter.headers().get("webhook-timestamp")),
                                    "webhook-signature",
                                    List.of(letter.headers().get("webhook-signature"))),
                            (name, value) -> true);
            new Webhook(endpoint.getSecret()).verify(letter.body(), headers);
        }
    }

    @Test
    void endpoints_are_made_listed_and_removed() throws Exception {
        WebhookEndpoint made =
                client.v1()
                        .webhookEndpoints()
                        .create(
                                WebhookEndpointCreateParams.builder()
                                        .setUrl("https://shop.example/hook")
                                        .addEnabledEvent(
                                                WebhookEndpointCreateParams.EnabledEvent
                                                        .PAYMENT_INTENT__SUCCEEDED)
                                        .build());
        assertTrue(made.getSecret().startsWith("whsec_"));
        assertEquals(List.of("payment_intent.succeeded"), made.getEnabledEvents());
        WebhookEndpoint read = client.v1().webhookEndpoints().retrieve(made.getId());
        assertNull(read.getSecret());
        assertEquals(1, client.v1().webhookEndpoints().list().getData().size());
        assertTrue(client.v1().webhookEndpoints().delete(made.getId()).getDeleted());
        assertEquals(0, client.v1().webhookEndpoints().list().getData().size());
    }

    private WebhookEndpoint register(Mailbox mailbox) throws Exception {
        return client.v1()
                .webhookEndpoints()
                .create(
                        WebhookEndpointCreateParams.builder()
                                .setUrl(mailbox.url())
                                .addEnabledEvent(WebhookEndpointCreateParams.EnabledEvent.ALL)
                                .build());
    }

    private PaymentIntent paid() throws Exception {
        return client.v1()
                .paymentIntents()
                .create(coffee().setConfirm(true).setPaymentMethodData(inline("10.00")).build());
    }

    private Refund refund(PaymentIntent paid, long amount) throws Exception {
        return client.v1()
                .refunds()
                .create(
                        RefundCreateParams.builder()
                                .setPaymentIntent(paid.getId())
                                .setAmount(amount)
                                .setReason(RefundCreateParams.Reason.REQUESTED_BY_CUSTOMER)
                                .putMetadata("why", "because")
                                .build());
    }

    private static PaymentIntentCreateParams.Builder coffee() {
        return PaymentIntentCreateParams.builder()
                .setAmount(1_000L)
                .setCurrency("usd")
                .addPaymentMethodType("card");
    }

    private PaymentIntentCreateParams.Builder manual() {
        return coffee().setCaptureMethod(PaymentIntentCreateParams.CaptureMethod.MANUAL)
                .setConfirm(true)
                .setPaymentMethodData(inline("10.00"));
    }

    private PaymentIntentCreateParams.PaymentMethodData inline(String amount) {
        return card("pk_token", shop.token(shop.world.linToken, World.usd(amount)));
    }

    private PaymentIntentCreateParams.PaymentMethodData handedInData(String amount)
            throws Exception {
        return card("token", handedIn(amount));
    }

    private static PaymentIntentCreateParams.PaymentMethodData card(String name, String value) {
        return PaymentIntentCreateParams.PaymentMethodData.builder()
                .putExtraParam("type", "card")
                .putExtraParam("card", Map.of(name, value))
                .build();
    }

    /** The id of a token that the payer's own program has handed in, with a publishable key. */
    private String handedIn(String amount) throws Exception {
        Token token =
                client.v1()
                        .tokens()
                        .create(
                                TokenCreateParams.builder()
                                        .putExtraParam(
                                                "pk_token",
                                                shop.token(shop.world.linToken, World.usd(amount)))
                                        .build(),
                                shop.publishableKey.use(
                                        key -> RequestOptions.builder().setApiKey(key).build()));
        assertTrue(token.getId().startsWith("tok_"));
        return token.getId();
    }

    private static PaymentIntentConfirmParams confirmation(String token) {
        return PaymentIntentConfirmParams.builder()
                .putExtraParam(
                        "payment_method_data",
                        Map.of("type", "card", "card", Map.of("token", token)))
                .build();
    }
}
