package dev.handfast.opengateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.alipay.api.AlipayResponse;
import com.alipay.api.domain.AlipayFundAuthOperationCancelModel;
import com.alipay.api.domain.AlipayFundAuthOperationDetailQueryModel;
import com.alipay.api.domain.AlipayFundAuthOrderAppFreezeModel;
import com.alipay.api.domain.AlipayFundAuthOrderFreezeModel;
import com.alipay.api.domain.AlipayFundAuthOrderUnfreezeModel;
import com.alipay.api.domain.AlipayFundAuthOrderVoucherCreateModel;
import com.alipay.api.domain.AlipayTradePayModel;
import com.alipay.api.domain.AlipayTradeRefundModel;
import com.alipay.api.request.AlipayFundAuthOperationCancelRequest;
import com.alipay.api.request.AlipayFundAuthOperationDetailQueryRequest;
import com.alipay.api.request.AlipayFundAuthOrderAppFreezeRequest;
import com.alipay.api.request.AlipayFundAuthOrderFreezeRequest;
import com.alipay.api.request.AlipayFundAuthOrderUnfreezeRequest;
import com.alipay.api.request.AlipayFundAuthOrderVoucherCreateRequest;
import com.alipay.api.request.AlipayTradePayRequest;
import com.alipay.api.request.AlipayTradeRefundRequest;
import com.alipay.api.response.AlipayFundAuthOperationCancelResponse;
import com.alipay.api.response.AlipayFundAuthOperationDetailQueryResponse;
import com.alipay.api.response.AlipayFundAuthOrderAppFreezeResponse;
import com.alipay.api.response.AlipayFundAuthOrderFreezeResponse;
import com.alipay.api.response.AlipayFundAuthOrderUnfreezeResponse;
import com.alipay.api.response.AlipayFundAuthOrderVoucherCreateResponse;
import com.alipay.api.response.AlipayTradePayResponse;

import dev.handfast.payments.Freeze;
import dev.handfast.payments.FreezeOutcome;
import dev.handfast.payments.FreezeRequest;
import dev.handfast.sql.Database;
import dev.handfast.testing.DatabaseTest;
import dev.handfast.testing.World;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Pre-authorisations through the official client, against a server that listens. */
@DatabaseTest
final class PreAuthTest {
    private TestGateway gateway;
    private int cancels;

    @BeforeEach
    void open(Database database) {
        gateway = new TestGateway(database);
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void frozen_money_is_paid_in_parts_and_the_rest_unfrozen() {
        AlipayFundAuthOrderFreezeResponse frozen = freeze("F1", "R1", "100.00", code());
        assertGood(frozen);
        assertEquals("SUCCESS", frozen.getStatus());
        assertEquals("100.00", frozen.getAmount());
        assertEquals("100.00", frozen.getFundAmount());
        assertEquals("0.00", frozen.getCreditAmount());
        assertEquals("F1", frozen.getOutOrderNo());
        assertEquals("R1", frozen.getOutRequestNo());
        assertEquals(gateway.world.lin.userId(), frozen.getPayerUserId());
        assertEquals("208****0001", frozen.getPayerLogonId());
        assertEquals("900.00", gateway.linHas());
        AlipayTradePayResponse paid = pay("T1", "30.00", frozen.getAuthNo(), null);
        assertGood(paid);
        assertEquals("30.00", paid.getBuyerPayAmount());
        assertEquals("900.00", gateway.linHas());
        assertRefused("ACQ.TRADE_HAS_SUCCESS", pay("T1", "30.00", frozen.getAuthNo(), "COMPLETE"));
        AlipayFundAuthOrderUnfreezeResponse part = unfreeze(frozen.getAuthNo(), "U1", "20.00");
        assertEquals("SUCCESS", part.getStatus());
        assertEquals("20.00", part.getAmount());
        assertEquals("920.00", gateway.linHas());
        // The same again, signed anew: the earlier result, once.
        gateway.world.clock.advance(Duration.ofSeconds(3));
        assertEquals(
                part.getOperationId(),
                unfreeze(frozen.getAuthNo(), "U1", "20.00").getOperationId());
        assertRefused("UNIQUE_VIOLATION", unfreeze(frozen.getAuthNo(), "U1", "20.01"));
        assertRefused("REQUEST_AMOUNT_EXCEED", unfreeze(frozen.getAuthNo(), "U2", "50.01"));
        AlipayFundAuthOperationDetailQueryResponse detail = detail("F1", "R1", null);
        assertEquals("AUTHORIZED", detail.getOrderStatus());
        assertEquals("100.00", detail.getTotalFreezeAmount());
        assertEquals("50.00", detail.getRestAmount());
        assertEquals("30.00", detail.getTotalPayAmount());
        assertEquals("FREEZE", detail.getOperationType());
        assertEquals("a room", detail.getOrderTitle());
        assertEquals("20.00", detail("F1", "U1", "UNFREEZE").getAmount());
        assertEquals("30.00", detail("F1", "T1", "PAY").getAmount());
        assertRefused("AUTH_OPERATION_NOT_EXIST", detail("F1", "R9", null));
        assertRefused("AUTH_ORDER_NOT_EXIST", detail("F9", "R1", null));
        assertRefused("REQUEST_AMOUNT_EXCEED", cancel("F1", "R1"));
        assertGood(pay("T2", "45.00", frozen.getAuthNo(), "COMPLETE"));
        assertEquals("925.00", gateway.linHas());
        assertEquals("FINISH", detail("F1", "R1", null).getOrderStatus());
        assertRefused("ACQ.AUTH_ORDER_HAS_FINISHED", pay("T3", "1.00", frozen.getAuthNo(), null));
        assertRefused("ORDER_ALREADY_FINISH", unfreeze(frozen.getAuthNo(), "U3", "1.00"));
        assertRefused("ORDER_ALREADY_FINISH", cancel("F1", "R1"));
        AlipayTradeRefundModel refund = new AlipayTradeRefundModel();
        refund.setOutTradeNo("T2");
        refund.setOutRequestNo("B1");
        refund.setRefundAmount("45.00");
        assertGood(gateway.call(new AlipayTradeRefundRequest(), refund));
        assertEquals("970.00", gateway.linHas());
    }

    @Test
    void a_freeze_is_repeated_refused_and_cancelled() {
        AlipayFundAuthOrderFreezeResponse frozen = freeze("F1", "R1", "100.00", code());
        assertEquals(
                frozen.getOperationId(), freeze("F1", "R1", "100.00", code()).getOperationId());
        assertEquals("900.00", gateway.linHas());
        assertRefused("UNIQUE_VIOLATION", freeze("F1", "R1", "100.01", code()));
        assertRefused("UNIQUE_VIOLATION", freeze("F1", "R2", "100.00", code()));
        assertRefused(
                "PAYMENT_AUTH_CODE_INVALID", freeze("F2", "R1", "1.00", "280000000000000000"));
        assertRefused("MONEY_NOT_ENOUGH", freeze("F2", "R1", "900.01", code()));
        assertRefused("ILLEGAL_ARGUMENT", freeze("F 2", "R1", "1.00", code()));
        assertRefused("ILLEGAL_ARGUMENT", freeze("F2", "R1", "0.00", code()));
        assertRefused("ACQ.AUTH_AMOUNT_NOT_ENOUGH", pay("T1", "100.01", frozen.getAuthNo(), null));
        assertRefused("ACQ.AUTH_NO_ERROR", pay("T1", "1.00", "20261124110090", null));
        assertRefused("ACQ.INVALID_PARAMETER", pay("T1", "1.00", frozen.getAuthNo(), "PERHAPS"));
        AlipayTradePayModel stranger = payModel("T1", "1.00", frozen.getAuthNo(), null);
        stranger.setBuyerId("2088000000000099");
        assertRefused("ACQ.PAYER_UNMATCHED", gateway.call(new AlipayTradePayRequest(), stranger));
        AlipayFundAuthOperationCancelResponse cancelled = cancel("F1", "R1");
        assertGood(cancelled);
        assertEquals("unfreeze", cancelled.getAction());
        assertEquals("unfreeze", cancel("F1", "R1").getAction());
        assertEquals("1000.00", gateway.linHas());
        assertEquals("CLOSED", detail("F1", "R1", null).getOrderStatus());
        assertRefused("ACQ.AUTH_ORDER_HAS_CLOSED", pay("T1", "1.00", frozen.getAuthNo(), null));
        assertRefused("ORDER_ALREADY_CLOSED", freeze("F1", "R1", "100.00", code()));
    }

    @Test
    void a_freeze_waits_for_a_payer_who_scans_or_uses_an_app() {
        AlipayFundAuthOrderVoucherCreateModel model = new AlipayFundAuthOrderVoucherCreateModel();
        model.setOutOrderNo("F1");
        model.setOutRequestNo("R1");
        model.setOrderTitle("a room");
        model.setAmount("100.00");
        model.setProductCode("PRE_AUTH");
        model.setPayTimeout("10m");
        AlipayFundAuthOrderVoucherCreateResponse voucher =
                gateway.call(new AlipayFundAuthOrderVoucherCreateRequest(), model);
        assertGood(voucher);
        assertEquals("qrCode", voucher.getCodeType());
        model.setPayTimeout("12m");
        assertEquals(
                voucher.getCodeValue(),
                gateway.call(new AlipayFundAuthOrderVoucherCreateRequest(), model).getCodeValue());
        assertEquals("INIT", detail("F1", "R1", null).getOrderStatus());
        assertEquals("INIT", detail("F1", "R1", null).getStatus());
        assertNull(detail("F1", "R1", null).getPayerUserId());
        Freeze waiting =
                gateway.world.core.freezes().findByCode(voucher.getCodeValue()).orElseThrow();
        assertRefused(
                "ACQ.AUTH_ORDER_NOT_PAID",
                pay("T1", "1.00", detail("F1", "R1", null).getAuthNo(), null));
        assertRefused(
                "ILLEGAL_STATUS", unfreeze(detail("F1", "R1", null).getAuthNo(), "U1", "1.00"));
        assertInstanceOf(
                FreezeOutcome.Done.class,
                gateway.world
                        .core
                        .freezes()
                        .run(
                                new FreezeRequest.Agree(
                                        World.JASMINE_TEA, waiting.id(), gateway.world.lin.id())));
        assertEquals("AUTHORIZED", detail("F1", "R1", null).getOrderStatus());
        assertEquals("900.00", gateway.linHas());
        model.setPayTimeout("11m");
        assertRefused(
                "FREEZE_ALREADY_SUCCESS",
                gateway.call(new AlipayFundAuthOrderVoucherCreateRequest(), model));
        AlipayFundAuthOrderAppFreezeModel app = new AlipayFundAuthOrderAppFreezeModel();
        app.setOutOrderNo("F2");
        app.setOutRequestNo("R1");
        app.setOrderTitle("a room");
        app.setAmount("50.00");
        app.setProductCode("PREAUTH_PAY");
        AlipayFundAuthOrderAppFreezeResponse opened =
                gateway.call(new AlipayFundAuthOrderAppFreezeRequest(), app);
        assertEquals("INIT", opened.getStatus());
        assertTrue(gateway.world.core.freezes().findByCode(opened.getAuthNo()).isPresent());
        AlipayFundAuthOperationCancelResponse closed = cancel("F2", "R1");
        assertEquals("close", closed.getAction());
        assertEquals("CLOSED", detail("F2", "R1", null).getStatus());
    }

    @Test
    void fifty_copies_of_a_freeze_and_of_a_payment_have_one_effect() throws Exception {
        String frozen =
                fill(
                        "alipay.fund.auth.order.freeze",
                        "{\"out_order_no\":\"F1\",\"out_request_no\":\"R1\",\"amount\":\"100\","
                                + "\"order_title\":\"a room\",\"auth_code\":\""
                                + code()
                                + "\"}");
        assertTrue(frozen.contains("\"payer_user_id\":\"2088000000000001\""), frozen);
        assertEquals("900.00", gateway.linHas());
        String authNo = detail("F1", "R1", null).getAuthNo();
        String paid =
                fill(
                        "alipay.trade.pay",
                        "{\"out_trade_no\":\"T1\",\"total_amount\":\"60\",\"subject\":\"a room\","
                                + "\"product_code\":\"PRE_AUTH\",\"auth_no\":\""
                                + authNo
                                + "\"}");
        assertTrue(paid.contains("\"code\":\"10000\""), paid);
        String unfrozen =
                fill(
                        "alipay.fund.auth.order.unfreeze",
                        "{\"out_request_no\":\"U1\",\"amount\":\"30\",\"auth_no\":\""
                                + authNo
                                + "\"}");
        assertTrue(unfrozen.contains("\"status\":\"SUCCESS\""), unfrozen);
        assertEquals("930.00", gateway.linHas());
        assertEquals("10.00", detail("F1", "R1", null).getRestAmount());
    }

    /** Sends fifty copies at once; the one body they are all answered with. */
    private String fill(String method, String biz) throws Exception {
        SignedForm form = new SignedForm(method, biz).signedBy(TestGateway.APP);
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
        return bodies.iterator().next();
    }

    private String code() {
        return gateway.world.core.wallets().issueCode(gateway.world.lin.id());
    }

    private AlipayFundAuthOrderFreezeResponse freeze(
            String number, String request, String amount, String code) {
        AlipayFundAuthOrderFreezeModel model = new AlipayFundAuthOrderFreezeModel();
        model.setAuthCode(code);
        model.setAuthCodeType("bar_code");
        model.setOutOrderNo(number);
        model.setOutRequestNo(request);
        model.setOrderTitle("a room");
        model.setAmount(amount);
        model.setPayeeUserId(TestGateway.SELLER_ID);
        model.setProductCode("PRE_AUTH");
        return gateway.call(new AlipayFundAuthOrderFreezeRequest(), model);
    }

    private static AlipayTradePayModel payModel(
            String number, String amount, String authNo, @Nullable String mode) {
        AlipayTradePayModel model = new AlipayTradePayModel();
        model.setOutTradeNo(number);
        model.setTotalAmount(amount);
        model.setSubject("a room");
        model.setProductCode("PRE_AUTH_ONLINE");
        model.setAuthNo(authNo);
        model.setAuthConfirmMode(mode);
        model.setSellerId(TestGateway.SELLER_ID);
        model.setBuyerId("2088000000000001");
        return model;
    }

    private AlipayTradePayResponse pay(
            String number, String amount, String authNo, @Nullable String mode) {
        return gateway.call(new AlipayTradePayRequest(), payModel(number, amount, authNo, mode));
    }

    private AlipayFundAuthOrderUnfreezeResponse unfreeze(
            String authNo, String number, String amount) {
        AlipayFundAuthOrderUnfreezeModel model = new AlipayFundAuthOrderUnfreezeModel();
        model.setAuthNo(authNo);
        model.setOutRequestNo(number);
        model.setAmount(amount);
        model.setRemark("thank you");
        return gateway.call(new AlipayFundAuthOrderUnfreezeRequest(), model);
    }

    private AlipayFundAuthOperationDetailQueryResponse detail(
            String order, String request, @Nullable String type) {
        AlipayFundAuthOperationDetailQueryModel model =
                new AlipayFundAuthOperationDetailQueryModel();
        model.setOutOrderNo(order);
        model.setOutRequestNo(request);
        model.setOperationType(type);
        return gateway.call(new AlipayFundAuthOperationDetailQueryRequest(), model);
    }

    private AlipayFundAuthOperationCancelResponse cancel(String order, String request) {
        AlipayFundAuthOperationCancelModel model = new AlipayFundAuthOperationCancelModel();
        // Another text, another signature: not a duplicate of the request before.
        cancels++;
        model.setRemark("attempt " + cancels);
        model.setOutOrderNo(order);
        model.setOutRequestNo(request);
        return gateway.call(new AlipayFundAuthOperationCancelRequest(), model);
    }

    private static void assertGood(AlipayResponse answer) {
        assertTrue(answer.isSuccess(), answer.getBody());
    }

    private static void assertRefused(String subCode, AlipayResponse answer) {
        assertEquals(subCode, answer.getSubCode(), answer.getBody());
    }
}
