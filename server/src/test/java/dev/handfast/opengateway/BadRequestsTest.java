package dev.handfast.opengateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.alipay.api.AlipayApiException;
import com.alipay.api.internal.util.AlipaySignature;

import dev.handfast.alipay.RawRequest;
import dev.handfast.alipay.V3Request;
import dev.handfast.alipay.WireTime;
import dev.handfast.merchants.GatewayApp;
import dev.handfast.sql.Database;
import dev.handfast.testing.DatabaseTest;
import dev.handfast.wallets.Wallet;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** What is wrong is refused with its official code, signed, and leaves the books as they were. */
@DatabaseTest
final class BadRequestsTest {
    private static final String PRECREATE = "alipay.trade.precreate";
    private static final String PAY = "alipay.trade.pay";
    private static final String ORDER =
            "{\"out_trade_no\":\"T1\",\"total_amount\":\"25.00\",\"subject\":\"tea\"}";

    private TestGateway gateway;
    private long transfers;

    @BeforeEach
    void open(Database database) {
        gateway = new TestGateway(database);
        transfers = gateway.transfers();
    }

    @AfterEach
    void the_books_are_as_they_were() {
        try (TestGateway closing = gateway) {
            assertEquals(transfers, closing.transfers());
            assertEquals("1000.00", closing.linHas());
        }
    }

    @Test
    void a_signature_by_another_key_is_refused_and_explained() {
        HttpResponse<String> answer = send(form(PRECREATE, ORDER).signedBy(TestGateway.STRANGER));
        assertRefused("isv.invalid-signature", answer);
        String text = SignedForm.node(answer).path("sub_msg").asString();
        assertTrue(text.contains("网关生成的验签字符串为：app_id=" + TestGateway.APP_ID), text);
    }

    @Test
    void live_nobody_is_told_which_text_was_checked() {
        SignedForm form = form(PRECREATE, ORDER).signedBy(TestGateway.STRANGER);
        RawRequest raw = RawRequest.form(form.body().getBytes(US_ASCII));
        String told = new String(gateway.live().answer(raw, "t").body(), UTF_8);
        assertTrue(told.contains("\"sub_msg\":\"无效签名\"}"), told);
        String authorization =
                "ALIPAY-SHA256withRSA app_id=%s,nonce=n,timestamp=1,sign=QUJD"
                        .formatted(TestGateway.APP_ID);
        V3Request.Input input =
                new V3Request.Input(
                        "POST",
                        "/v3/alipay/trade/precreate",
                        new V3Request.Headers(authorization, "", "", ""),
                        ORDER.getBytes(UTF_8));
        String byRest = new String(gateway.liveRest().answer(input, "t").body(), UTF_8);
        assertEquals("{\"code\":\"invalid-signature\",\"message\":\"无效签名\",\"links\":[]}", byRest);
    }

    @Test
    void a_changed_parameter_is_refused() {
        SignedForm form = form(PRECREATE, ORDER).signedBy(TestGateway.APP);
        form.with("biz_content", ORDER.replace("25.00", "0.01"));
        assertRefused("isv.invalid-signature", send(form));
    }

    @Test
    void an_unknown_app_and_an_unknown_method_are_refused_before_the_signature() {
        assertRefused(
                "isv.invalid-app-id",
                send(form(PRECREATE, ORDER).with("app_id", "2021000000000404")));
        HttpResponse<String> answer = send(form("alipay.trade.nonsense", ORDER));
        assertRefused("isv.invalid-method", answer);
        assertTrue(answer.body().startsWith("{\"alipay_trade_nonsense_response\":"));
    }

    @Test
    void a_stale_timestamp_is_refused() {
        Instant old = InstantSource.system().instant().minus(Duration.ofHours(25));
        SignedForm form = form(PRECREATE, ORDER).with("timestamp", WireTime.format(old));
        assertRefused("isv.invalid-timestamp", send(form.signedBy(TestGateway.APP)));
    }

    @Test
    void content_that_is_no_object_is_refused() {
        for (String biz : new String[] {"{", "[]", "{\"a\":1,\"a\":2}", "{} {}", "null"}) {
            assertRefused("isv.illegal-json", signed(PRECREATE, biz));
        }
    }

    @Test
    void an_oversize_body_is_refused_in_the_dialect() {
        HttpResponse<String> answer =
                SignedForm.send(
                        HttpRequest.newBuilder(URI.create(gateway.url() + "?method=" + PRECREATE))
                                .POST(
                                        HttpRequest.BodyPublishers.ofString(
                                                "a".repeat(GatewayService.BODY_BYTES_MAX + 1)))
                                .build());
        assertRefused("isv.invalid-parameter", answer);
        assertTrue(answer.body().startsWith("{\"alipay_trade_precreate_response\":"));
    }

    @Test
    void a_bad_amount_names_field_rule_and_what_was_got() {
        String[] bad = {"0", "0.00", "0.001", "-1", "1e2", "+1", "1,00", "100000000.01", "１", " 1"};
        for (String amount : bad) {
            HttpResponse<String> answer = signed(PRECREATE, ORDER.replace("25.00", amount));
            assertRefused("ACQ.INVALID_PARAMETER", answer);
            String text = SignedForm.node(answer).path("sub_msg").asString();
            assertEquals(
                    "参数无效：total_amount is a decimal of 0.01 to 100000000.00 yuan"
                            + " with at most two decimals, got "
                            + amount,
                    text);
        }
    }

    @Test
    void every_rule_of_an_order_is_held() {
        String[] bad = {
            "{}",
            ORDER.replace("T1", "T-1"),
            ORDER.replace("T1", "T".repeat(65)),
            ORDER.replace("\"T1\"", "{}"),
            ORDER.replace("tea", "tea/milk"),
            ORDER.replace("tea", "茶".repeat(257)),
            ORDER.replace("tea", "\\ud83d"),
            ORDER.replace("tea", "\\u0000"),
            with("\"product_code\":\"FAST_INSTANT_TRADE_PAY\""),
            with("\"timeout_express\":\"1.5h\""),
            with("\"timeout_express\":\"16d\""),
            with("\"timeout_express\":\"0m\""),
            with("\"qr_code_timeout_express\":\"x\""),
            with("\"time_expire\":\"2026-11-24\""),
            with("\"time_expire\":\"2027-11-24 00:00:00\""),
            with("\"passback_params\":\"" + "x".repeat(513) + "\""),
            with("\"body\":\"" + "x".repeat(129) + "\""),
        };
        for (String biz : bad) {
            assertRefused("ACQ.INVALID_PARAMETER", signed(PRECREATE, biz));
        }
        SignedForm form = form(PRECREATE, ORDER).with("notify_url", "ftp://merchant.example");
        assertRefused("ACQ.INVALID_PARAMETER", send(form.signedBy(TestGateway.APP)));
        assertRefused(
                "ACQ.INVALID_RECEIVE_ACCOUNT",
                signed(PRECREATE, with("\"seller_id\":\"2088100000000002\"")));
        assertRefused(
                "ACQ.CURRENCY_NOT_SUPPORT", signed(PRECREATE, with("\"trans_currency\":\"USD\"")));
        assertRefused(
                "ACQ.NOW_TIME_AFTER_EXPIRE_TIME_ERROR",
                signed(PRECREATE, with("\"time_expire\":\"2026-11-24 15:59:59\"")));
        assertEquals("10000", SignedForm.code(signed(PRECREATE, ORDER)));
    }

    @Test
    void a_payment_code_is_good_once_for_a_minute_and_never_shown() {
        assertRefused("ACQ.PAYMENT_AUTH_CODE_INVALID", pay("T1", "25.00", "289999999999999999"));
        HttpResponse<String> malformed = pay("T1", "25.00", "1234567890123456");
        assertRefused("ACQ.PAYMENT_AUTH_CODE_INVALID", malformed);
        assertFalse(malformed.body().contains("1234567890123456"));
        String code = code();
        gateway.world.clock.advance(Duration.ofMinutes(1));
        assertRefused("ACQ.PAYMENT_AUTH_CODE_INVALID", pay("T1", "25.00", code));
        assertRefused("ACQ.INVALID_PARAMETER", signed(PAY, ORDER));
        assertRefused(
                "ACQ.INVALID_PARAMETER",
                signed(PAY, with("\"scene\":\"security_code\",\"auth_code\":\"" + code() + "\"")));
    }

    @Test
    void a_wallet_without_enough_in_it_or_frozen_does_not_pay() {
        assertRefused("ACQ.BUYER_BALANCE_NOT_ENOUGH", pay("T1", "1000.01", code()));
        gateway.world.core.wallets().set(gateway.world.lin.id(), Wallet.State.FROZEN);
        assertRefused("ACQ.BUYER_ENABLE_STATUS_FORBID", pay("T2", "25.00", code()));
        assertRefused(
                "ACQ.TRADE_NOT_EXIST", signed("alipay.trade.query", "{\"out_trade_no\":\"T1\"}"));
    }

    @Test
    void a_trade_is_named_one_way_or_another_and_is_the_merchants_own() {
        for (String method :
                new String[] {"alipay.trade.query", "alipay.trade.close", "alipay.trade.cancel"}) {
            assertRefused("ACQ.INVALID_PARAMETER", signed(method, "{}"));
        }
        String unknown = "{\"trade_no\":\"2026112422000001234567890123\"}";
        assertRefused("ACQ.TRADE_NOT_EXIST", signed("alipay.trade.query", unknown));
        assertRefused("ACQ.TRADE_NOT_EXIST", signed("alipay.trade.close", unknown));
        assertRefused(
                "ACQ.TRADE_NOT_EXIST",
                signed(
                        "alipay.trade.refund",
                        "{\"out_trade_no\":\"T9\",\"refund_amount\":\"1.00\"}"));
    }

    @Test
    void another_merchants_trade_is_as_good_as_none() {
        String number = SignedForm.node(signed(PRECREATE, ORDER)).path("out_trade_no").asString();
        String tradeNo = TradeNo.of(gateway.trade(number).id());
        String stranger = "2021000000000009";
        gateway.apps.register(
                new GatewayApp(
                        stranger,
                        gateway.stranger(),
                        TestGateway.SELLER_ID,
                        new GatewayApp.Signing(
                                List.of(TestGateway.publicText(TestGateway.STRANGER)),
                                List.of("RSA2"))));
        for (String name : new String[] {"out_trade_no\":\"T1", "trade_no\":\"" + tradeNo}) {
            String biz = "{\"" + name + "\"}";
            assertEquals("10000", SignedForm.code(signed("alipay.trade.query", biz)));
            for (String method : new String[] {"alipay.trade.query", "alipay.trade.close"}) {
                SignedForm form = form(method, biz).with("app_id", stranger);
                assertRefused("ACQ.TRADE_NOT_EXIST", send(form.signedBy(TestGateway.STRANGER)));
            }
        }
    }

    @Test
    void a_get_request_is_answered_as_a_post_is() {
        HttpResponse<String> answer =
                form(PRECREATE, ORDER).signedBy(TestGateway.APP).get(gateway.url());
        assertEquals("10000", SignedForm.code(answer));
        assertTrue(answer.headers().firstValue("trace_id").orElse("").matches("[0-9a-f]{32}"));
        assertEquals(
                "text/html;charset=utf-8",
                answer.headers().firstValue("content-type").orElse("").replace(" ", ""));
    }

    private static SignedForm form(String method, String biz) {
        return new SignedForm(method, biz);
    }

    private static String with(String field) {
        return ORDER.replace("}", "," + field + "}");
    }

    private HttpResponse<String> signed(String method, String biz) {
        return send(form(method, biz).signedBy(TestGateway.APP));
    }

    private HttpResponse<String> pay(String number, String amount, String code) {
        String order = ORDER.replace("T1", number).replace("25.00", amount);
        return signed(PAY, order.replace("}", ",\"auth_code\":\"" + code + "\"}"));
    }

    private String code() {
        return gateway.world.core.wallets().issueCode(gateway.world.lin.id());
    }

    private HttpResponse<String> send(SignedForm form) {
        return form.post(gateway.url());
    }

    /** Refused with this code, by status 200 and under the gateway's signature. */
    private static void assertRefused(String subCode, HttpResponse<String> answer) {
        assertEquals(subCode, SignedForm.code(answer), answer.body());
        assertEquals(200, answer.statusCode());
        String body = answer.body();
        String node = body.substring(body.indexOf(':') + 1, body.lastIndexOf(",\"sign\":\""));
        String sign = body.substring(body.lastIndexOf(",\"sign\":\"") + 9, body.length() - 2);
        try {
            assertTrue(
                    AlipaySignature.rsaCheck(
                            node,
                            sign,
                            TestGateway.publicText(TestGateway.GATEWAY),
                            "utf-8",
                            "RSA2"),
                    body);
        } catch (AlipayApiException failure) {
            throw new AssertionError(failure);
        }
    }
}
