package dev.handfast.merchantapi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.stripe.StripeClient;
import com.stripe.exception.InvalidRequestException;
import com.stripe.model.Account;
import com.stripe.model.Balance;
import com.stripe.model.BalanceTransaction;
import com.stripe.model.Charge;
import com.stripe.model.Dispute;
import com.stripe.model.Event;
import com.stripe.model.PaymentIntent;
import com.stripe.model.Payout;
import com.stripe.model.Refund;
import com.stripe.net.RequestOptions;
import com.stripe.param.AccountCreateParams;
import com.stripe.param.AccountUpdateParams;
import com.stripe.param.BalanceTransactionListParams;
import com.stripe.param.ChargeRetrieveParams;
import com.stripe.param.DisputeListParams;
import com.stripe.param.DisputeUpdateParams;
import com.stripe.param.PaymentIntentCreateParams;
import com.stripe.param.PayoutCreateParams;
import com.stripe.param.PayoutListParams;
import com.stripe.param.PayoutRetrieveParams;
import com.stripe.param.PayoutUpdateParams;
import com.stripe.param.RefundCreateParams;

import dev.handfast.disputes.DisputeOutcome;
import dev.handfast.disputes.DisputeRequest;
import dev.handfast.money.Money;
import dev.handfast.payouts.PayoutSchedule;
import dev.handfast.rails.SandboxBank;
import dev.handfast.sql.Database;
import dev.handfast.testing.DatabaseTest;
import dev.handfast.testing.World;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.net.URI;
import java.net.http.HttpRequest;
import java.time.DayOfWeek;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Where the money goes after a payment, by Stripe's Java client, unmodified. */
@DatabaseTest
final class MoneyClientTest {
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
    void what_moved_the_balance_adds_up_to_it() throws Exception {
        List<String> sources = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            PaymentIntent paid = paid();
            sources.addFirst(paid.getLatestCharge());
            shop.world.clock.advance(Duration.ofSeconds(1));
        }
        Refund refund =
                client.v1()
                        .refunds()
                        .create(
                                RefundCreateParams.builder()
                                        .setCharge(sources.getLast())
                                        .setAmount(250L)
                                        .build());
        shop.world.clock.advance(Duration.ofSeconds(1));
        Payout payout = client.v1().payouts().create(payout(700).build());
        sources.addAll(0, List.of(payout.getId(), refund.getId()));
        List<BalanceTransaction> lines = new ArrayList<>();
        client.v1()
                .balanceTransactions()
                .list(BalanceTransactionListParams.builder().setLimit(2L).build())
                .autoPagingIterable()
                .forEach(lines::add);
        assertEquals(sources, lines.stream().map(BalanceTransaction::getSource).toList());
        assertEquals(available(), net(lines));
        BalanceTransaction charge = lines.getLast();
        assertEquals(List.of(1_000L, 28L, 972L), figures(charge));
        assertEquals(List.of(-250L, -8L, -242L), figures(lines.get(1)));
        assertEquals("charge", charge.getType());
        List<Charge> charges = client.v1().charges().list().getData();
        assertEquals(sources.subList(2, 5), charges.stream().map(Charge::getId).toList());
        Charge expanded =
                client.v1()
                        .charges()
                        .retrieve(
                                sources.getLast(),
                                ChargeRetrieveParams.builder()
                                        .addExpand("balance_transaction")
                                        .build());
        assertEquals(charge.getId(), expanded.getBalanceTransactionObject().getId());
        assertEquals(lines.get(1).getId(), refund.getBalanceTransaction());
        assertEquals(
                charge.getId(), client.v1().balanceTransactions().retrieve(charge.getId()).getId());
        assertEquals(
                List.of(refund.getId()),
                client
                        .v1()
                        .balanceTransactions()
                        .list(
                                BalanceTransactionListParams.builder()
                                        .setType("refund")
                                        .setSource(refund.getId())
                                        .build())
                        .getData()
                        .stream()
                        .map(BalanceTransaction::getSource)
                        .toList());
    }

    @Test
    void a_payout_is_made_once_leaves_and_is_paid() throws Exception {
        paid();
        RequestOptions once = RequestOptions.builder().setIdempotencyKey("out-1").build();
        PayoutCreateParams params =
                payout(500).setDescription("rent").putMetadata("month", "11").build();
        Payout made = client.v1().payouts().create(params, once);
        assertEquals(made.getId(), client.v1().payouts().create(params, once).getId());
        assertEquals("pending", made.getStatus());
        assertEquals(472L, client.v1().balance().retrieve().getAvailable().getFirst().getAmount());
        InvalidRequestException tooMuch =
                assertThrows(
                        InvalidRequestException.class,
                        () -> client.v1().payouts().create(payout(473).build()));
        assertEquals("balance_insufficient", tooMuch.getCode());
        shop.world.bank.fail(SandboxBank.Call.SEND, SandboxBank.Fault.LOSE_ANSWER);
        round();
        assertEquals("in_transit", status(made));
        InvalidRequestException left =
                assertThrows(
                        InvalidRequestException.class,
                        () -> client.v1().payouts().cancel(made.getId()));
        assertEquals("payout_has_left", left.getCode());
        round();
        Payout paid =
                client.v1()
                        .payouts()
                        .retrieve(
                                made.getId(),
                                PayoutRetrieveParams.builder()
                                        .addExpand("balance_transaction")
                                        .build());
        assertEquals("paid", paid.getStatus());
        assertEquals(-500L, paid.getBalanceTransactionObject().getNet());
        Payout noted =
                client.v1()
                        .payouts()
                        .update(
                                made.getId(),
                                PayoutUpdateParams.builder().putMetadata("month", "12").build());
        assertEquals("12", noted.getMetadata().get("month"));
        assertEquals("rent", noted.getDescription());
        assertEquals(List.of("payout.created", "payout.updated", "payout.paid"), events("payout."));
    }

    @Test
    void a_payout_is_called_back_or_sent_back_and_the_money_is_there_again() throws Exception {
        paid();
        Payout back = client.v1().payouts().create(payout(972).build());
        assertEquals("canceled", client.v1().payouts().cancel(back.getId()).getStatus());
        shop.world.clock.advance(Duration.ofSeconds(1));
        Payout failing = client.v1().payouts().create(payout(972).build());
        shop.world.bank.fail(SandboxBank.Call.SEND, SandboxBank.Fault.DECLINE);
        round();
        Payout failed = client.v1().payouts().retrieve(failing.getId());
        assertEquals("failed", failed.getStatus());
        assertEquals("account_closed", failed.getFailureCode());
        assertEquals(
                972L,
                client.v1()
                        .balanceTransactions()
                        .retrieve(failed.getFailureBalanceTransaction())
                        .getNet());
        assertEquals(972L, client.v1().balance().retrieve().getAvailable().getFirst().getAmount());
        assertEquals(
                List.of(failing.getId()),
                client
                        .v1()
                        .payouts()
                        .list(PayoutListParams.builder().setStatus("failed").build())
                        .getData()
                        .stream()
                        .map(Payout::getId)
                        .toList());
    }

    @Test
    void a_schedule_pays_out_what_is_available_once_each_round() throws Exception {
        shop.world
                .core
                .payouts()
                .store()
                .schedule(
                        new PayoutSchedule(
                                World.HARBOR_COFFEE,
                                PayoutSchedule.Interval.DAILY,
                                DayOfWeek.MONDAY,
                                2),
                        shop.world.clock.instant());
        paid();
        Balance balance = client.v1().balance().retrieve();
        assertEquals(0L, balance.getAvailable().getFirst().getAmount());
        assertEquals(972L, balance.getPending().getFirst().getAmount());
        BalanceTransaction line = client.v1().balanceTransactions().list().getData().getFirst();
        assertEquals("pending", line.getStatus());
        assertEquals(line.getCreated() + 2 * 86_400, line.getAvailableOn());
        assertThrows(
                InvalidRequestException.class,
                () -> client.v1().payouts().create(payout(1).build()));
        shop.world.clock.advance(Duration.ofDays(1));
        shop.world.core.payoutDesk().round();
        assertEquals(List.of(), client.v1().payouts().list().getData());
        shop.world.clock.advance(Duration.ofDays(2));
        shop.world.core.payoutDesk().round();
        shop.world.core.payoutDesk().round();
        List<Payout> made = client.v1().payouts().list().getData();
        assertEquals(1, made.size());
        assertTrue(made.getFirst().getAutomatic());
        assertEquals(972L, made.getFirst().getAmount());
        round();
        assertEquals("paid", status(made.getFirst()));
    }

    @Test
    void a_dispute_takes_the_money_and_is_won_with_evidence() throws Exception {
        PaymentIntent paid = paid();
        String id = dispute(paid, Optional.empty());
        Dispute dispute = client.v1().disputes().retrieve(id);
        assertEquals("needs_response", dispute.getStatus());
        assertEquals(paid.getLatestCharge(), dispute.getCharge());
        assertEquals(-28L, available());
        InvalidRequestException refund =
                assertThrows(
                        InvalidRequestException.class,
                        () ->
                                client.v1()
                                        .refunds()
                                        .create(
                                                RefundCreateParams.builder()
                                                        .setPaymentIntent(paid.getId())
                                                        .build()));
        assertEquals("charge_disputed", refund.getCode());
        Dispute staged = respond(id, "a coffee", false);
        assertEquals("needs_response", staged.getStatus());
        assertEquals("a coffee", staged.getEvidence().getProductDescription());
        Dispute handed = respond(id, "winning_evidence", true);
        assertEquals("under_review", handed.getStatus());
        assertEquals(1L, handed.getEvidenceDetails().getSubmissionCount());
        assertEquals("7", handed.getMetadata().get("case"));
        assertThrows(InvalidRequestException.class, () -> respond(id, "more", true));
        shop.world.clock.advance(Duration.ofSeconds(1));
        shop.world.core.disputeRound();
        Dispute won = client.v1().disputes().retrieve(id);
        assertEquals("won", won.getStatus());
        assertEquals(2, won.getBalanceTransactions().size());
        assertEquals(
                won.getBalanceTransactions().getLast().getId(),
                client.v1().balanceTransactions().list().getData().getFirst().getId());
        assertEquals(972L, available());
        assertEquals(
                List.of(
                        "charge.dispute.created",
                        "charge.dispute.funds_withdrawn",
                        "charge.dispute.updated",
                        "charge.dispute.updated",
                        "charge.dispute.closed",
                        "charge.dispute.funds_reinstated"),
                events("charge.dispute."));
        refund(paid, 1_000L);
        assertEquals(0L, available());
    }

    @Test
    void a_dispute_is_lost_by_giving_up_or_by_silence() throws Exception {
        PaymentIntent first = paid();
        refund(first, 333L);
        String given = dispute(first, Optional.of(World.usd("3.00")));
        Dispute lost = client.v1().disputes().close(given);
        assertEquals("lost", lost.getStatus());
        InvalidRequestException over =
                assertThrows(
                        InvalidRequestException.class, () -> client.v1().disputes().close(given));
        assertEquals("dispute_closed", over.getCode());
        refund(first, 300L);
        InvalidRequestException tooMuch =
                assertThrows(InvalidRequestException.class, () -> refund(first, 68L));
        assertEquals("amount_too_large", tooMuch.getCode());
        refund(first, 67L);
        shop.world.clock.advance(Duration.ofSeconds(1));
        String silent = dispute(paid(), Optional.empty());
        shop.world.clock.advance(Duration.ofDays(7));
        shop.world.core.disputeRound();
        assertEquals("lost", client.v1().disputes().retrieve(silent).getStatus());
        assertEquals(
                List.of(silent, given),
                client.v1().disputes().list().getData().stream().map(Dispute::getId).toList());
        assertEquals(
                List.of(given),
                client
                        .v1()
                        .disputes()
                        .list(
                                DisputeListParams.builder()
                                        .setCharge(first.getLatestCharge())
                                        .build())
                        .getData()
                        .stream()
                        .map(Dispute::getId)
                        .toList());
    }

    @Test
    void nobody_sees_what_is_another_merchants() throws Exception {
        PaymentIntent paid = paid();
        String payout = client.v1().payouts().create(payout(100).build()).getId();
        String dispute = dispute(paid, Optional.empty());
        String line = client.v1().balanceTransactions().list().getData().getFirst().getId();
        for (String path :
                List.of(
                        "/v1/payouts/" + payout,
                        "/v1/disputes/" + dispute,
                        "/v1/balance_transactions/" + line,
                        "/v1/charges/" + paid.getLatestCharge())) {
            assertEquals(200, shop.get(path, shop.secretKey).statusCode(), path);
            assertEquals(404, shop.get(path, shop.otherSecretKey).statusCode(), path);
            assertEquals(403, shop.get(path, shop.publishableKey).statusCode(), path);
        }
        for (String list : List.of("payouts", "disputes", "balance_transactions", "charges")) {
            String empty = shop.get("/v1/" + list, shop.otherSecretKey).body();
            assertTrue(empty.contains("\"data\":[]"), empty);
        }
    }

    @Test
    void a_platform_acts_for_its_own_merchants_only() throws Exception {
        Account made =
                client.v1()
                        .accounts()
                        .create(
                                AccountCreateParams.builder()
                                        .setEmail("stall@example.com")
                                        .setBusinessProfile(
                                                AccountCreateParams.BusinessProfile.builder()
                                                        .setName("Stall 7")
                                                        .build())
                                        .putMetadata("row", "3")
                                        .build(),
                                RequestOptions.builder().setIdempotencyKey("stall").build());
        assertEquals("Stall 7", made.getBusinessProfile().getName());
        assertEquals("manual", made.getSettings().getPayouts().getSchedule().getInterval());
        RequestOptions stall = RequestOptions.builder().setStripeAccount(made.getId()).build();
        PaymentIntent paid = client.v1().paymentIntents().create(paying(), stall);
        assertEquals("succeeded", paid.getStatus());
        assertEquals(0L, available());
        assertEquals(
                972L, client.v1().balance().retrieve(stall).getAvailable().getFirst().getAmount());
        assertThrows(
                InvalidRequestException.class,
                () -> client.v1().paymentIntents().retrieve(paid.getId()));
        Account changed =
                client.v1()
                        .accounts()
                        .update(
                                made.getId(),
                                AccountUpdateParams.builder()
                                        .putMetadata("row", "4")
                                        .putExtraParam(
                                                "settings[payouts][schedule][interval]", "daily")
                                        .build());
        assertEquals("4", changed.getMetadata().get("row"));
        assertEquals("daily", changed.getSettings().getPayouts().getSchedule().getInterval());
        assertEquals(
                List.of(made.getId()),
                client.v1().accounts().list().getData().stream().map(Account::getId).toList());
        assertEquals(
                403,
                shop.send(
                                HttpRequest.newBuilder(URI.create(shop.base() + "/v1/balance"))
                                        .headers(
                                                Shop.with(
                                                        shop.otherSecretKey,
                                                        "Stripe-Account",
                                                        made.getId())))
                        .statusCode());
        assertEquals(
                404, shop.get("/v1/accounts/" + made.getId(), shop.otherSecretKey).statusCode());
    }

    private String dispute(PaymentIntent paid, Optional<Money> amount) {
        UUID id = shop.world.core.ids().next();
        DisputeRequest open =
                new DisputeRequest.Open(
                        id,
                        PublicIds.PAYMENT_INTENT.parse(paid.getId()).orElseThrow(),
                        amount,
                        "fraudulent");
        assertInstanceOf(DisputeOutcome.Done.class, shop.world.core.disputes().run(open));
        return PublicIds.DISPUTE.format(id);
    }

    private Dispute respond(String id, String text, boolean submit) throws Exception {
        DisputeUpdateParams.Evidence evidence =
                submit
                        ? DisputeUpdateParams.Evidence.builder().setUncategorizedText(text).build()
                        : DisputeUpdateParams.Evidence.builder()
                                .setProductDescription(text)
                                .build();
        return client.v1()
                .disputes()
                .update(
                        id,
                        DisputeUpdateParams.builder()
                                .setEvidence(evidence)
                                .putMetadata("case", "7")
                                .setSubmit(submit)
                                .build());
    }

    private long available() throws Exception {
        return client.v1().balance().retrieve().getAvailable().getFirst().getAmount();
    }

    private Refund refund(PaymentIntent paid, long amount) throws Exception {
        return client.v1()
                .refunds()
                .create(
                        RefundCreateParams.builder()
                                .setPaymentIntent(paid.getId())
                                .setAmount(amount)
                                .build());
    }

    private static long net(List<BalanceTransaction> lines) {
        long net = 0;
        for (BalanceTransaction line : lines) {
            assertEquals(line.getAmount() - line.getFee(), line.getNet());
            assertEquals(
                    line.getFee(),
                    line.getFeeDetails().stream()
                            .mapToLong(BalanceTransaction.FeeDetail::getAmount)
                            .sum());
            assertEquals("available", line.getStatus());
            net += line.getNet();
        }
        return net;
    }

    private static List<Long> figures(BalanceTransaction line) {
        return List.of(line.getAmount(), line.getFee(), line.getNet());
    }

    private String status(Payout payout) throws Exception {
        return client.v1().payouts().retrieve(payout.getId()).getStatus();
    }

    private void round() {
        shop.world.clock.advance(Duration.ofMinutes(2));
        shop.world.core.payoutDesk().round();
    }

    private List<String> events(String prefix) throws Exception {
        return client.v1().events().list().getData().reversed().stream()
                .map(Event::getType)
                .filter(type -> type.startsWith(prefix))
                .toList();
    }

    private static PayoutCreateParams.Builder payout(long amount) {
        return PayoutCreateParams.builder().setAmount(amount).setCurrency("usd");
    }

    private PaymentIntent paid() throws Exception {
        return client.v1().paymentIntents().create(paying());
    }

    private PaymentIntentCreateParams paying() {
        String token = shop.token(shop.world.linToken, World.usd("10.00"));
        PaymentIntentCreateParams.PaymentMethodData data =
                PaymentIntentCreateParams.PaymentMethodData.builder()
                        .putExtraParam("type", "card")
                        .putExtraParam("card", Map.of("pk_token", token))
                        .build();
        return PaymentIntentCreateParams.builder()
                .setAmount(1_000L)
                .setCurrency("usd")
                .setConfirm(true)
                .setPaymentMethodData(data)
                .build();
    }
}
