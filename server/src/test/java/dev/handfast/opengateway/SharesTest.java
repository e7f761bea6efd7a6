package dev.handfast.opengateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.alipay.api.AlipayResponse;
import com.alipay.api.domain.AlipayTradeOrderOnsettleQueryModel;
import com.alipay.api.domain.AlipayTradeOrderSettleModel;
import com.alipay.api.domain.AlipayTradeOrderSettleQueryModel;
import com.alipay.api.domain.AlipayTradePayModel;
import com.alipay.api.domain.AlipayTradeQueryModel;
import com.alipay.api.domain.AlipayTradeRefundModel;
import com.alipay.api.domain.AlipayTradeRoyaltyRateQueryModel;
import com.alipay.api.domain.AlipayTradeRoyaltyRelationBatchqueryModel;
import com.alipay.api.domain.AlipayTradeRoyaltyRelationBindModel;
import com.alipay.api.domain.AlipayTradeRoyaltyRelationUnbindModel;
import com.alipay.api.domain.AlipayTradeSettleConfirmModel;
import com.alipay.api.domain.ExtendParams;
import com.alipay.api.domain.OpenApiRoyaltyDetailInfoPojo;
import com.alipay.api.domain.RoyaltyDetail;
import com.alipay.api.domain.RoyaltyDetailInfos;
import com.alipay.api.domain.RoyaltyEntity;
import com.alipay.api.domain.RoyaltyInfo;
import com.alipay.api.domain.SettleConfirmExtendParams;
import com.alipay.api.domain.SettleDetailInfo;
import com.alipay.api.domain.SettleExtendParams;
import com.alipay.api.domain.SettleInfo;
import com.alipay.api.domain.TradeSettleInfo;
import com.alipay.api.request.AlipayTradeOrderOnsettleQueryRequest;
import com.alipay.api.request.AlipayTradeOrderSettleQueryRequest;
import com.alipay.api.request.AlipayTradeOrderSettleRequest;
import com.alipay.api.request.AlipayTradePayRequest;
import com.alipay.api.request.AlipayTradeQueryRequest;
import com.alipay.api.request.AlipayTradeRefundRequest;
import com.alipay.api.request.AlipayTradeRoyaltyRateQueryRequest;
import com.alipay.api.request.AlipayTradeRoyaltyRelationBatchqueryRequest;
import com.alipay.api.request.AlipayTradeRoyaltyRelationBindRequest;
import com.alipay.api.request.AlipayTradeRoyaltyRelationUnbindRequest;
import com.alipay.api.request.AlipayTradeSettleConfirmRequest;
import com.alipay.api.response.AlipayTradeOrderSettleQueryResponse;
import com.alipay.api.response.AlipayTradeOrderSettleResponse;
import com.alipay.api.response.AlipayTradePayResponse;
import com.alipay.api.response.AlipayTradeRefundResponse;
import com.alipay.api.response.AlipayTradeRoyaltyRelationBatchqueryResponse;
import com.alipay.api.response.AlipayTradeSettleConfirmResponse;

import dev.handfast.ledger.AccountKind;
import dev.handfast.merchants.GatewayApp;
import dev.handfast.sql.Database;
import dev.handfast.testing.DatabaseTest;
import dev.handfast.testing.World;
import dev.handfast.wallets.Wallet;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Escrow, splits and receivers through the official client, against a server that listens. */
@DatabaseTest
final class SharesTest {
    private static final String MEI = "2088000000000002";
    private static final String OTHER = "2088100000000002";

    /** What becomes of what is frozen and not split. */
    private enum Rest {
        KEPT,
        UNFROZEN
    }

    private TestGateway gateway;
    private UUID other;
    private Wallet mei;

    @BeforeEach
    void open(Database database) {
        gateway = new TestGateway(database);
        other = gateway.stranger();
        gateway.apps.register(
                new GatewayApp(
                        "2021000000000002",
                        other,
                        OTHER,
                        new GatewayApp.Signing(
                                List.of(TestGateway.publicText(TestGateway.STRANGER)),
                                List.of("RSA2"))));
        mei =
                new Wallet(
                        gateway.world.core.ids().next(),
                        World.LANTERN,
                        "Mei",
                        World.CNY,
                        MEI,
                        Wallet.State.ACTIVE,
                        gateway.world.clock.instant());
        gateway.world.core.wallets().open(mei);
        gateway.world.core.logins().add("mei@example.com", mei.id());
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void a_trade_in_escrow_is_confirmed_in_parts_and_refunded_from_a_confirmation() {
        AlipayTradePayResponse paid = pay("T1", escrow("25.00", "7d"), null);
        assertGood(paid);
        assertEquals("24.85", balance(AccountKind.MERCHANT_ESCROW));
        assertEquals("0.00", balance(AccountKind.MERCHANT_PAYABLE));
        AlipayTradeSettleConfirmResponse part = confirm(paid, "S1", null, "10.00");
        assertEquals("10.00", part.getSettleAmount());
        assertEquals("S1", part.getOutRequestNo());
        assertEquals(paid.getTradeNo(), part.getTradeNo());
        assertEquals("9.94", balance(AccountKind.MERCHANT_PAYABLE));
        // The same again, signed anew: the earlier result, once.
        gateway.world.clock.advance(Duration.ofSeconds(3));
        assertEquals("10.00", confirm(paid, "S1", null, "10.00").getSettleAmount());
        assertRefused("ACQ.DISCORDANT_REPEAT_REQUEST", confirm(paid, "S1", null, "9.00"));
        assertRefused("ACQ.INVALID_SETTLE_AMOUNT_PARAMETER", confirm(paid, "S2", null, "15.01"));
        AlipayTradeRefundModel refund = refund("T1", "R1", "4.00");
        refund.setRelatedSettleConfirmNo("S1");
        assertGood(gateway.call(new AlipayTradeRefundRequest(), refund));
        assertEquals("14.91", balance(AccountKind.MERCHANT_ESCROW));
        refund = refund("T1", "R2", "1.00");
        refund.setRelatedSettleConfirmNo("S9");
        assertRefused(
                "ACQ.TRADE_SETTLE_ERROR", gateway.call(new AlipayTradeRefundRequest(), refund));
        assertRefused("ACQ.INVALID_SETTLE_AMOUNT_PARAMETER", confirm(paid, "S2", "25.00", null));
        assertEquals("15.00", confirm(paid, "S2", "21.00", null).getSettleAmount());
        assertRefused("ACQ.ALREADY_CONFIRM_SETTLE", confirm(paid, "S3", "21.00", null));
        AlipayTradeQueryModel query = new AlipayTradeQueryModel();
        query.setOutTradeNo("T1");
        query.setQueryOptions(List.of("trade_settle_info"));
        TradeSettleInfo told =
                gateway.call(new AlipayTradeQueryRequest(), query).getTradeSettleInfo();
        assertEquals("0.00", told.getTradeUnsettledAmount());
        assertEquals(2, told.getTradeSettleDetailList().size());
        assertEquals("settle", told.getTradeSettleDetailList().getFirst().getOperationType());
        assertEquals("S1", told.getTradeSettleDetailList().getFirst().getOperationSerialNo());
        AlipayTradePayResponse late = pay("T2", escrow("25.00", "1d"), null);
        assertRefused("ACQ.DUP_OUT_REQUEST_NO", confirm(late, "S1", null, "10.00"));
        gateway.world.clock.advance(Duration.ofDays(1));
        gateway.world.core.settlements().round();
        assertEquals("0.00", balance(AccountKind.MERCHANT_ESCROW));
        assertRefused("ACQ.ALREADY_CONFIRM_SETTLE", confirm(late, "S4", "25.00", null));
        AlipayTradePayResponse plain = pay("T3", null, null);
        assertRefused("ACQ.ILLEGAL_SETTLE_STATE", confirm(plain, "S5", "25.00", null));
    }

    @Test
    void bad_settle_information_moves_nothing() {
        assertRefused("ACQ.TRADE_SETTLE_ERROR", pay("T1", escrow("24.99", "7d"), null));
        assertRefused("ACQ.INVALID_PARAMETER", pay("T1", escrow("25.00", "366d"), null));
        assertRefused("ACQ.INVALID_PARAMETER", pay("T1", escrow("25.00", "1.5d"), null));
        SettleInfo stranger = escrow("25.00", "7d");
        stranger.getSettleDetailInfos().getFirst().setTransIn(OTHER);
        assertRefused("ACQ.TRADE_SETTLE_ERROR", pay("T1", stranger, null));
        SettleInfo nobody = escrow("25.00", "7d");
        nobody.setSettleDetailInfos(null);
        assertRefused("ACQ.INVALID_PARAMETER", pay("T1", nobody, null));
        assertRefused("ACQ.INVALID_PARAMETER", pay("T1", escrow("25.00", "7d"), "true"));
        assertRefused("ACQ.INVALID_PARAMETER", pay("T1", null, "perhaps"));
        assertEquals("1000.00", gateway.linHas());
        AlipayTradeSettleConfirmModel missing = new AlipayTradeSettleConfirmModel();
        missing.setOutRequestNo("S1");
        missing.setTradeNo("2026112422000000000000000000");
        missing.setSettleInfo(escrow("25.00", null));
        assertRefused(
                "ACQ.TRADE_NOT_EXIST",
                gateway.call(new AlipayTradeSettleConfirmRequest(), missing));
        missing.setSettleInfo(null);
        assertRefused(
                "ACQ.INVALID_PARAMETER",
                gateway.call(new AlipayTradeSettleConfirmRequest(), missing));
    }

    @Test
    void a_frozen_trade_is_split_to_bound_receivers_and_the_rest_unfrozen() {
        AlipayTradePayResponse paid = pay("T1", null, "true");
        assertEquals("24.85", balance(AccountKind.MERCHANT_FROZEN));
        assertRefused(
                "ACQ.ROYALTY_RECEIVER_INVALID", split(paid, "P1", Rest.KEPT, part(MEI, "5.00")));
        assertGood(
                bind(entity("userId", OTHER, null), entity("loginName", "MEI@example.com", "Mei")));
        AlipayTradeOrderSettleResponse done =
                split(paid, "P1", Rest.KEPT, part(MEI, "5.00"), part(OTHER, "3.00"));
        assertGood(done);
        assertEquals(paid.getTradeNo(), done.getTradeNo());
        assertEquals("5.00", gateway.world.core.wallets().available(mei).toDecimalString());
        assertEquals("16.85", balance(AccountKind.MERCHANT_FROZEN));
        AlipayTradeOrderSettleQueryModel query = new AlipayTradeOrderSettleQueryModel();
        query.setSettleNo(done.getSettleNo());
        AlipayTradeOrderSettleQueryResponse told =
                gateway.call(new AlipayTradeOrderSettleQueryRequest(), query);
        assertEquals("P1", told.getOutRequestNo());
        assertEquals(2, told.getRoyaltyDetailList().size());
        assertEquals(
                Set.of("5.00", "3.00"),
                Set.of(
                        told.getRoyaltyDetailList().get(0).getAmount(),
                        told.getRoyaltyDetailList().get(1).getAmount()));
        assertEquals("SUCCESS", told.getRoyaltyDetailList().getFirst().getState());
        query = new AlipayTradeOrderSettleQueryModel();
        query.setOutRequestNo("P1");
        query.setTradeNo(paid.getTradeNo());
        assertGood(gateway.call(new AlipayTradeOrderSettleQueryRequest(), query));
        query.setOutRequestNo("P2");
        assertRefused(
                "MERCHANT_TRADE_NOT_MATCH",
                gateway.call(new AlipayTradeOrderSettleQueryRequest(), query));
        assertEquals("16.85", splittable(paid));
        assertRefused(
                "ACQ.ALLOC_AMOUNT_VALIDATE_ERROR",
                split(paid, "P2", Rest.KEPT, part(MEI, "16.86")));
        assertRefused("ACQ.ROYALTY_ACCOUNTS_EQUAL", selfSplit(paid));
        assertRefused(
                "ACQ.DISCORDANT_REPEAT_REQUEST", split(paid, "P1", Rest.KEPT, part(MEI, "5.01")));
        assertGood(split(paid, "P3", Rest.UNFROZEN));
        assertEquals("16.85", balance(AccountKind.MERCHANT_PAYABLE));
        assertEquals("0.00", balance(AccountKind.MERCHANT_FROZEN));
        returns();
    }

    /** A percentage is of the trade's amount, rounded to the fen, halves up. */
    @Test
    void a_part_may_be_a_percentage_of_the_trade() {
        assertGood(bind(entity("userId", MEI, null), entity("userId", OTHER, null)));
        AlipayTradePayModel model = order("T1");
        model.setTotalAmount("10.50");
        AlipayTradePayResponse paid = trade(model);
        assertGood(paid);
        assertGood(split(paid, "P1", Rest.KEPT, percent(MEI, 33L), part(OTHER, "1.00")));
        // 3.465
        assertEquals("3.47", gateway.world.core.wallets().available(mei).toDecimalString());
        // The same again is the same order, and another percentage of the same sum is it too.
        gateway.world.clock.advance(Duration.ofSeconds(3));
        assertGood(split(paid, "P1", Rest.KEPT, percent(MEI, 33L), part(OTHER, "1.00")));
        assertGood(split(paid, "P1", Rest.KEPT, part(MEI, "3.47"), part(OTHER, "1.00")));
        assertEquals("3.47", gateway.world.core.wallets().available(mei).toDecimalString());
        assertRefused(
                "ACQ.ALLOC_AMOUNT_VALIDATE_ERROR", split(paid, "P2", Rest.KEPT, percent(MEI, 60L)));
        for (Long bad : Arrays.asList(null, 0L, 101L, -1L)) {
            assertRefused("ACQ.INVALID_PARAMETER", split(paid, "P2", Rest.KEPT, percent(MEI, bad)));
        }
        OpenApiRoyaltyDetailInfoPojo both = part(MEI, "1.00");
        both.setAmountPercentage(10L);
        assertRefused("ACQ.INVALID_PARAMETER", split(paid, "P2", Rest.KEPT, both));
    }

    private static OpenApiRoyaltyDetailInfoPojo percent(String account, @Nullable Long percentage) {
        OpenApiRoyaltyDetailInfoPojo part = part(account, "1.00");
        part.setAmount(null);
        part.setAmountPercentage(percentage);
        return part;
    }

    @Test
    void a_plan_that_cannot_be_carried_out_says_so() {
        assertGood(bind(entity("userId", MEI, null), entity("userId", OTHER, null)));
        AlipayTradePayResponse all = planned("T1", share(MEI, "25.00", null));
        AlipayTradePayResponse unbound =
                planned("T2", share(MEI, "5.00", null), share(OTHER, null, "10"));
        AlipayTradePayResponse gone = planned("T3", share(MEI, "5.00", null));
        assertEquals("PROCESSING  [5.00, 2.50]", plan(unbound, "T2"));
        assertGood(unbind(OTHER));
        assertGood(gateway.call(new AlipayTradeRefundRequest(), refund("T3", "R3", "25.00")));
        gateway.world.core.settlements().round();
        assertEquals(0, gateway.world.core.settlements().round());
        assertEquals("FAIL ALLOC_AMOUNT_VALIDATE_ERROR [25.00]", plan(all, "T1"));
        assertEquals("FAIL ROYALTY_RECEIVER_INVALID [5.00, 2.50]", plan(unbound, "T2"));
        assertEquals("FAIL ALLOC_REFUSE_AFTER_REFUND [5.00]", plan(gone, "T3"));
        // Nobody has got anything, and all of it is payable.
        assertEquals("0.00", gateway.world.core.wallets().available(mei).toDecimalString());
        assertEquals("0.00", balance(AccountKind.MERCHANT_FROZEN));
        assertEquals("49.70", balance(AccountKind.MERCHANT_PAYABLE));
        assertRefused(
                "MERCHANT_TRADE_NOT_MATCH",
                gateway.call(new AlipayTradeOrderSettleQueryRequest(), named(all, "T2")));
    }

    private AlipayTradePayResponse planned(String number, RoyaltyDetailInfos... parts) {
        AlipayTradePayModel model = order(number);
        model.setRoyaltyInfo(royalties(parts));
        AlipayTradePayResponse paid = trade(model);
        assertGood(paid);
        return paid;
    }

    private static AlipayTradeOrderSettleQueryModel named(
            AlipayTradePayResponse paid, String number) {
        AlipayTradeOrderSettleQueryModel query = new AlipayTradeOrderSettleQueryModel();
        query.setOutRequestNo(number);
        query.setTradeNo(paid.getTradeNo());
        return query;
    }

    /** State, reason and amounts of what was ordered with a payment. */
    private String plan(AlipayTradePayResponse paid, String number) {
        AlipayTradeOrderSettleQueryResponse told =
                gateway.call(new AlipayTradeOrderSettleQueryRequest(), named(paid, number));
        assertGood(told);
        assertEquals(number, told.getOutRequestNo());
        RoyaltyDetail first = told.getRoyaltyDetailList().getFirst();
        return "%s %s %s"
                .formatted(
                        first.getState(),
                        first.getErrorCode() == null ? "" : first.getErrorCode(),
                        told.getRoyaltyDetailList().stream()
                                .map(RoyaltyDetail::getAmount)
                                .toList());
    }

    private AlipayResponse selfSplit(AlipayTradePayResponse paid) {
        assertGood(bind(entity("userId", TestGateway.SELLER_ID, null)));
        return split(paid, "P9", Rest.KEPT, part(TestGateway.SELLER_ID, "1.00"));
    }

    /** Receivers return parts with a refund of the trade above. */
    private void returns() {
        AlipayTradeRefundModel refund = refund("T1", "R1", "10.00");
        refund.setRefundRoyaltyParameters(List.of(back(MEI, "5.01")));
        assertRefused(
                "ACQ.ALLOC_AMOUNT_VALIDATE_ERROR",
                gateway.call(new AlipayTradeRefundRequest(), refund));
        refund.setRefundRoyaltyParameters(List.of(back(MEI, "5.00"), back(OTHER, "1.00")));
        AlipayTradeRefundResponse back = gateway.call(new AlipayTradeRefundRequest(), refund);
        assertGood(back);
        assertEquals("10.00", back.getRefundFee());
        assertEquals("0.00", gateway.world.core.wallets().available(mei).toDecimalString());
        assertEquals(
                "2.00",
                gateway.world.balance(
                        AccountKind.MERCHANT_PAYABLE, World.LANTERN, other, World.CNY));
    }

    @Test
    void what_is_ordered_with_a_payment_is_split_by_itself_and_returned_in_proportion() {
        AlipayTradePayModel model = order("T1");
        model.setRoyaltyInfo(royalties(share(MEI, "5.00", null)));
        assertRefused("ACQ.ROYALTY_ACCOUNT_NOT_EXIST", trade(model));
        assertGood(bind(entity("userId", MEI, null), entity("userId", OTHER, null)));
        model.setRoyaltyInfo(royalties(share(TestGateway.SELLER_ID, "5.00", null)));
        assertRefused("ACQ.TRADE_SETTLE_ERROR", trade(model));
        model.setRoyaltyInfo(royalties(share(MEI, "20.00", null), share(OTHER, null, "21")));
        assertRefused("ACQ.TRADE_SETTLE_ERROR", trade(model));
        for (String percentage : List.of("0", "101", "20.5", "-1", "1e1", "２０")) {
            model.setRoyaltyInfo(royalties(share(OTHER, null, percentage)));
            assertRefused("ACQ.INVALID_PARAMETER", trade(model));
        }
        model.setRoyaltyInfo(royalties(share(MEI, "5.00", "20")));
        assertRefused("ACQ.INVALID_PARAMETER", trade(model));
        model.setRoyaltyInfo(royalties(share(MEI, "5.00", null), share(OTHER, null, "40")));
        model.setSettleInfo(escrow("25.00", "7d"));
        assertRefused("ACQ.INVALID_PARAMETER", trade(model));
        model.setSettleInfo(null);
        AlipayTradePayResponse paid = trade(model);
        assertGood(paid);
        assertEquals("24.85", balance(AccountKind.MERCHANT_FROZEN));
        assertEquals(1, gateway.world.core.settlements().round());
        assertEquals(0, gateway.world.core.settlements().round());
        assertEquals("5.00", gateway.world.core.wallets().available(mei).toDecimalString());
        assertEquals("10.00", otherHas());
        assertEquals("9.85", balance(AccountKind.MERCHANT_PAYABLE));
        assertEquals("9.85", splittable(paid));
        AlipayTradeOrderSettleQueryModel query = new AlipayTradeOrderSettleQueryModel();
        query.setOutRequestNo("T1");
        query.setTradeNo(paid.getTradeNo());
        AlipayTradeOrderSettleQueryResponse told =
                gateway.call(new AlipayTradeOrderSettleQueryRequest(), query);
        assertEquals("T1", told.getOutRequestNo());
        assertEquals(2, told.getRoyaltyDetailList().size());
        assertGood(gateway.call(new AlipayTradeRefundRequest(), refund("T1", "R1", "5.00")));
        assertEquals("4.00", gateway.world.core.wallets().available(mei).toDecimalString());
        assertEquals("8.00", otherHas());
        assertGood(gateway.call(new AlipayTradeRefundRequest(), refund("T1", "R2", "20.00")));
        assertEquals("0.00", gateway.world.core.wallets().available(mei).toDecimalString());
        assertEquals("0.00", otherHas());
        assertEquals("0.00", balance(AccountKind.MERCHANT_PAYABLE));
    }

    private String otherHas() {
        return gateway.world.balance(AccountKind.MERCHANT_PAYABLE, World.LANTERN, other, World.CNY);
    }

    private static RoyaltyInfo royalties(RoyaltyDetailInfos... parts) {
        RoyaltyInfo info = new RoyaltyInfo();
        info.setRoyaltyType("ROYALTY");
        info.setRoyaltyDetailInfos(List.of(parts));
        return info;
    }

    private static RoyaltyDetailInfos share(
            String account, @Nullable String amount, @Nullable String percentage) {
        RoyaltyDetailInfos part = new RoyaltyDetailInfos();
        part.setSerialNo(1L);
        part.setTransInType("userId");
        part.setTransIn(account);
        part.setTransOut(TestGateway.SELLER_ID);
        part.setAmount(amount);
        part.setAmountPercentage(percentage);
        part.setDesc("a part for them");
        return part;
    }

    @Test
    void receivers_are_bound_listed_and_unbound() {
        assertRefused("USER_NOT_EXIST", bind(entity("userId", "2088000000000099", null)));
        assertRefused("USERNAME_NOT_MATCH", bind(entity("userId", MEI, "Lin")));
        assertRefused("USERNAME_NOT_MATCH", bind(entity("loginName", "mei@example.com", null)));
        assertRefused("INVALID_RECEIVER_TYPE", bind(entity("openId", "abc", null)));
        assertRefused("RECEIVER_LIST_EMPTY", bind());
        RoyaltyEntity[] many = new RoyaltyEntity[21];
        Arrays.fill(many, entity("userId", MEI, null));
        assertRefused("RECEIVER_LIST_OVERLOAD", bind(many));
        assertGood(bind(entity("userId", MEI, "Mei"), entity("userId", OTHER, null)));
        AlipayTradeRoyaltyRelationBatchqueryModel page =
                new AlipayTradeRoyaltyRelationBatchqueryModel();
        page.setOutRequestNo("Q1");
        page.setPageSize(1L);
        page.setPageNum(2L);
        AlipayTradeRoyaltyRelationBatchqueryResponse listed =
                gateway.call(new AlipayTradeRoyaltyRelationBatchqueryRequest(), page);
        assertEquals("SUCCESS", listed.getResultCode());
        assertEquals(2L, listed.getTotalRecordNum());
        assertEquals(2L, listed.getTotalPageNum());
        assertEquals(OTHER, listed.getReceiverList().getFirst().getAccount());
        assertGood(unbind(MEI));
        AlipayTradePayResponse paid = pay("T1", null, null);
        assertRefused(
                "ACQ.ROYALTY_RECEIVER_INVALID", split(paid, "P1", Rest.KEPT, part(MEI, "5.00")));
        AlipayTradeRoyaltyRateQueryModel rate = new AlipayTradeRoyaltyRateQueryModel();
        rate.setOutRequestNo("Q2");
        var told = gateway.call(new AlipayTradeRoyaltyRateQueryRequest(), rate);
        assertEquals(100L, told.getMaxRatio());
        assertEquals(TestGateway.SELLER_ID, told.getUserId());
    }

    @Test
    void fifty_copies_of_an_order_of_splits_have_one_effect() throws Exception {
        AlipayTradePayResponse paid = pay("T1", escrow("25.00", "7d"), null);
        assertGood(bind(entity("userId", MEI, null)));
        assertRefused(
                "ACQ.ALLOC_REFUSE_BEFORE_SETTLE", split(paid, "P1", Rest.KEPT, part(MEI, "5.00")));
        AlipayTradeSettleConfirmModel confirm = new AlipayTradeSettleConfirmModel();
        confirm.setOutRequestNo("S1");
        confirm.setTradeNo(paid.getTradeNo());
        confirm.setSettleInfo(escrow("25.00", null));
        SettleConfirmExtendParams more = new SettleConfirmExtendParams();
        more.setRoyaltyFreeze("true");
        confirm.setExtendParams(more);
        assertGood(gateway.call(new AlipayTradeSettleConfirmRequest(), confirm));
        assertEquals("24.85", balance(AccountKind.MERCHANT_FROZEN));
        String trade = paid.getTradeNo();
        SignedForm form =
                new SignedForm(
                                "alipay.trade.order.settle",
                                "{\"out_request_no\":\"P2\",\"trade_no\":\""
                                        + trade
                                        + "\",\"royalty_parameters\":[{\"trans_in\":\""
                                        + MEI
                                        + "\",\"trans_in_type\":\"userId\",\"amount\":5}]}")
                        .signedBy(TestGateway.APP);
        List<Future<String>> answers = new ArrayList<>();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 50; i++) {
                answers.add(callers.submit(() -> form.post(gateway.url()).body()));
            }
        }
        Set<String> bodies = new TreeSet<>();
        for (Future<String> answer : answers) {
            bodies.add(answer.get());
        }
        assertEquals(1, bodies.size(), bodies::toString);
        assertEquals("5.00", gateway.world.core.wallets().available(mei).toDecimalString());
        assertEquals("19.85", balance(AccountKind.MERCHANT_FROZEN));
    }

    private String balance(AccountKind kind) {
        return gateway.world.balance(kind, World.LANTERN, World.JASMINE_TEA, World.CNY);
    }

    private static SettleInfo escrow(@Nullable String amount, @Nullable String period) {
        SettleDetailInfo detail = new SettleDetailInfo();
        detail.setTransInType("userId");
        detail.setTransIn(TestGateway.SELLER_ID);
        detail.setAmount(amount);
        SettleInfo info = new SettleInfo();
        info.setSettleDetailInfos(List.of(detail));
        info.setSettlePeriodTime(period);
        return info;
    }

    private AlipayResponse unbind(String account) {
        AlipayTradeRoyaltyRelationUnbindModel unbind = new AlipayTradeRoyaltyRelationUnbindModel();
        unbind.setOutRequestNo("U1");
        unbind.setReceiverList(List.of(entity("userId", account, null)));
        return gateway.call(new AlipayTradeRoyaltyRelationUnbindRequest(), unbind);
    }

    private AlipayTradePayModel order(String number) {
        AlipayTradePayModel model = new AlipayTradePayModel();
        model.setOutTradeNo(number);
        model.setTotalAmount("25.00");
        model.setSubject("茉莉花茶");
        model.setScene("bar_code");
        model.setAuthCode(gateway.world.core.wallets().issueCode(gateway.world.lin.id()));
        return model;
    }

    private AlipayTradePayResponse trade(AlipayTradePayModel model) {
        return gateway.call(new AlipayTradePayRequest(), model);
    }

    private AlipayTradePayResponse pay(
            String number, @Nullable SettleInfo info, @Nullable String freeze) {
        AlipayTradePayModel model = order(number);
        model.setSettleInfo(info);
        if (freeze != null) {
            ExtendParams more = new ExtendParams();
            more.setRoyaltyFreeze(freeze);
            model.setExtendParams(more);
        }
        return gateway.call(new AlipayTradePayRequest(), model);
    }

    private AlipayTradeSettleConfirmResponse confirm(
            AlipayTradePayResponse paid,
            String number,
            @Nullable String amount,
            @Nullable String part) {
        SettleInfo info = escrow(amount, null);
        info.getSettleDetailInfos().getFirst().setActualAmount(part);
        AlipayTradeSettleConfirmModel model = new AlipayTradeSettleConfirmModel();
        model.setOutRequestNo(number);
        model.setTradeNo(paid.getTradeNo());
        model.setSettleInfo(info);
        return gateway.call(new AlipayTradeSettleConfirmRequest(), model);
    }

    private static AlipayTradeRefundModel refund(String number, String request, String amount) {
        AlipayTradeRefundModel model = new AlipayTradeRefundModel();
        model.setOutTradeNo(number);
        model.setOutRequestNo(request);
        model.setRefundAmount(amount);
        return model;
    }

    private static OpenApiRoyaltyDetailInfoPojo part(String account, String amount) {
        OpenApiRoyaltyDetailInfoPojo part = new OpenApiRoyaltyDetailInfoPojo();
        part.setRoyaltyType("transfer");
        part.setTransIn(account);
        part.setTransInType("userId");
        part.setAmount(amount);
        part.setDesc("her part");
        return part;
    }

    private static OpenApiRoyaltyDetailInfoPojo back(String account, String amount) {
        OpenApiRoyaltyDetailInfoPojo part = new OpenApiRoyaltyDetailInfoPojo();
        part.setTransOut(account);
        part.setTransOutType("userId");
        part.setTransIn(TestGateway.SELLER_ID);
        part.setAmount(amount);
        return part;
    }

    private AlipayTradeOrderSettleResponse split(
            AlipayTradePayResponse paid,
            String number,
            Rest rest,
            OpenApiRoyaltyDetailInfoPojo... parts) {
        AlipayTradeOrderSettleModel model = new AlipayTradeOrderSettleModel();
        model.setOutRequestNo(number);
        model.setTradeNo(paid.getTradeNo());
        model.setRoyaltyParameters(parts.length == 0 ? null : List.of(parts));
        if (rest == Rest.UNFROZEN) {
            SettleExtendParams more = new SettleExtendParams();
            more.setRoyaltyFinish("true");
            model.setExtendParams(more);
        }
        return gateway.call(new AlipayTradeOrderSettleRequest(), model);
    }

    private String splittable(AlipayTradePayResponse paid) {
        AlipayTradeOrderOnsettleQueryModel model = new AlipayTradeOrderOnsettleQueryModel();
        model.setTradeNo(paid.getTradeNo());
        return gateway.call(new AlipayTradeOrderOnsettleQueryRequest(), model).getUnsettledAmount();
    }

    private static RoyaltyEntity entity(String type, String account, @Nullable String name) {
        RoyaltyEntity entity = new RoyaltyEntity();
        entity.setType(type);
        entity.setAccount(account);
        entity.setName(name);
        entity.setMemo("a friend");
        return entity;
    }

    private AlipayResponse bind(RoyaltyEntity... entities) {
        AlipayTradeRoyaltyRelationBindModel model = new AlipayTradeRoyaltyRelationBindModel();
        model.setOutRequestNo("B1");
        model.setReceiverList(entities.length == 0 ? null : List.of(entities));
        return gateway.call(new AlipayTradeRoyaltyRelationBindRequest(), model);
    }

    private static void assertGood(AlipayResponse answer) {
        assertTrue(answer.isSuccess(), answer.getBody());
    }

    private static void assertRefused(String subCode, AlipayResponse answer) {
        assertEquals(subCode, answer.getSubCode(), answer.getBody());
    }
}
