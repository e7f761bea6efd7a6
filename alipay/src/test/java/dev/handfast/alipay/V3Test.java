package dev.handfast.alipay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.handfast.alipay.Signatures.SignedBytes;

import org.junit.jupiter.api.Test;

import tools.jackson.databind.node.JsonNodeFactory;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

final class V3Test {
    private static final Instant NOW = Instant.ofEpochMilli(1795476486789L);
    private static final String AUTH = "app_id=2021000000000001,nonce=n-1,timestamp=1795476486789";
    private static final String BODY = "{\"out_trade_no\":\"T1\",\"subject\":\"咖啡/a\"}";

    @Test
    void reads_and_verifies_a_post_with_the_authorisation_exactly_as_sent() {
        V3Request request = read("/v3/alipay/trade/precreate", BODY, "");
        assertEquals("alipay.trade.precreate", request.method());
        assertEquals("2021000000000001", request.appId());
        assertEquals("n-1", request.nonce());
        assertEquals(
                AUTH + "\nPOST\n/v3/alipay/trade/precreate\n" + BODY + "\n", request.signedText());
        assertInstanceOf(Verification.Verified.class, verify(request));
        var biz = assertInstanceOf(BizContent.Fields.class, request.readBiz(TestKeys.appKeys()));
        assertEquals("咖啡/a", biz.fields().path("subject").asString());
    }

    @Test
    void reads_the_query_of_a_get_as_business_content() {
        String target = "/v3/alipay/user/agreement/query?agreement_no=2026+a%2Fb";
        var input = input("GET", target, authorization("GET", target, "", ""), "");
        V3Request request = read(input);
        assertInstanceOf(Verification.Verified.class, verify(request));
        var biz = assertInstanceOf(BizContent.Fields.class, request.readBiz(TestKeys.appKeys()));
        assertEquals("2026 a/b", biz.fields().path("agreement_no").asString());
    }

    @Test
    void signs_the_app_auth_token_and_never_shows_it() {
        V3Request request = read("/v3/alipay/trade/query", BODY, "SECRET");
        assertTrue(request.signedText().endsWith("\nSECRET\n"));
        assertInstanceOf(Verification.Verified.class, verify(request));
        var other = AppKeys.of(TestKeys.STRANGER.getPublic());
        var refused =
                assertInstanceOf(
                        Verification.Refused.class,
                        request.verify(other, TestKeys.SIGNATURES, NOW));
        assertEquals("isv.invalid-signature", refused.error().subCode());
        assertFalse(refused.signedText().contains("SECRET"));
        assertTrue(refused.signedText().contains("***"));
    }

    @Test
    void a_form_with_files_is_signed_over_its_one_text() {
        String type = "multipart/form-data; boundary=b";
        String file = part("form-data; name=\"f\"; filename=\"a.png\"", "\0\1");
        String data = part("form-data; name=\"data\"\r\nContent-Type: application/json", BODY);
        V3Request request = read(form(file + data + "--b--\r\n", BODY, type));
        assertInstanceOf(Verification.Verified.class, verify(request));
        var biz = assertInstanceOf(BizContent.Fields.class, request.readBiz(TestKeys.appKeys()));
        assertEquals("咖啡/a", biz.fields().path("subject").asString());
        assertInstanceOf(
                Verification.Verified.class, verify(read(form(file + "--b--\r\n", "", type))));
        for (String wrong :
                new String[] {
                    data + data + "--b--\r\n", data, data.replace("\"data\"", "\"d\"") + "--b--", ""
                }) {
            var refused =
                    assertInstanceOf(
                            V3Request.Reading.Refused.class,
                            V3Request.read(form(wrong, BODY, type)));
            assertEquals("isv.invalid-parameter", refused.error().subCode());
        }
    }

    private static String part(String disposition, String value) {
        return "--b\r\nContent-Disposition: " + disposition + "\r\n\r\n" + value + "\r\n";
    }

    private static V3Request.Input form(String body, String signed, String type) {
        String target = "/v3/alipay/trade/precreate";
        String authorization = authorization("POST", target, signed, "");
        var headers = new V3Request.Headers(authorization, "", "", "", type);
        return new V3Request.Input("POST", target, headers, body.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void a_wrong_signature_says_what_was_left_out() {
        String target = "/v3/alipay/trade/query?a=b";
        assertEquals("所签的字符串中正文没有参与签名", hint(target, authorization("POST", target, "", "")));
        assertEquals(
                "所签的字符串中路径中的查询参数没有参与签名",
                hint(target, authorization("POST", "/v3/alipay/trade/query", BODY, "")));
        assertEquals("", hint(target, authorization("POST", target, "other", "")));
    }

    private static String hint(String target, String authorization) {
        var refused =
                assertInstanceOf(
                        Verification.Refused.class,
                        verify(read(input("POST", target, authorization, BODY))));
        assertTrue(refused.signedText().contains("\n" + target + "\n" + BODY + "\n"));
        return refused.hints();
    }

    @Test
    void refuses_what_cannot_be_an_authorisation() {
        assertRefused("missing-timestamp", "");
        assertRefused("invalid-signature-type", "Bearer abc");
        assertRefused("invalid-signature-type", "ALIPAY-SHA256withRSA " + AUTH);
        assertRefused("invalid-signature-type", "ALIPAY-SHA256withRSA app_id=1,app_id=2,sign=x");
        assertRefused("missing-app-id", "ALIPAY-SHA256withRSA nonce=1,timestamp=1,sign=x");
        assertRefused("missing-timestamp", "ALIPAY-SHA256withRSA app_id=1,sign=x");
    }

    @Test
    void judges_staleness_by_ten_minutes() {
        V3Request request = read("/v3/alipay/trade/query", BODY, "");
        assertFalse(request.isStale(NOW.plus(Limits.V3_TIMESTAMP_WINDOW)));
        assertTrue(request.isStale(NOW.plus(Limits.V3_TIMESTAMP_WINDOW).plusMillis(1)));
        assertTrue(request.isStale(NOW.minus(Limits.V3_TIMESTAMP_WINDOW).minusMillis(1)));
    }

    @Test
    void answers_are_signed_over_timestamp_nonce_and_body_errors_too() {
        var writer = V3AnswerWriter.of(TestKeys.gateway());
        var stamp = new V3AnswerWriter.Stamp(NOW, "n-2", "t-1");
        var fields = JsonNodeFactory.instance.objectNode().put("qr_code", "https://qr/咖啡");
        var good = writer.write(V3AnswerWriter.Form.PLAIN, Outcome.success(fields), stamp);
        assertEquals(200, good.status());
        assertSigned(good, "{\"qr_code\":\"https://qr/咖啡\"}");
        var refusal = Outcome.refused(GatewayFault.INVALID_APP_ID.error());
        var bad = writer.write(V3AnswerWriter.Form.PLAIN, refusal, stamp);
        assertEquals(400, bad.status());
        assertSigned(bad, "{\"code\":\"invalid-app-id\",\"message\":\"无效的AppID参数\",\"links\":[]}");
    }

    @Test
    void statuses_follow_the_outer_code() {
        assertEquals(404, V3AnswerWriter.status(GatewayFault.INVALID_METHOD.error()));
        assertEquals(401, V3AnswerWriter.status(GatewayFault.INVALID_AUTH_TOKEN.error()));
        assertEquals(403, V3AnswerWriter.status(GatewayFault.INSUFFICIENT_ISV_PERMISSIONS.error()));
        assertEquals(429, V3AnswerWriter.status(GatewayFault.APP_CALL_LIMITED.error()));
        assertEquals(500, V3AnswerWriter.status(GatewayFault.GATEWAY_UNKNOWN_ERROR.error()));
        assertEquals("ACQ.TRADE_NOT_EXIST", V3AnswerWriter.code("ACQ.TRADE_NOT_EXIST"));
        assertEquals("unknow-error", V3AnswerWriter.code("aop.unknow-error"));
    }

    private static void assertSigned(V3AnswerWriter.Answer answer, String body) {
        assertEquals(body, new String(answer.body(), StandardCharsets.UTF_8));
        var headers = answer.headers();
        String text =
                headers.get("alipay-timestamp")
                        + "\n"
                        + headers.get("alipay-nonce")
                        + "\n"
                        + body
                        + "\n";
        var signed =
                new SignedBytes(
                        text.getBytes(StandardCharsets.UTF_8),
                        headers.getOrDefault("alipay-signature", ""));
        var key = TestKeys.GATEWAY.getPublic();
        assertTrue(TestKeys.SIGNATURES.verify(SignType.RSA2, key, signed));
        assertEquals("t-1", headers.get("alipay-trace-id"));
    }

    private static void assertRefused(String code, String authorization) {
        var reading = V3Request.read(input("POST", "/v3/a/b", authorization, ""));
        var refused = assertInstanceOf(V3Request.Reading.Refused.class, reading);
        assertEquals(code, V3AnswerWriter.code(refused.error().subCode()));
    }

    private static V3Request read(String target, String body, String token) {
        String authorization = authorization("POST", target, body, token);
        var headers = new V3Request.Headers(authorization, token, "", "");
        return read(
                new V3Request.Input(
                        "POST", target, headers, body.getBytes(StandardCharsets.UTF_8)));
    }

    private static V3Request read(V3Request.Input input) {
        return assertInstanceOf(V3Request.Reading.Read.class, V3Request.read(input)).request();
    }

    private static V3Request.Input input(
            String method, String target, String authorization, String body) {
        var headers = new V3Request.Headers(authorization, "", "", "");
        return new V3Request.Input(method, target, headers, body.getBytes(StandardCharsets.UTF_8));
    }

    private static String authorization(String method, String target, String body, String token) {
        String text = AUTH + "\n" + method + "\n" + target + "\n" + body + "\n";
        String whole = token.isEmpty() ? text : text + token + "\n";
        String sign = TestKeys.app().sign(SignType.RSA2, whole.getBytes(StandardCharsets.UTF_8));
        return "ALIPAY-SHA256withRSA " + AUTH + ",sign=" + sign;
    }

    private static Verification verify(V3Request request) {
        return request.verify(TestKeys.appKeys(), TestKeys.SIGNATURES, NOW);
    }
}
