package dev.handfast.alipay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.handfast.alipay.Parameters.Empties;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

final class GatewayRequestTest {
    private static final Instant NOW = Instant.parse("2026-11-24T07:10:00Z");

    @Test
    void reads_the_same_request_from_query_body_and_multipart() {
        var request =
                TestRequests.query().with("notify_url", "https://m.example/n?a=1&b=2").signed();
        for (RawRequest raw :
                List.of(
                        request.inBody(),
                        request.inQuery(),
                        request.asJavaClient(),
                        request.asMultipart())) {
            GatewayRequest read = TestRequests.read(raw);
            assertEquals("alipay.trade.query", read.method());
            assertEquals("2021000000000001", read.appId());
            assertEquals(TestRequests.BIZ, read.bizContent());
            assertEquals("https://m.example/n?a=1&b=2", read.notifyUrl());
            assertInstanceOf(Verification.Verified.class, verify(read));
        }
    }

    @Test
    void reads_and_verifies_gbk_when_the_request_says_so() {
        var request = TestRequests.query().in(WireCharset.GBK).signed();
        for (RawRequest raw : List.of(request.inBody(), request.asMultipart())) {
            GatewayRequest read = TestRequests.read(raw);
            assertEquals(TestRequests.BIZ, read.bizContent());
            assertInstanceOf(Verification.Verified.class, verify(read));
        }
    }

    @Test
    void builds_the_signed_text_in_name_order_with_sign_type_and_without_sign() {
        GatewayRequest read = TestRequests.read(TestRequests.query().with("sign", "x").inQuery());
        assertEquals(
                "app_id=2021000000000001&biz_content="
                        + TestRequests.BIZ
                        + "&charset=utf-8&format=json&method=alipay.trade.query&sign_type=RSA2"
                        + "&timestamp=2026-11-24 15:06:37&version=1.0",
                read.signedText(Empties.DROPPED));
    }

    @Test
    void verifies_with_and_without_empty_parameters() {
        var java = TestRequests.query().with("notify_url", "").signed();
        var node = TestRequests.query().with("notify_url", "").keepingEmpties().signed();
        assertInstanceOf(Verification.Verified.class, verify(TestRequests.read(java.inQuery())));
        assertInstanceOf(Verification.Verified.class, verify(TestRequests.read(node.inQuery())));
    }

    @Test
    void refuses_in_order_of_precedence_before_the_app_is_known() {
        record Row(String query, GatewayFault expected, String rootName) {}
        for (Row row :
                List.of(
                        new Row(
                                "method=a.b&method=a.c",
                                GatewayFault.SUSPECTED_ATTACK,
                                "error_response"),
                        new Row(
                                "method=a.b&x=1&x=2&charset=big5",
                                GatewayFault.INVALID_CHARSET,
                                "a_b_response"),
                        new Row(
                                "method=a.b&x=1&x=2",
                                GatewayFault.SUSPECTED_ATTACK,
                                "a_b_response"),
                        new Row("method=a.b&x=%ff", GatewayFault.INVALID_CHARSET, "a_b_response"),
                        new Row("method=a.b&x=%f", GatewayFault.INVALID_PARAMETER, "a_b_response"),
                        new Row("method=a.b&=1", GatewayFault.INVALID_PARAMETER, "a_b_response"),
                        new Row("app_id=1", GatewayFault.MISSING_METHOD, "error_response"),
                        new Row(
                                "method=a-b&app_id=1",
                                GatewayFault.INVALID_METHOD,
                                "error_response"),
                        new Row("method=a.b", GatewayFault.MISSING_APP_ID, "a_b_response"))) {
            var refused = TestRequests.refused(RawRequest.get(row.query()));
            assertEquals(row.expected().subCode(), refused.error().subCode(), row.query());
            assertEquals(row.rootName(), refused.replyForm().rootName(), row.query());
        }
    }

    @Test
    void refuses_in_order_of_precedence_once_the_app_is_known() {
        var request = TestRequests.query().with("format", "xml").with("sign_type", "MD5");
        request.without("timestamp").without("version");
        assertRefusal(GatewayFault.MISSING_SIGNATURE, request);
        request.with("sign", "AAAA").without("sign_type");
        assertRefusal(GatewayFault.MISSING_SIGNATURE_TYPE, request);
        request.with("sign_type", "MD5");
        assertRefusal(GatewayFault.MISSING_TIMESTAMP, request);
        request.with("timestamp", "24/11/2026");
        assertRefusal(GatewayFault.MISSING_VERSION, request);
        request.with("version", "1.0");
        assertRefusal(GatewayFault.INVALID_FORMAT, request);
        request.with("format", "JSON");
        assertRefusal(GatewayFault.INVALID_SIGNATURE_TYPE, request);
        request.with("sign_type", "RSA");
        assertRefusal(GatewayFault.INVALID_SIGNATURE_TYPE, request);
        request.with("sign_type", "SM2");
        assertRefusal(GatewayFault.MISSING_SIGNATURE_CONFIG, request);
        request.with("sign_type", "RSA2");
        assertRefusal(GatewayFault.INVALID_SIGNATURE, request);
        request.signed();
        assertRefusal(GatewayFault.INVALID_TIMESTAMP, request);
    }

    @Test
    void takes_sha1_signatures_only_from_an_app_that_may_use_them() {
        var read =
                TestRequests.read(TestRequests.query().with("sign_type", "RSA").signed().inBody());
        assertInstanceOf(Verification.Refused.class, verify(read));
        var lenient = TestKeys.appKeys().allowing(SignType.RSA);
        assertInstanceOf(
                Verification.Verified.class, read.verify(lenient, TestKeys.SIGNATURES, NOW));
    }

    @Test
    void accepts_an_old_key_beside_the_new_one_and_says_which_it_was() {
        var keys = AppKeys.of(TestKeys.STRANGER.getPublic(), TestKeys.APP.getPublic());
        var read = TestRequests.read(TestRequests.query().signed().inBody());
        var verified =
                assertInstanceOf(
                        Verification.Verified.class, read.verify(keys, TestKeys.SIGNATURES, NOW));
        assertEquals(TestKeys.APP.getPublic(), verified.key());
    }

    @Test
    void says_which_text_was_checked_without_the_tokens_in_it() {
        var request = TestRequests.query().with("app_auth_token", "SECRET").signed();
        var read = TestRequests.read(request.with("version", "1.1").inBody());
        var refused = assertInstanceOf(Verification.Refused.class, verify(read));
        assertEquals("isv.invalid-signature", refused.error().subCode());
        assertFalse(refused.error().subMsg().contains("app_id"));
        assertTrue(refused.explained().subMsg().contains(TestRequests.BIZ));
        assertTrue(refused.explained().subMsg().contains("app_auth_token=***"));
        assertFalse(refused.explained().subMsg().contains("SECRET"));
    }

    @Test
    void hints_at_the_mistake_that_broke_the_signature() {
        var bare = TestRequests.query().without("sign_type").signed().with("sign_type", "RSA2");
        assertTrue(hint(bare).contains("sign_type"), hint(bare));
        var otherHash = TestRequests.query().with("sign_type", "RSA");
        String sha1 = sha1Signature();
        assertTrue(hint(otherHash.with("sign_type", "RSA2").with("sign", sha1)).contains("RSA"));
        assertEquals("", hint(TestRequests.query().with("sign", "AAAA")));
    }

    @Test
    void lets_the_charset_of_the_body_win_over_another_spelling_in_the_query() {
        var request = TestRequests.query().signed();
        byte[] body = request.inBody().body();
        var raw = new RawRequest("charset=UTF-8", body, "application/x-www-form-urlencoded");
        assertInstanceOf(Verification.Verified.class, verify(TestRequests.read(raw)));
        var other = new RawRequest("charset=GBK", body, "application/x-www-form-urlencoded");
        assertEquals("isv.suspected-attack", TestRequests.refused(other).error().subCode());
    }

    @Test
    void judges_staleness_by_the_documented_window_either_way() {
        GatewayRequest read = TestRequests.read(TestRequests.query().inBody());
        Instant made = Instant.parse("2026-11-24T07:06:37Z");
        assertEquals(made, read.timestamp().orElseThrow());
        Duration window = Limits.TIMESTAMP_WINDOW;
        assertFalse(read.isStale(made.plus(window)));
        assertTrue(read.isStale(made.plus(window).plusMillis(1)));
        assertFalse(read.isStale(made.minus(window)));
        assertTrue(read.isStale(made.minus(window).minusMillis(1)));
        var timeless = TestRequests.query().with("timestamp", "2026-02-30 00:00:00");
        assertTrue(TestRequests.read(timeless.inBody()).isStale(made));
    }

    @Test
    void refuses_bodies_that_are_no_form() {
        byte[] json = "{\"method\":\"a.b\"}".getBytes(StandardCharsets.UTF_8);
        var raw = new RawRequest("method=a.b&app_id=1", json, "application/json");
        assertEquals("isv.invalid-parameter", TestRequests.refused(raw).error().subCode());
    }

    private static String sha1Signature() {
        String text = TestRequests.read(TestRequests.query().inBody()).signedText(Empties.DROPPED);
        return TestKeys.app().sign(SignType.RSA, text.getBytes(StandardCharsets.UTF_8));
    }

    private static String hint(TestRequests request) {
        var refused =
                assertInstanceOf(
                        Verification.Refused.class, verify(TestRequests.read(request.inBody())));
        return refused.hints();
    }

    private static Verification verify(GatewayRequest request) {
        return request.verify(TestKeys.appKeys(), TestKeys.SIGNATURES, NOW);
    }

    private static void assertRefusal(GatewayFault expected, TestRequests request) {
        var refused =
                assertInstanceOf(
                        Verification.Refused.class, verify(TestRequests.read(request.inBody())));
        assertEquals(expected.subCode(), refused.error().subCode());
    }
}
