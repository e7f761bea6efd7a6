package dev.handfast.opengateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.alipay.api.AlipayApiException;
import com.alipay.api.domain.AlipayFundAuthOperationCancelModel;
import com.alipay.api.domain.AlipayFundAuthOrderFreezeModel;
import com.alipay.api.domain.AlipayFundAuthOrderUnfreezeModel;
import com.alipay.api.domain.AlipayTradePayModel;
import com.alipay.api.domain.AlipayTradePrecreateModel;
import com.alipay.api.domain.AlipayTradeRefundModel;
import com.alipay.api.internal.util.AlipaySignature;
import com.alipay.api.request.AlipayFundAuthOperationCancelRequest;
import com.alipay.api.request.AlipayFundAuthOrderFreezeRequest;
import com.alipay.api.request.AlipayFundAuthOrderUnfreezeRequest;
import com.alipay.api.request.AlipayTradePayRequest;
import com.alipay.api.request.AlipayTradePrecreateRequest;
import com.alipay.api.request.AlipayTradeRefundRequest;
import com.alipay.api.response.AlipayFundAuthOrderFreezeResponse;

import dev.handfast.merchants.GatewayApps.RefundNews;
import dev.handfast.outbox.Deliverer;
import dev.handfast.outbox.Delivery;
import dev.handfast.sql.Database;
import dev.handfast.testing.DatabaseTest;
import dev.handfast.testing.World;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Notifications to a merchant's page, checked as the official client checks them. */
@DatabaseTest
final class NotificationTest {
    private TestGateway gateway;
    private Receiver receiver;
    private Deliverer deliverer;

    @BeforeEach
    void open(Database database) {
        gateway = new TestGateway(database);
        receiver = new Receiver();
        deliverer = deliverer(database);
    }

    private Deliverer deliverer(Database database) {
        return new Deliverer(
                database,
                gateway.world.clock,
                Map.of(
                        Delivery.Channel.NOTIFICATION,
                        new NotificationSender(
                                gateway.key,
                                gateway.buyers,
                                gateway.world.core.store(),
                                gateway.world.core.mandates())),
                Deliverer.Destinations.ANY);
    }

    /** The names of a genuine one of 2019 and those that came after it. */
    private static final String GENUINE_FREEZE =
            "amount app_id auth_app_id auth_no charset credit_amount fund_amount gmt_create"
                    + " gmt_trans notify_id notify_time notify_type operation_id operation_type"
                    + " out_order_no out_request_no payee_logon_id payee_user_id payer_logon_id"
                    + " payer_user_id rest_amount rest_credit_amount rest_fund_amount sign"
                    + " sign_type status total_freeze_amount total_freeze_credit_amount"
                    + " total_freeze_fund_amount total_pay_amount total_pay_credit_amount"
                    + " total_pay_fund_amount total_unfreeze_amount total_unfreeze_credit_amount"
                    + " total_unfreeze_fund_amount version";

    @AfterEach
    void close() {
        deliverer.close();
        receiver.close();
        gateway.close();
    }

    @Test
    void a_paid_trade_is_told_once_with_a_signature_the_official_client_accepts() throws Exception {
        String code = precreate();
        assertEquals(0, deliverer.round());
        gateway.linPays(code);
        assertEquals(1, deliverer.round());
        assertEquals(0, deliverer.round());

        Map<String, String> told = receiver.received().getFirst();
        assertTrue(isGenuine(told));
        assertEquals("trade_status_sync", told.get("notify_type"));
        assertEquals("TRADE_SUCCESS", told.get("trade_status"));
        assertEquals("T1", told.get("out_trade_no"));
        assertEquals("25.00", told.get("total_amount"));
        assertEquals("25.00", told.get("receipt_amount"));
        assertEquals(TestGateway.APP_ID, told.get("app_id"));
        assertEquals(TestGateway.SELLER_ID, told.get("seller_id"));
        assertEquals(gateway.world.lin.userId(), told.get("buyer_id"));
        assertEquals("茉莉花茶 100%", told.get("subject"));
        assertEquals("a=1&b=茶", told.get("passback_params"));
        assertEquals("2026-11-24 16:00:00", told.get("gmt_payment"));
        assertEquals("2026-11-24 16:00:00", told.get("notify_time"));
        assertEquals(
                "[{\"amount\":\"25.00\",\"fundChannel\":\"ALIPAYACCOUNT\"}]",
                told.get("fund_bill_list"));
        assertFalse(told.containsKey(Buyers.PAYER));

        told.put("total_amount", "0.01");
        assertFalse(isGenuine(told));
    }

    @Test
    void money_given_back_is_told_with_what_has_gone_back_so_far() throws Exception {
        gateway.anaPays(precreate(), World.cny("25.00"));
        refund("R1", "10.00");
        refund("R2", "15.00");
        assertEquals(3, deliverer.round());
        Map<String, String> first = byRequest("R1");
        assertTrue(isGenuine(first));
        assertEquals("TRADE_SUCCESS", first.get("trade_status"));
        assertEquals("10.00", first.get("refund_fee"));
        Map<String, String> second = byRequest("R2");
        assertEquals("TRADE_CLOSED", second.get("trade_status"));
        assertEquals("25.00", second.get("refund_fee"));
        assertEquals("15.00", second.get("send_back_fee"));
        assertTrue(second.getOrDefault("buyer_id", "").matches("2088[0-9]{12}"));
    }

    @Test
    void an_app_that_wants_no_word_of_refunds_gets_none() {
        gateway.apps.set(TestGateway.APP_ID, RefundNews.UNTOLD);
        gateway.linPays(precreate());
        refund("R1", "10.00");
        assertEquals(1, deliverer.round());
        assertFalse(receiver.received().getFirst().containsKey("refund_fee"));
        gateway.apps.set(TestGateway.APP_ID, RefundNews.TOLD);
        refund("R2", "15.00");
        assertEquals(1, deliverer.round());
    }

    /** Every attempt is made by another deliverer than the one before, as after a restart. */
    @Test
    void it_is_repeated_on_the_official_schedule_until_the_page_says_exactly_success(
            Database database) {
        gateway.linPays(precreate());
        receiver.reply(
                new Receiver.Reply(200, "SUCCESS"),
                new Receiver.Reply(200, "success\n"),
                new Receiver.Reply(500, "success"),
                new Receiver.Reply(302, ""),
                new Receiver.Reply(200, "fail"),
                new Receiver.Reply(200, "ok"),
                new Receiver.Reply(200, "<html>success</html>"));
        assertEquals(1, deliverer.round());
        List<Duration> pauses =
                List.of(
                        Duration.ofMinutes(4),
                        Duration.ofMinutes(10),
                        Duration.ofMinutes(10),
                        Duration.ofHours(1),
                        Duration.ofHours(2),
                        Duration.ofHours(6),
                        Duration.ofHours(15));
        for (Duration pause : pauses) {
            gateway.world.clock.advance(pause.minusSeconds(1));
            assertEquals(0, deliverer.round());
            gateway.world.clock.advance(Duration.ofSeconds(1));
            deliverer.close();
            deliverer = deliverer(database);
            assertEquals(1, deliverer.round());
        }
        gateway.world.clock.advance(Duration.ofDays(2));
        assertEquals(0, deliverer.round());
        assertEquals(8, receiver.received().size());
        assertEquals(
                1,
                receiver.received().stream().map(told -> told.get("notify_id")).distinct().count());
        assertEquals(
                8,
                receiver.received().stream()
                        .map(told -> told.get("notify_time"))
                        .distinct()
                        .count());
    }

    @Test
    void a_freeze_is_told_and_so_is_what_is_unfrozen_and_what_is_called_off() throws Exception {
        String authNo = freeze("F1", "100.00").getAuthNo();
        unfreeze(authNo, "U1", "30.00", receiver.url());
        unfreeze(authNo, "U2", "20.00", "");
        payRest(authNo, "T1", "10.00");
        freeze("F2", "8.00");
        cancel("F2");
        assertEquals(5, deliverer.round());
        assertTrue(receiver.received().stream().allMatch(NotificationTest::isGenuine));
        Map<String, String> frozen = told("fund_auth_freeze", "F1");
        assertEquals(
                Set.of(GENUINE_FREEZE.split(" ")),
                frozen.keySet(),
                "the parameters of a genuine one");
        assertEquals("FREEZE", frozen.get("operation_type"));
        assertEquals("SUCCESS", frozen.get("status"));
        assertEquals("RF1", frozen.get("out_request_no"));
        assertEquals(gateway.world.lin.userId(), frozen.get("payer_user_id"));
        assertEquals("208****0001", frozen.get("payer_logon_id"));
        assertEquals(TestGateway.SELLER_ID, frozen.get("payee_user_id"));
        assertEquals("100.00", frozen.get("rest_amount"));
        List<Map<String, String>> unfrozen =
                receiver.received().stream()
                        .filter(told -> "fund_auth_unfreeze".equals(told.get("notify_type")))
                        .toList();
        // The second unfreezing named no address; the rest behind the payment goes to the freeze's.
        assertEquals(2, unfrozen.size());
        Map<String, String> part =
                unfrozen.stream()
                        .filter(told -> "U1".equals(told.get("out_request_no")))
                        .findFirst()
                        .orElseThrow();
        assertEquals("UNFREEZE", part.get("operation_type"));
        assertEquals("30.00", part.get("amount"));
        assertEquals("30.00", part.get("total_unfreeze_amount"));
        assertEquals("70.00", part.get("rest_amount"));
        Map<String, String> rest =
                unfrozen.stream()
                        .filter(told -> !told.containsKey("out_request_no"))
                        .findFirst()
                        .orElseThrow();
        assertEquals("40.00", rest.get("amount"));
        assertEquals("90.00", rest.get("total_unfreeze_amount"));
        assertEquals("10.00", rest.get("total_pay_amount"));
        assertEquals("0.00", rest.get("rest_amount"));
        Map<String, String> cancelled = told("fund_auth_operation_cancel", "F2");
        assertEquals("unfreeze", cancelled.get("action"));
        assertEquals("RF2", cancelled.get("out_request_no"));
    }

    @Test
    void a_freeze_that_ends_by_itself_is_told_on_the_schedule_of_trades() {
        freeze("F1", "100.00");
        receiver.reply(new Receiver.Reply(200, "fail"));
        assertEquals(1, deliverer.round());
        gateway.world.clock.advance(Duration.ofMinutes(4).minusSeconds(1));
        assertEquals(0, deliverer.round());
        gateway.world.clock.advance(Duration.ofSeconds(1));
        assertEquals(1, deliverer.round());
        assertEquals(
                receiver.received().getFirst().get("notify_id"),
                receiver.received().getLast().get("notify_id"));
        gateway.world.clock.advance(Duration.ofDays(361));
        assertEquals(1, gateway.world.core.freezes().round());
        assertEquals(1, deliverer.round());
        assertEquals("100.00", told("fund_auth_unfreeze", "F1").get("total_unfreeze_amount"));
        assertTrue(isGenuine(receiver.received().getLast()));
    }

    private Map<String, String> told(String type, String order) {
        return receiver.received().stream()
                .filter(told -> type.equals(told.get("notify_type")))
                .filter(told -> order.equals(told.get("out_order_no")))
                .findFirst()
                .orElseThrow();
    }

    private AlipayFundAuthOrderFreezeResponse freeze(String number, String amount) {
        AlipayFundAuthOrderFreezeModel model = new AlipayFundAuthOrderFreezeModel();
        model.setAuthCode(gateway.world.core.wallets().issueCode(gateway.world.lin.id()));
        model.setOutOrderNo(number);
        model.setOutRequestNo("R" + number);
        model.setOrderTitle("a room");
        model.setAmount(amount);
        AlipayFundAuthOrderFreezeRequest request = new AlipayFundAuthOrderFreezeRequest();
        request.setNotifyUrl(receiver.url());
        return gateway.call(request, model);
    }

    private void unfreeze(String authNo, String number, String amount, String url) {
        AlipayFundAuthOrderUnfreezeModel model = new AlipayFundAuthOrderUnfreezeModel();
        model.setAuthNo(authNo);
        model.setOutRequestNo(number);
        model.setAmount(amount);
        AlipayFundAuthOrderUnfreezeRequest request = new AlipayFundAuthOrderUnfreezeRequest();
        request.setNotifyUrl(url);
        assertEquals("SUCCESS", gateway.call(request, model).getStatus());
    }

    private void payRest(String authNo, String number, String amount) {
        AlipayTradePayModel model = new AlipayTradePayModel();
        model.setAuthNo(authNo);
        model.setOutTradeNo(number);
        model.setTotalAmount(amount);
        model.setSubject("a room");
        model.setProductCode("PRE_AUTH");
        model.setAuthConfirmMode("COMPLETE");
        assertTrue(gateway.call(new AlipayTradePayRequest(), model).isSuccess());
    }

    private void cancel(String number) {
        AlipayFundAuthOperationCancelModel model = new AlipayFundAuthOperationCancelModel();
        model.setOutOrderNo(number);
        model.setOutRequestNo("R" + number);
        AlipayFundAuthOperationCancelRequest request = new AlipayFundAuthOperationCancelRequest();
        request.setNotifyUrl(receiver.url());
        assertEquals("unfreeze", gateway.call(request, model).getAction());
    }

    private String precreate() {
        AlipayTradePrecreateModel model = new AlipayTradePrecreateModel();
        model.setOutTradeNo("T1");
        model.setTotalAmount("25.00");
        model.setSubject("茉莉花茶 100%");
        model.setPassbackParams("a=1&b=茶");
        AlipayTradePrecreateRequest request = new AlipayTradePrecreateRequest();
        request.setNotifyUrl(receiver.url());
        return gateway.call(request, model).getQrCode();
    }

    private void refund(String number, String amount) {
        AlipayTradeRefundModel model = new AlipayTradeRefundModel();
        model.setOutTradeNo("T1");
        model.setOutRequestNo(number);
        model.setRefundAmount(amount);
        assertEquals(
                "Y", gateway.call(new AlipayTradeRefundRequest(), model).getFundChange(), number);
    }

    private Map<String, String> byRequest(String number) {
        return receiver.received().stream()
                .filter(told -> number.equals(told.get("out_biz_no")))
                .findFirst()
                .orElseThrow();
    }

    /** Whether the official client takes it for genuine. */
    static boolean isGenuine(Map<String, String> told) {
        try {
            return AlipaySignature.rsaCheckV1(
                    new HashMap<>(told),
                    TestGateway.publicText(TestGateway.GATEWAY),
                    told.get("charset"),
                    told.get("sign_type"));
        } catch (AlipayApiException broken) {
            throw new AssertionError(broken);
        }
    }
}
