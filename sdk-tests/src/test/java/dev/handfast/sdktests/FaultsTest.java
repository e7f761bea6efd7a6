package dev.handfast.sdktests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.stripe.StripeClient;
import com.stripe.exception.ApiConnectionException;
import com.stripe.exception.StripeException;
import com.stripe.model.BalanceTransaction;
import com.stripe.model.PaymentIntent;
import com.stripe.model.Refund;
import com.stripe.net.RequestOptions;
import com.stripe.param.BalanceTransactionListParams;
import com.stripe.param.CustomerCreateParams;
import com.stripe.param.PaymentIntentCaptureParams;
import com.stripe.param.PaymentIntentConfirmParams;
import com.stripe.param.PaymentIntentCreateParams;
import com.stripe.param.PaymentIntentListParams;
import com.stripe.param.RefundCreateParams;
import com.stripe.param.RefundListParams;
import com.stripe.service.PaymentIntentService;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Both official clients, with their own retries, over a network that loses, repeats and delays:
 * what a merchant asked for once has happened once.
 */
@ExtendWith(SandboxExtension.class)
final class FaultsTest {
    private static final int PAYMENTS = 100;

    /** As many at the same time, since a client waits for half a second before it tries again. */
    private static final int AT_ONCE = 50;

    private static final long AMOUNT = 1_000;
    private static final long CAPTURED = 600;
    private static final long REFUNDED = 200;

    /** Keys of one run are not those of another on the same server. */
    private static final String RUN = UUID.randomUUID().toString();

    private static final long SEED = Long.getLong("handfast.seed", 20_261_124L);

    @Test
    void the_java_client_has_one_effect_for_each_request(Sandbox sandbox) throws Exception {
        Before before = new Before(sandbox);
        try (FaultProxy proxy = new FaultProxy(sandbox.baseUrl(), SEED);
                ExecutorService merchants = Executors.newFixedThreadPool(AT_ONCE)) {
            StripeClient client = client(sandbox, proxy.baseUrl());
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < PAYMENTS; i++) {
                int index = i;
                all.add(
                        merchants.submit(
                                () -> {
                                    pay(client, sandbox, before.customer, index);
                                    return index;
                                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
            before.assertOneEffectEach(proxy);
        }
    }

    @Test
    void the_npm_client_has_one_effect_for_each_request(Sandbox sandbox) throws Exception {
        Before before = new Before(sandbox);
        try (FaultProxy proxy = new FaultProxy(sandbox.baseUrl(), SEED)) {
            Node.test(
                    sandbox,
                    "stripe-faults.test.mjs",
                    Map.of(
                            "HANDFAST_PROXY", proxy.baseUrl(),
                            "CUSTOMER", before.customer,
                            "PAYMENTS", Integer.toString(PAYMENTS),
                            "AT_ONCE", Integer.toString(AT_ONCE)));
            before.assertOneEffectEach(proxy);
        }
    }

    @Test
    void what_is_asked_for_with_no_key_is_done_twice(Sandbox sandbox) throws Exception {
        Before before = new Before(sandbox);
        int twice = 0;
        while (Fault.of(SEED, "POST payment_intents " + twice, 0) != Fault.DUPLICATE) {
            twice++;
        }
        String form =
                "amount=1&currency=usd&customer=%s&metadata[number]=%d"
                        .formatted(before.customer, twice);
        try (FaultProxy proxy = new FaultProxy(sandbox.baseUrl(), SEED);
                HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create(proxy.baseUrl() + "/v1/payment_intents"))
                            .header(
                                    "Authorization",
                                    "Bearer " + sandbox.credential("/merchant_api/secret_key"))
                            .header("Content-Type", "application/x-www-form-urlencoded")
                            .POST(BodyPublishers.ofString(form))
                            .build();
            assertEquals(200, http.send(request, BodyHandlers.discarding()).statusCode());
        }
        assertEquals(2, before.payments().size(), "so the proxy does what it says");
    }

    private static StripeClient client(Sandbox sandbox, String baseUrl) {
        return StripeClient.builder()
                .setApiKey(sandbox.credential("/merchant_api/secret_key"))
                .setApiBase(baseUrl)
                .setMaxNetworkRetries(Fault.TRIES_MAX - 1)
                .build();
    }

    /** Asks for a payment, pays it, takes a part and gives a part of that back. */
    private static void pay(StripeClient client, Sandbox sandbox, String customer, int index)
            throws StripeException {
        String number = "java-" + index;
        PaymentIntentCreateParams coffee =
                PaymentIntentCreateParams.builder()
                        .setAmount(AMOUNT)
                        .setCurrency("usd")
                        .setCustomer(customer)
                        .setCaptureMethod(PaymentIntentCreateParams.CaptureMethod.MANUAL)
                        .putMetadata("number", number)
                        .build();
        PaymentIntentService payments = client.v1().paymentIntents();
        String id = again(number + "-create", key -> payments.create(coffee, key)).getId();
        // Two phones, as tokens of one that come too late after later ones are refused.
        Map<String, Object> card = Map.of("pk_token", sandbox.applePay(AMOUNT, index % 2));
        PaymentIntentConfirmParams phone =
                PaymentIntentConfirmParams.builder()
                        .putExtraParam("payment_method_data", Map.of("type", "card", "card", card))
                        .build();
        again(number + "-confirm", key -> payments.confirm(id, phone, key));
        PaymentIntentCaptureParams part =
                PaymentIntentCaptureParams.builder().setAmountToCapture(CAPTURED).build();
        again(number + "-capture", key -> payments.capture(id, part, key));
        RefundCreateParams back =
                RefundCreateParams.builder().setPaymentIntent(id).setAmount(REFUNDED).build();
        again(number + "-refund", key -> client.v1().refunds().create(back, key));
    }

    /** A call with an idempotency key. */
    private interface Call<T> {
        T with(RequestOptions key) throws StripeException;
    }

    /**
     * The Java client tries again by itself where it was turned away, but not where the connection
     * broke under it: then its caller does, with the same key, as its documentation says.
     */
    private static <T> T again(String name, Call<T> call) throws StripeException {
        RequestOptions key = RequestOptions.builder().setIdempotencyKey(name + "-" + RUN).build();
        for (int attempt = 1; ; attempt++) {
            try {
                return call.with(key);
            } catch (ApiConnectionException broken) {
                if (attempt == Fault.TRIES_MAX) {
                    throw broken;
                }
            }
        }
    }

    /** What was there before, and how it is looked at: with nothing in between. */
    private static final class Before {
        private final StripeClient client;
        private final String customer;
        private final long available;
        private final Set<String> lines = new HashSet<>();

        Before(Sandbox sandbox) throws StripeException {
            sandbox.topUp(PAYMENTS * AMOUNT * 10);
            client = client(sandbox, sandbox.baseUrl());
            customer =
                    client.v1().customers().create(CustomerCreateParams.builder().build()).getId();
            available = available();
            lines().forEach(line -> lines.add(line.getId()));
        }

        void assertOneEffectEach(FaultProxy proxy) throws StripeException {
            String run = "seed %d (-Dhandfast.seed), faults %s".formatted(SEED, proxy.counts());
            proxy.counts()
                    .forEach((fault, count) -> assertTrue(count.get() > 0, fault + " " + run));
            Set<String> expected = new HashSet<>();
            Map<String, Integer> numbers = new HashMap<>();
            for (PaymentIntent paid : payments()) {
                numbers.merge(paid.getMetadata().get("number"), 1, Integer::sum);
                assertEquals("succeeded", paid.getStatus(), paid.getId() + " " + run);
                assertEquals(CAPTURED, paid.getAmountReceived(), paid.getId() + " " + run);
                List<Refund> refunds = refunds(paid);
                assertEquals(1, refunds.size(), paid.getId() + " " + run);
                assertEquals(REFUNDED, refunds.getFirst().getAmount(), run);
                expected.add(paid.getLatestCharge());
                expected.add(refunds.getFirst().getId());
            }
            assertEquals(PAYMENTS, numbers.size(), run);
            assertEquals(Set.of(1), Set.copyOf(numbers.values()), run + numbers);
            long net = 0;
            List<String> sources = new ArrayList<>();
            for (BalanceTransaction line : lines()) {
                if (!lines.contains(line.getId())) {
                    net += line.getNet();
                    sources.add(line.getSource());
                }
            }
            assertEquals(2 * PAYMENTS, sources.size(), run);
            assertEquals(expected, Set.copyOf(sources), run);
            assertEquals(available + net, available(), run);
        }

        private long available() throws StripeException {
            return client.v1().balance().retrieve().getAvailable().getFirst().getAmount();
        }

        private List<BalanceTransaction> lines() throws StripeException {
            List<BalanceTransaction> all = new ArrayList<>();
            client.v1()
                    .balanceTransactions()
                    .list(BalanceTransactionListParams.builder().setLimit(100L).build())
                    .autoPagingIterable()
                    .forEach(all::add);
            return all;
        }

        private List<PaymentIntent> payments() throws StripeException {
            List<PaymentIntent> all = new ArrayList<>();
            client.v1()
                    .paymentIntents()
                    .list(
                            PaymentIntentListParams.builder()
                                    .setCustomer(customer)
                                    .setLimit(100L)
                                    .build())
                    .autoPagingIterable()
                    .forEach(all::add);
            return all;
        }

        private List<Refund> refunds(PaymentIntent paid) throws StripeException {
            return client.v1()
                    .refunds()
                    .list(RefundListParams.builder().setPaymentIntent(paid.getId()).build())
                    .getData();
        }
    }
}
