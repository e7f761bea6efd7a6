package dev.handfast.sdktests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.stripe.StripeClient;
import com.stripe.exception.CardException;
import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.SignatureVerificationException;
import com.stripe.model.BalanceTransaction;
import com.stripe.model.Event;
import com.stripe.model.PaymentIntent;
import com.stripe.model.PaymentMethod;
import com.stripe.model.Refund;
import com.stripe.model.SetupIntent;
import com.stripe.model.Token;
import com.stripe.model.WebhookEndpoint;
import com.stripe.model.checkout.Session;
import com.stripe.net.RequestOptions;
import com.stripe.net.Webhook;
import com.stripe.param.BalanceTransactionListParams;
import com.stripe.param.CustomerCreateParams;
import com.stripe.param.DisputeListParams;
import com.stripe.param.PaymentIntentCaptureParams;
import com.stripe.param.PaymentIntentCreateParams;
import com.stripe.param.PaymentIntentRetrieveParams;
import com.stripe.param.PaymentLinkCreateParams;
import com.stripe.param.RefundCreateParams;
import com.stripe.param.RefundListParams;
import com.stripe.param.SetupIntentCreateParams;
import com.stripe.param.TokenCreateParams;
import com.stripe.param.WebhookEndpointCreateParams;
import com.stripe.param.checkout.SessionCreateParams;
import com.sun.net.httpserver.HttpServer;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Stripe's Java client with tokens that really are sealed, and what a server does by itself. Each
 * call in all its forms is tried by the tests of {@code server}, which need no process of their
 * own.
 */
@ExtendWith(SandboxExtension.class)
final class JavaStripeTest {
    private static final long WAIT_SECONDS = 20;

    private Sandbox sandbox;
    private StripeClient client;

    @BeforeEach
    void open(Sandbox running) {
        sandbox = running;
        sandbox.topUp(500_000);
        client =
                StripeClient.builder()
                        .setApiKey(sandbox.credential("/merchant_api/secret_key"))
                        .setApiBase(sandbox.baseUrl())
                        .build();
    }

    @Test
    void a_sealed_token_is_handed_in_held_captured_and_given_back() throws Exception {
        RequestOptions publishable =
                RequestOptions.builder()
                        .setApiKey(sandbox.credential("/merchant_api/publishable_key"))
                        .build();
        Token token =
                client.v1()
                        .tokens()
                        .create(
                                TokenCreateParams.builder()
                                        .putExtraParam("pk_token", sandbox.applePay(1_000))
                                        .build(),
                                publishable);
        PaymentIntent held =
                client.v1()
                        .paymentIntents()
                        .create(
                                paying(1_000, "token", token.getId())
                                        .setCaptureMethod(
                                                PaymentIntentCreateParams.CaptureMethod.MANUAL)
                                        .build());
        assertEquals("requires_capture", held.getStatus());
        client.v1()
                .paymentIntents()
                .capture(
                        held.getId(),
                        PaymentIntentCaptureParams.builder().setAmountToCapture(700L).build());
        for (long amount : List.of(300L, 400L)) {
            client.v1()
                    .refunds()
                    .create(
                            RefundCreateParams.builder()
                                    .setPaymentIntent(held.getId())
                                    .setAmount(amount)
                                    .build());
        }
        List<Long> gone = new ArrayList<>();
        client.v1()
                .refunds()
                .list(
                        RefundListParams.builder()
                                .setPaymentIntent(held.getId())
                                .setLimit(1L)
                                .build())
                .autoPagingIterable()
                .forEach((Refund refund) -> gone.add(refund.getAmount()));
        assertEquals(List.of(400L, 300L), gone);
        PaymentIntent over =
                client.v1()
                        .paymentIntents()
                        .retrieve(
                                held.getId(),
                                PaymentIntentRetrieveParams.builder()
                                        .addExpand("latest_charge")
                                        .build());
        assertTrue(over.getLatestChargeObject().getRefunded());
    }

    @Test
    void what_a_seal_does_not_cover_is_refused_and_so_is_a_poor_payer() throws Exception {
        String cheap = sandbox.applePay(1);
        InvalidRequestException other =
                assertThrows(
                        InvalidRequestException.class,
                        () -> create(paying(1_000, "pk_token", cheap)));
        assertEquals("approved_amount_mismatch", other.getCode());
        String broken = cheap.replaceFirst("\"data\":\"....", "\"data\":\"AAAA");
        InvalidRequestException forged =
                assertThrows(
                        InvalidRequestException.class, () -> create(paying(1, "pk_token", broken)));
        assertEquals("payment_method_invalid_parameter", forged.getCode());
        String dear = sandbox.applePay(9_000_000);
        CardException poor =
                assertThrows(
                        CardException.class, () -> create(paying(9_000_000, "pk_token", dear)));
        assertEquals("insufficient_funds", poor.getDeclineCode());
    }

    @Test
    void who_agreed_with_a_sealed_token_is_charged_again() throws Exception {
        String customer =
                client.v1().customers().create(CustomerCreateParams.builder().build()).getId();
        SetupIntent setup =
                client.v1()
                        .setupIntents()
                        .create(
                                SetupIntentCreateParams.builder()
                                        .setCustomer(customer)
                                        .setConfirm(true)
                                        .putExtraParam(
                                                "payment_method_data",
                                                card("pk_token", sandbox.applePay(1)))
                                        .build());
        PaymentMethod kept = client.v1().paymentMethods().retrieve(setup.getPaymentMethod());
        assertEquals("apple_pay", kept.getCard().getWallet().getType());
        PaymentIntent again =
                create(
                        PaymentIntentCreateParams.builder()
                                .setAmount(800L)
                                .setCurrency("usd")
                                .setCustomer(customer)
                                .setPaymentMethod(kept.getId())
                                .setOffSession(true)
                                .setConfirm(true));
        assertEquals("succeeded", again.getStatus());
    }

    @Test
    void a_page_and_a_link_are_opened_and_the_page_is_paid_by_a_scan() throws Exception {
        Session opened =
                client.v1()
                        .checkout()
                        .sessions()
                        .create(
                                SessionCreateParams.builder()
                                        .setMode(SessionCreateParams.Mode.PAYMENT)
                                        .setSuccessUrl("https://harbor.example/done")
                                        .putExtraParam("line_items", List.of(teapot()))
                                        .build());
        sandbox.scan(opened.getUrl());
        Session paid = client.v1().checkout().sessions().retrieve(opened.getId());
        assertEquals("paid", paid.getPaymentStatus());
        assertEquals(
                2_500L,
                client.v1().paymentIntents().retrieve(paid.getPaymentIntent()).getAmountReceived());
        String link =
                client.v1()
                        .paymentLinks()
                        .create(
                                PaymentLinkCreateParams.builder()
                                        .putExtraParam("line_items", List.of(teapot()))
                                        .build())
                        .getUrl();
        assertTrue(link.startsWith(sandbox.baseUrl()), link);
    }

    @Test
    void a_dispute_is_won_and_the_lines_add_up_to_the_balance() throws Exception {
        PaymentIntent paid = create(paying(1_000, "pk_token", sandbox.applePay(1_000)));
        String dispute = sandbox.dispute(paid.getId());
        assertEquals("needs_response", client.v1().disputes().retrieve(dispute).getStatus());
        sandbox.letWin(dispute);
        assertEquals(
                "won",
                client.v1()
                        .disputes()
                        .list(DisputeListParams.builder().setPaymentIntent(paid.getId()).build())
                        .getData()
                        .getFirst()
                        .getStatus());
        long net = 0;
        for (BalanceTransaction line :
                client.v1()
                        .balanceTransactions()
                        .list(BalanceTransactionListParams.builder().setLimit(100L).build())
                        .autoPagingIterable()) {
            net += line.getNet();
        }
        assertEquals(net, client.v1().balance().retrieve().getAvailable().getFirst().getAmount());
    }

    @Test
    void the_server_itself_tells_of_a_payment_and_the_client_believes_it() throws Exception {
        BlockingQueue<String[]> received = new LinkedBlockingQueue<>();
        HttpServer page =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        page.createContext(
                "/hook",
                exchange -> {
                    String signature = exchange.getRequestHeaders().getFirst("Stripe-Signature");
                    String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
                    exchange.sendResponseHeaders(200, -1);
                    exchange.close();
                    received.add(new String[] {signature, body});
                });
        page.start();
        try {
            WebhookEndpoint endpoint =
                    client.v1()
                            .webhookEndpoints()
                            .create(
                                    WebhookEndpointCreateParams.builder()
                                            .setUrl(
                                                    "http://127.0.0.1:%d/hook"
                                                            .formatted(page.getAddress().getPort()))
                                            .addEnabledEvent(
                                                    WebhookEndpointCreateParams.EnabledEvent
                                                            .PAYMENT_INTENT__SUCCEEDED)
                                            .build());
            PaymentIntent paid = create(paying(600, "pk_token", sandbox.applePay(600)));
            String[] letter = received.poll(WAIT_SECONDS, TimeUnit.SECONDS);
            Event event = Webhook.constructEvent(letter[1], letter[0], endpoint.getSecret());
            assertEquals(event.getType(), client.v1().events().retrieve(event.getId()).getType());
            assertTrue(letter[1].contains(paid.getId()), letter[1]);
            assertThrows(
                    SignatureVerificationException.class,
                    () -> Webhook.constructEvent(letter[1], letter[0], "whsec_another"));
            client.v1().webhookEndpoints().delete(endpoint.getId());
        } finally {
            page.stop(0);
        }
    }

    private PaymentIntent create(PaymentIntentCreateParams.Builder params) throws Exception {
        return client.v1().paymentIntents().create(params.build());
    }

    private static PaymentIntentCreateParams.Builder paying(long amount, String how, String what) {
        return PaymentIntentCreateParams.builder()
                .setAmount(amount)
                .setCurrency("usd")
                .setConfirm(true)
                .putExtraParam("payment_method_data", card(how, what));
    }

    private static Map<String, Object> card(String how, String what) {
        return Map.of("type", "card", "card", Map.of(how, what));
    }

    private static Map<String, Object> teapot() {
        return Map.of(
                "quantity",
                1,
                "price_data",
                Map.of(
                        "currency",
                        "usd",
                        "unit_amount",
                        2_500,
                        "product_data",
                        Map.of("name", "Teapot")));
    }
}
