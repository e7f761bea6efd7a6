package dev.handfast.opengateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.alipay.api.AlipayResponse;
import com.alipay.api.domain.AlipayTradeCancelModel;
import com.alipay.api.domain.AlipayTradeCloseModel;
import com.alipay.api.domain.AlipayTradeCreateModel;
import com.alipay.api.domain.AlipayTradeFastpayRefundQueryModel;
import com.alipay.api.domain.AlipayTradePayModel;
import com.alipay.api.domain.AlipayTradePrecreateModel;
import com.alipay.api.domain.AlipayTradeQueryModel;
import com.alipay.api.domain.AlipayTradeRefundModel;
import com.alipay.api.request.AlipayTradeCancelRequest;
import com.alipay.api.request.AlipayTradeCloseRequest;
import com.alipay.api.request.AlipayTradeCreateRequest;
import com.alipay.api.request.AlipayTradeFastpayRefundQueryRequest;
import com.alipay.api.request.AlipayTradePayRequest;
import com.alipay.api.request.AlipayTradePrecreateRequest;
import com.alipay.api.request.AlipayTradeQueryRequest;
import com.alipay.api.request.AlipayTradeRefundRequest;
import com.alipay.api.response.AlipayTradeCancelResponse;
import com.alipay.api.response.AlipayTradeFastpayRefundQueryResponse;
import com.alipay.api.response.AlipayTradePayResponse;
import com.alipay.api.response.AlipayTradePrecreateResponse;
import com.alipay.api.response.AlipayTradeQueryResponse;
import com.alipay.api.response.AlipayTradeRefundResponse;

import dev.handfast.payments.Outcome;
import dev.handfast.sql.Database;
import dev.handfast.testing.DatabaseTest;
import dev.handfast.testing.World;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;

/** A merchant's day with the unmodified official Java client. */
@DatabaseTest
final class OfficialClientTest {
    private TestGateway gateway;

    @BeforeEach
    void open(Database database) {
        gateway = new TestGateway(database);
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void a_wallet_holder_scans_the_code_pays_and_gets_half_back_twice() {
        AlipayTradePrecreateResponse order = precreate("T1", "25.00");
        assertGood(order);
        assertEquals("T1", order.getOutTradeNo());
        assertTrue(order.getQrCode().startsWith("https://pay.example/qr/"), order.getQrCode());
        assertEquals("WAIT_BUYER_PAY", query("T1").getTradeStatus());

        assertInstanceOf(Outcome.Done.class, gateway.linPays(order.getQrCode()));
        AlipayTradeQueryResponse paid = query("T1");
        assertEquals("TRADE_SUCCESS", paid.getTradeStatus());
        assertEquals("25.00", paid.getTotalAmount());
        assertEquals("25.00", paid.getBuyerPayAmount());
        assertEquals("25.00", paid.getReceiptAmount());
        assertEquals(gateway.world.lin.userId(), paid.getBuyerUserId());
        assertEquals("208****0001", paid.getBuyerLogonId());
        assertEquals("ALIPAYACCOUNT", paid.getFundBillList().getFirst().getFundChannel());
        assertEquals(28, paid.getTradeNo().length());
        assertEquals("975.00", gateway.linHas());

        AlipayTradeRefundResponse half = refund("T1", "R1", "12.50");
        assertGood(half);
        assertEquals("Y", half.getFundChange());
        assertEquals("12.50", half.getRefundFee());
        assertEquals("TRADE_SUCCESS", query("T1").getTradeStatus());

        AlipayTradeRefundResponse rest = refund("T1", "R2", "12.50");
        assertEquals("Y", rest.getFundChange());
        assertEquals("25.00", rest.getRefundFee());
        assertEquals("TRADE_CLOSED", query("T1").getTradeStatus());
        assertEquals("1000.00", gateway.linHas());
        assertRefused("ACQ.REASON_TRADE_REFUND_FEE_ERR", refund("T1", "R3", "0.01"));
    }

    @Test
    void a_device_wallet_from_abroad_pays_the_code_in_its_own_currency() {
        String code = precreate("T1", "72.35").getQrCode();
        assertInstanceOf(Outcome.Done.class, gateway.anaPays(code, World.cny("72.35")));
        AlipayTradeQueryResponse paid = query("T1");
        assertEquals("TRADE_SUCCESS", paid.getTradeStatus());
        assertEquals("72.35", paid.getTotalAmount());
        assertEquals("USD", paid.getPayCurrency());
        assertEquals("10.13", paid.getPayAmount());
        assertEquals("0.14", paid.getTransPayRate());
        assertEquals("BANKCARD", paid.getFundBillList().getFirst().getFundChannel());
        assertTrue(paid.getBuyerUserId().matches("2088[0-9]{12}"), paid.getBuyerUserId());
        assertEquals("Y", refund("T1", "R1", "36.18").getFundChange());
    }

    @Test
    void a_payment_code_is_scanned_and_charged() {
        AlipayTradePayResponse paid = pay("T1", "25.00", code());
        assertGood(paid);
        assertEquals("10000", paid.getCode());
        assertEquals("T1", paid.getOutTradeNo());
        assertEquals("25.00", paid.getTotalAmount());
        assertEquals("25.00", paid.getReceiptAmount());
        assertEquals("25.00", paid.getBuyerPayAmount());
        assertEquals("25.00", paid.getInvoiceAmount());
        assertEquals("0.00", paid.getPointAmount());
        assertEquals(gateway.world.lin.userId(), paid.getBuyerUserId());
        assertEquals("25.00", paid.getFundBillList().getFirst().getAmount());
        assertEquals("2026-11-24 16:00:00", paid.getParams().isEmpty() ? "" : time(paid));
        assertEquals("975.00", gateway.linHas());
        assertEquals("TRADE_SUCCESS", queryByTradeNo(paid.getTradeNo()).getTradeStatus());
    }

    @Test
    void the_same_order_asked_for_again_gives_the_same_code_until_it_is_paid() {
        String code = precreate("T1", "25.00").getQrCode();
        gateway.world.clock.advance(Duration.ofMinutes(1));
        assertEquals(code, precreateFrom("T1", "25.00", "till-2").getQrCode());
        assertRefused("ACQ.CONTEXT_INCONSISTENT", precreate("T1", "25.01"));
        gateway.linPays(code);
        assertRefused("ACQ.TRADE_HAS_SUCCESS", precreateFrom("T1", "25.00", "till-3"));
        assertRefused("ACQ.TRADE_HAS_SUCCESS", pay("T1", "25.00", code()));
    }

    @Test
    void a_refund_asked_for_again_happens_once() {
        pay("T1", "25.00", code());
        assertEquals("Y", refund("T1", "R1", "10.00").getFundChange());
        AlipayTradeRefundModel again = refundOf("T1", "R1", "10.00");
        again.setOperatorId("another-signature");
        AlipayTradeRefundResponse second = gateway.call(new AlipayTradeRefundRequest(), again);
        assertGood(second);
        assertEquals("N", second.getFundChange());
        assertEquals("10.00", second.getRefundFee());
        assertEquals("985.00", gateway.linHas());
        assertRefused("ACQ.DISCORDANT_REPEAT_REQUEST", refund("T1", "R1", "9.00"));
        assertRefused("ACQ.REASON_TRADE_REFUND_FEE_ERR", refund("T1", "R2", "15.01"));
        assertEquals("985.00", gateway.linHas());
    }

    @Test
    void a_refund_without_a_number_is_for_the_whole_trade() {
        pay("T1", "25.00", code());
        AlipayTradeRefundModel part = refundOf("T1", "unused", "10.00");
        part.setOutRequestNo(null);
        assertRefused(
                "ACQ.REFUND_AMT_NOT_EQUAL_TOTAL",
                gateway.call(new AlipayTradeRefundRequest(), part));
        part.setRefundAmount("25.00");
        part.setQueryOptions(List.of("refund_detail_item_list"));
        AlipayTradeRefundResponse all = gateway.call(new AlipayTradeRefundRequest(), part);
        assertEquals("Y", all.getFundChange());
        assertEquals("25.00", all.getSendBackFee());
        assertEquals("25.00", all.getRefundDetailItemList().getFirst().getAmount());
        assertEquals("25.00", refundQuery("T1", "T1").getRefundAmount());
    }

    @Test
    void a_refund_is_found_by_its_number_and_another_is_no_error() {
        pay("T1", "25.00", code());
        refund("T1", "R1", "10.00");
        AlipayTradeFastpayRefundQueryResponse found = refundQuery("T1", "R1");
        assertEquals("REFUND_SUCCESS", found.getRefundStatus());
        assertEquals("10.00", found.getRefundAmount());
        assertEquals("25.00", found.getTotalAmount());
        assertEquals("cold tea", found.getRefundReason());
        AlipayTradeFastpayRefundQueryResponse missing = refundQuery("T1", "R2");
        assertEquals("10000", missing.getCode());
        assertNull(missing.getRefundStatus());
        assertNull(missing.getRefundAmount());
    }

    @Test
    void cancel_closes_what_is_unpaid_and_gives_back_what_is_paid() {
        precreate("T1", "25.00");
        AlipayTradeCancelResponse closed = cancel("T1");
        assertEquals("close", closed.getAction());
        assertEquals("N", closed.getRetryFlag());
        assertEquals("TRADE_CLOSED", query("T1").getTradeStatus());
        assertEquals("close", cancel("T1").getAction());

        pay("T2", "25.00", code());
        assertEquals("refund", cancel("T2").getAction());
        assertEquals("refund", cancel("T2").getAction());
        assertEquals("1000.00", gateway.linHas());
        assertEquals("TRADE_CLOSED", query("T2").getTradeStatus());

        AlipayTradeCancelResponse nothing = cancel("T3");
        assertEquals("10000", nothing.getCode());
        assertNull(nothing.getAction());
    }

    @Test
    void close_ends_only_what_is_unpaid() {
        precreate("T1", "25.00");
        assertGood(close("T1", "one"));
        assertRefused("ACQ.REASON_TRADE_STATUS_INVALID", close("T1", "two"));
        assertRefused("ACQ.TRADE_HAS_CLOSE", precreateFrom("T1", "25.00", "till-2"));
        pay("T2", "25.00", code());
        assertRefused("ACQ.TRADE_STATUS_ERROR", close("T2", "one"));
        assertRefused("ACQ.TRADE_NOT_EXIST", close("T3", "one"));
    }

    @Test
    void a_created_trade_belongs_to_its_buyer_and_is_found_by_its_number() {
        AlipayTradeCreateModel model = new AlipayTradeCreateModel();
        model.setOutTradeNo("T1");
        model.setTotalAmount("25.00");
        model.setSubject("Jasmine tea");
        model.setBuyerId("2088000000000001");
        var created = gateway.call(new AlipayTradeCreateRequest(), model);
        assertGood(created);
        assertEquals("WAIT_BUYER_PAY", queryByTradeNo(created.getTradeNo()).getTradeStatus());
        model.setBuyerId("2088000000000002");
        assertRefused(
                "ACQ.TRADE_BUYER_NOT_MATCH", gateway.call(new AlipayTradeCreateRequest(), model));
    }

    @Test
    void a_trade_is_over_when_its_time_is() {
        String code = precreate("T1", "25.00").getQrCode();
        gateway.world.clock.advance(Duration.ofHours(2));
        assertEquals("TRADE_CLOSED", query("T1").getTradeStatus());
        assertInstanceOf(Outcome.Refused.class, gateway.linPays(code));
        assertEquals("1000.00", gateway.linHas());
        pay("T2", "25.00", code());
        gateway.world.clock.advance(Duration.ofDays(365));
        assertEquals("TRADE_FINISHED", query("T2").getTradeStatus());
        assertRefused("ACQ.TRADE_HAS_FINISHED", refund("T2", "R1", "1.00"));
    }

    private static String time(AlipayTradePayResponse paid) {
        String marker = "\"gmt_payment\":\"";
        int at = paid.getBody().indexOf(marker) + marker.length();
        return paid.getBody().substring(at, at + 19);
    }

    private String code() {
        return gateway.world.core.wallets().issueCode(gateway.world.lin.id());
    }

    private AlipayTradePrecreateResponse precreate(String number, String amount) {
        return precreateFrom(number, amount, "till-1");
    }

    private AlipayTradePrecreateResponse precreateFrom(
            String number, String amount, String terminal) {
        AlipayTradePrecreateModel model = new AlipayTradePrecreateModel();
        model.setOutTradeNo(number);
        model.setTotalAmount(amount);
        model.setSubject("茉莉花茶");
        model.setTerminalId(terminal);
        return gateway.call(new AlipayTradePrecreateRequest(), model);
    }

    private AlipayTradePayResponse pay(String number, String amount, String code) {
        AlipayTradePayModel model = new AlipayTradePayModel();
        model.setOutTradeNo(number);
        model.setTotalAmount(amount);
        model.setSubject("茉莉花茶");
        model.setScene("bar_code");
        model.setAuthCode(code);
        return gateway.call(new AlipayTradePayRequest(), model);
    }

    private AlipayTradeQueryResponse query(String number) {
        AlipayTradeQueryModel model = new AlipayTradeQueryModel();
        model.setOutTradeNo(number);
        return gateway.call(new AlipayTradeQueryRequest(), model);
    }

    private AlipayTradeQueryResponse queryByTradeNo(String tradeNo) {
        AlipayTradeQueryModel model = new AlipayTradeQueryModel();
        model.setTradeNo(tradeNo);
        return gateway.call(new AlipayTradeQueryRequest(), model);
    }

    private static AlipayTradeRefundModel refundOf(String number, String request, String amount) {
        AlipayTradeRefundModel model = new AlipayTradeRefundModel();
        model.setOutTradeNo(number);
        model.setOutRequestNo(request);
        model.setRefundAmount(amount);
        model.setRefundReason("cold tea");
        return model;
    }

    private AlipayTradeRefundResponse refund(String number, String request, String amount) {
        return gateway.call(new AlipayTradeRefundRequest(), refundOf(number, request, amount));
    }

    private AlipayTradeFastpayRefundQueryResponse refundQuery(String number, String request) {
        AlipayTradeFastpayRefundQueryModel model = new AlipayTradeFastpayRefundQueryModel();
        model.setOutTradeNo(number);
        model.setOutRequestNo(request);
        return gateway.call(new AlipayTradeFastpayRefundQueryRequest(), model);
    }

    private AlipayTradeCancelResponse cancel(String number) {
        AlipayTradeCancelModel model = new AlipayTradeCancelModel();
        model.setOutTradeNo(number);
        return gateway.call(new AlipayTradeCancelRequest(), model);
    }

    private AlipayResponse close(String number, String operator) {
        AlipayTradeCloseModel model = new AlipayTradeCloseModel();
        model.setOutTradeNo(number);
        model.setOperatorId(operator);
        return gateway.call(new AlipayTradeCloseRequest(), model);
    }

    private static void assertGood(AlipayResponse answer) {
        assertTrue(answer.isSuccess(), answer.getBody());
    }

    private static void assertRefused(String subCode, AlipayResponse answer) {
        assertEquals(subCode, answer.getSubCode(), answer.getBody());
    }
}
