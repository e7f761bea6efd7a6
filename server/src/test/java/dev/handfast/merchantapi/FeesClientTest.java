package dev.handfast.merchantapi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.stripe.StripeClient;
import com.stripe.exception.InvalidRequestException;
import com.stripe.model.ApplicationFee;
import com.stripe.model.BalanceTransaction;
import com.stripe.model.Charge;
import com.stripe.model.Event;
import com.stripe.model.FeeRefund;
import com.stripe.model.PaymentIntent;
import com.stripe.model.Refund;
import com.stripe.net.RequestOptions;
import com.stripe.param.AccountCreateParams;
import com.stripe.param.ApplicationFeeListParams;
import com.stripe.param.ApplicationFeeRefundCreateParams;
import com.stripe.param.ApplicationFeeRefundListParams;
import com.stripe.param.ApplicationFeeRefundUpdateParams;
import com.stripe.param.BalanceTransactionListParams;
import com.stripe.param.EventListParams;
import com.stripe.param.PaymentIntentCaptureParams;
import com.stripe.param.PaymentIntentConfirmParams;
import com.stripe.param.PaymentIntentCreateParams;
import com.stripe.param.PaymentIntentCreateParams.TransferData;
import com.stripe.param.PaymentIntentUpdateParams;
import com.stripe.param.RefundCreateParams;

import dev.handfast.sql.Database;
import dev.handfast.testing.DatabaseTest;
import dev.handfast.testing.World;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** A platform and its merchant share a payment, by Stripe's Java client, unmodified. */
@DatabaseTest
final class FeesClientTest {
    private Shop shop;
    private StripeClient client;
    private String stall;
    private RequestOptions forStall;

    @BeforeEach
    void open(Database database) throws Exception {
        shop = new Shop(database);
        client = shop.client();
        stall = client.v1().accounts().create(AccountCreateParams.builder().build()).getId();
        forStall = RequestOptions.builder().setStripeAccount(stall).build();
    }

    @AfterEach
    void close() {
        shop.close();
    }

    @Test
    void a_direct_charge_pays_the_platform_a_fee_and_both_balances_tell() throws Exception {
        PaymentIntent paid =
                intents().create(paying().setApplicationFeeAmount(123L).build(), forStall);
        assertEquals(123L, paid.getApplicationFeeAmount());
        Charge charge = client.v1().charges().retrieve(paid.getLatestCharge(), forStall);
        assertEquals(123L, charge.getApplicationFeeAmount());
        ApplicationFee fee = client.v1().applicationFees().retrieve(charge.getApplicationFee());
        assertEquals(List.of(123L, 0L), List.of(fee.getAmount(), fee.getAmountRefunded()));
        assertEquals(List.of(stall, charge.getId()), List.of(fee.getAccount(), fee.getCharge()));
        assertEquals("usd", fee.getCurrency());
        assertEquals(List.of(849L, 123L), List.of(balance(forStall), balance(platform())));
        BalanceTransaction theirs = line(charge.getBalanceTransaction(), forStall);
        assertEquals(List.of(1_000L, 151L, 849L), figures(theirs));
        assertEquals(
                Map.of("application_fee", 123L, "stripe_fee", 28L),
                Map.of(
                        theirs.getFeeDetails().get(0).getType(),
                        theirs.getFeeDetails().get(0).getAmount(),
                        theirs.getFeeDetails().get(1).getType(),
                        theirs.getFeeDetails().get(1).getAmount()));
        BalanceTransaction ours = line(fee.getBalanceTransaction(), platform());
        assertEquals("application_fee", ours.getType());
        assertEquals(fee.getId(), ours.getSource());
        assertEquals(List.of(123L, 0L, 123L), figures(ours));
        Refund half = refund(paid, 500L, forStall);
        assertEquals(
                List.of(-500L, -76L, -424L), figures(line(half.getBalanceTransaction(), forStall)));
        ApplicationFee after = client.v1().applicationFees().retrieve(fee.getId());
        assertEquals(62L, after.getAmountRefunded());
        FeeRefund back = after.getRefunds().getData().getFirst();
        assertEquals(62L, back.getAmount());
        BalanceTransaction given = line(back.getBalanceTransaction(), platform());
        assertEquals(List.of(-62L, 0L, -62L), figures(given));
        assertEquals(back.getId(), given.getSource());
        refund(paid, 500L, forStall);
        ApplicationFee all = client.v1().applicationFees().retrieve(fee.getId());
        assertTrue(all.getRefunded());
        assertEquals(List.of(0L, 0L), List.of(balance(forStall), balance(platform())));
        assertEquals(
                List.of(
                        "application_fee.created",
                        "application_fee.refunded",
                        "application_fee.refunded"),
                events());
    }

    @Test
    void a_destination_charge_is_passed_on_and_comes_back_with_a_refund() throws Exception {
        TransferData onward = TransferData.builder().setDestination(stall).build();
        PaymentIntent paid =
                intents()
                        .create(
                                paying().setTransferData(onward)
                                        .setApplicationFeeAmount(123L)
                                        .build());
        assertEquals(stall, paid.getTransferData().getDestination());
        Charge charge = client.v1().charges().retrieve(paid.getLatestCharge());
        assertEquals(charge.getId().replace("ch_", "tr_"), charge.getTransfer());
        assertEquals(List.of(877L, 95L), List.of(balance(forStall), balance(platform())));
        assertEquals(
                List.of(
                        "application_fee 123 0 123",
                        "charge 1000 28 972",
                        "transfer -1000 0 -1000"),
                lines(platform()));
        assertEquals(List.of("payment 1000 123 877"), lines(forStall));
        ApplicationFee fee = client.v1().applicationFees().retrieve(charge.getApplicationFee());
        assertEquals(charge.getId(), fee.getOriginatingTransaction());
        Refund refund =
                client.v1()
                        .refunds()
                        .create(
                                RefundCreateParams.builder()
                                        .setPaymentIntent(paid.getId())
                                        .setAmount(333L)
                                        .setReverseTransfer(true)
                                        .setRefundApplicationFee(true)
                                        .build());
        assertTrue(refund.getTransferReversal().startsWith("trr_"));
        assertEquals(List.of(585L, 63L), List.of(balance(forStall), balance(platform())));
        Refund plain = refundPlainly(paid, 667L);
        assertNull(plain.getTransferReversal());
        assertEquals(List.of(585L, -585L), List.of(balance(forStall), balance(platform())));
        PaymentIntent part =
                intents()
                        .create(
                                paying().setTransferData(
                                                TransferData.builder()
                                                        .setDestination(stall)
                                                        .setAmount(800L)
                                                        .build())
                                        .build());
        assertEquals(800L, part.getTransferData().getAmount());
        assertEquals(List.of(1_385L, -413L), List.of(balance(forStall), balance(platform())));
        assertEquals(
                List.of(charge.getId()),
                client
                        .v1()
                        .balanceTransactions()
                        .list(
                                BalanceTransactionListParams.builder()
                                        .setSource(charge.getId())
                                        .build())
                        .getData()
                        .stream()
                        .map(BalanceTransaction::getSource)
                        .toList());
    }

    @Test
    void a_fee_is_given_back_in_parts_and_never_more_than_it_is() throws Exception {
        PaymentIntent paid =
                intents().create(paying().setApplicationFeeAmount(100L).build(), forStall);
        String fee = paid.getLatestCharge().replace("ch_", "fee_");
        String path = "/v1/application_fees/" + fee + "/refunds";
        HttpResponse<String> first =
                shop.post(path, "amount=40&metadata[a]=b", "Idempotency-Key", "k");
        HttpResponse<String> again =
                shop.post(path, "amount=40&metadata[a]=b", "Idempotency-Key", "k");
        assertEquals(first.body(), again.body());
        assertTrue(
                shop.post(path, "amount=41", "Idempotency-Key", "k")
                        .body()
                        .contains("idempotency_error"));
        List<Callable<Integer>> all = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
            all.add(() -> shop.post(path, "amount=7").statusCode());
        }
        try (ExecutorService many = Executors.newVirtualThreadPerTaskExecutor()) {
            int taken = 0;
            for (Future<Integer> one : many.invokeAll(all)) {
                taken += one.get() == 200 ? 1 : 0;
            }
            assertEquals(8, taken);
        }
        ApplicationFee left = client.v1().applicationFees().retrieve(fee);
        assertEquals(96L, left.getAmountRefunded());
        InvalidRequestException tooMuch =
                assertThrows(
                        InvalidRequestException.class,
                        () ->
                                client.v1()
                                        .applicationFees()
                                        .refunds()
                                        .create(
                                                fee,
                                                ApplicationFeeRefundCreateParams.builder()
                                                        .setAmount(5L)
                                                        .build()));
        assertEquals("amount_too_large", tooMuch.getCode());
        Refund full = refund(paid, 1_000L, forStall);
        assertEquals(1_000L, full.getAmount());
        assertTrue(client.v1().applicationFees().retrieve(fee).getRefunded());
        refundsOf(fee);
        assertEquals(List.of(0L, 0L), List.of(balance(forStall), balance(platform())));
    }

    /** Reads and notes what has gone back. */
    private void refundsOf(String fee) throws Exception {
        List<FeeRefund> returned = new ArrayList<>();
        client.v1()
                .applicationFees()
                .refunds()
                .list(fee, ApplicationFeeRefundListParams.builder().setLimit(4L).build())
                .autoPagingIterable()
                .forEach(returned::add);
        assertEquals(100L, returned.stream().mapToLong(FeeRefund::getAmount).sum());
        assertEquals(10, returned.size());
        FeeRefund oldest = returned.getLast();
        assertEquals(Map.of("a", "b"), oldest.getMetadata());
        FeeRefund noted =
                client.v1()
                        .applicationFees()
                        .refunds()
                        .update(
                                fee,
                                oldest.getId(),
                                ApplicationFeeRefundUpdateParams.builder()
                                        .putMetadata("c", "d")
                                        .build());
        assertEquals(Map.of("a", "b", "c", "d"), noted.getMetadata());
        assertEquals(
                noted.getMetadata(),
                client.v1()
                        .applicationFees()
                        .refunds()
                        .retrieve(fee, oldest.getId())
                        .getMetadata());
    }

    @Test
    void a_fee_is_agreed_on_at_every_step_until_the_capture() throws Exception {
        PaymentIntentCreateParams.Builder held =
                paying().setConfirm(false)
                        .setCaptureMethod(PaymentIntentCreateParams.CaptureMethod.MANUAL);
        PaymentIntent made = intents().create(held.build(), forStall);
        assertNull(made.getApplicationFeeAmount());
        PaymentIntentUpdateParams fee =
                PaymentIntentUpdateParams.builder().setApplicationFeeAmount(50L).build();
        assertEquals(50L, intents().update(made.getId(), fee, forStall).getApplicationFeeAmount());
        PaymentIntent confirmed =
                intents()
                        .confirm(
                                made.getId(),
                                PaymentIntentConfirmParams.builder()
                                        .putExtraParam("application_fee_amount", 60)
                                        .putExtraParam("payment_method_data[type]", "card")
                                        .putExtraParam(
                                                "payment_method_data[card][pk_token]", token())
                                        .build(),
                                forStall);
        assertEquals("requires_capture", confirmed.getStatus());
        assertEquals(60L, confirmed.getApplicationFeeAmount());
        PaymentIntentUpdateParams other =
                PaymentIntentUpdateParams.builder().setApplicationFeeAmount(70L).build();
        InvalidRequestException late =
                assertThrows(
                        InvalidRequestException.class,
                        () -> intents().update(made.getId(), other, forStall));
        assertEquals("payment_intent_unexpected_state", late.getCode());
        PaymentIntent captured =
                intents()
                        .capture(
                                made.getId(),
                                PaymentIntentCaptureParams.builder()
                                        .setAmountToCapture(400L)
                                        .setApplicationFeeAmount(80L)
                                        .build(),
                                forStall);
        assertEquals(80L, captured.getApplicationFeeAmount());
        assertEquals(80L, balance(platform()));
        PaymentIntent second = intents().create(held.setConfirm(true).build(), forStall);
        PaymentIntent taken =
                intents()
                        .capture(
                                second.getId(),
                                PaymentIntentCaptureParams.builder()
                                        .setApplicationFeeAmount(20L)
                                        .build(),
                                forStall);
        assertEquals("succeeded", taken.getStatus());
        assertEquals(
                List.of(20L, 80L),
                client.v1().applicationFees().list().getData().stream()
                        .map(ApplicationFee::getAmount)
                        .toList());
        assertEquals(
                1,
                client.v1()
                        .applicationFees()
                        .list(
                                ApplicationFeeListParams.builder()
                                        .setCharge(second.getLatestCharge())
                                        .build())
                        .getData()
                        .size());
    }

    @Test
    void what_is_no_platforms_is_refused_by_name() throws Exception {
        refused(paying().setApplicationFeeAmount(10L), platform(), "application_fee_amount");
        refused(paying().setApplicationFeeAmount(1_001L), forStall, "application_fee_amount");
        TransferData elsewhere =
                TransferData.builder().setDestination("acct_" + "0".repeat(26)).build();
        refused(paying().setTransferData(elsewhere), platform(), "transfer_data[destination]");
        TransferData tooMuch =
                TransferData.builder().setDestination(stall).setAmount(1_001L).build();
        refused(paying().setTransferData(tooMuch), platform(), "transfer_data[amount]");
        TransferData both = TransferData.builder().setDestination(stall).setAmount(5L).build();
        refused(
                paying().setTransferData(both).setApplicationFeeAmount(5L),
                platform(),
                "application_fee_amount");
        PaymentIntent plain = intents().create(paying().build(), forStall);
        for (String param : List.of("refund_application_fee", "reverse_transfer")) {
            String form = param + "=true&payment_intent=" + plain.getId();
            HttpResponse<String> answer = shop.post("/v1/refunds", form, "Stripe-Account", stall);
            assertTrue(answer.body().contains("\"param\":\"" + param + "\""), answer.body());
        }
        PaymentIntent held =
                intents()
                        .create(
                                paying().setApplicationFeeAmount(500L)
                                        .setCaptureMethod(
                                                PaymentIntentCreateParams.CaptureMethod.MANUAL)
                                        .build(),
                                forStall);
        String capture = "/v1/payment_intents/" + held.getId() + "/capture";
        String more = "amount_to_capture=100&application_fee_amount=101";
        HttpResponse<String> exceeds = shop.post(capture, more, "Stripe-Account", stall);
        assertTrue(
                exceeds.body().contains("application_fee_amount is at most 100"), exceeds.body());
        shop.post(capture, "amount_to_capture=100", "Stripe-Account", stall);
        String fee = "/v1/application_fees/" + held.getId().replace("pi_", "fee_");
        assertEquals(200, shop.get(fee, shop.secretKey).statusCode());
        assertEquals(404, shop.get(fee, shop.otherSecretKey).statusCode());
        assertEquals(404, stallsOwn(fee));
        assertEquals(100L, client.v1().applicationFees().list().getData().getFirst().getAmount());
    }

    /** The merchant does not see the platform's fees. */
    private int stallsOwn(String path) throws Exception {
        return shop.send(
                        HttpRequest.newBuilder(URI.create(shop.base() + path))
                                .headers(Shop.with(shop.secretKey, "Stripe-Account", stall)))
                .statusCode();
    }

    private void refused(
            PaymentIntentCreateParams.Builder params, RequestOptions options, String param) {
        InvalidRequestException refused =
                assertThrows(
                        InvalidRequestException.class,
                        () -> intents().create(params.build(), options));
        assertEquals(param, refused.getParam(), refused.getMessage());
    }

    private com.stripe.service.PaymentIntentService intents() {
        return client.v1().paymentIntents();
    }

    private static RequestOptions platform() {
        return RequestOptions.builder().build();
    }

    private Refund refund(PaymentIntent paid, long amount, RequestOptions options)
            throws Exception {
        return client.v1()
                .refunds()
                .create(
                        RefundCreateParams.builder()
                                .setPaymentIntent(paid.getId())
                                .setAmount(amount)
                                .setRefundApplicationFee(true)
                                .build(),
                        options);
    }

    private Refund refundPlainly(PaymentIntent paid, long amount) throws Exception {
        return client.v1()
                .refunds()
                .create(
                        RefundCreateParams.builder()
                                .setPaymentIntent(paid.getId())
                                .setAmount(amount)
                                .build());
    }

    private long balance(RequestOptions whose) throws Exception {
        return client.v1().balance().retrieve(whose).getAvailable().getFirst().getAmount();
    }

    private BalanceTransaction line(String id, RequestOptions whose) throws Exception {
        return client.v1().balanceTransactions().retrieve(id, whose);
    }

    private static List<Long> figures(BalanceTransaction line) {
        return List.of(line.getAmount(), line.getFee(), line.getNet());
    }

    private List<String> lines(RequestOptions whose) throws Exception {
        return client.v1().balanceTransactions().list(whose).getData().stream()
                .map(
                        line ->
                                "%s %d %d %d"
                                        .formatted(
                                                line.getType(),
                                                line.getAmount(),
                                                line.getFee(),
                                                line.getNet()))
                .sorted()
                .toList();
    }

    private List<String> events() throws Exception {
        return client
                .v1()
                .events()
                .list(EventListParams.builder().build())
                .getData()
                .reversed()
                .stream()
                .map(Event::getType)
                .filter(type -> type.startsWith("application_fee"))
                .toList();
    }

    private String token() {
        return shop.token(shop.world.linToken, World.usd("10.00"));
    }

    private PaymentIntentCreateParams.Builder paying() {
        PaymentIntentCreateParams.PaymentMethodData data =
                PaymentIntentCreateParams.PaymentMethodData.builder()
                        .putExtraParam("type", "card")
                        .putExtraParam("card", Map.of("pk_token", token()))
                        .build();
        return PaymentIntentCreateParams.builder()
                .setAmount(1_000L)
                .setCurrency("usd")
                .setConfirm(true)
                .setPaymentMethodData(data);
    }
}
