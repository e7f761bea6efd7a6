package dev.handfast.alipay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;

/** Messages as developers paste them, good and wrong. */
final class SignatureDoctorTest {
    private static final Instant NOW = Instant.parse("2026-11-24T07:00:00Z");
    private static final String APP = TestKeys.base64(TestKeys.APP.getPublic());
    private static final String OTHER = TestKeys.base64(TestKeys.STRANGER.getPublic());

    @Test
    void a_v2_request_is_shown_with_the_text_that_is_signed() {
        var signed =
                TestRequests.query()
                        .with("app_auth_token", "SECRET")
                        .with("biz_content", "{\"auth_code\":\"28012345678901\",\"a\":1}")
                        .signed();
        String query = signed.asJavaClient().query();
        String body = new String(signed.asJavaClient().body(), StandardCharsets.US_ASCII);
        var good = examine(query + "&" + body + "\n", APP);
        assertTrue(good.healthy(), good.text());
        assertTrue(good.text().contains("a v2 request, alipay.trade.query in "), good.text());
        assertTrue(good.text().contains("\"auth_code\":\"***\",\"a\":1"), good.text());
        String http =
                "POST /gateway.do?%s HTTP/1.1\r\nHost: a\r\nContent-Type: %s\r\n\r\n%s\r\n"
                        .formatted(query, signed.asJavaClient().contentType(), body);
        assertTrue(examine(http, APP).healthy());
        var bad = examine("https://pay.example/gateway.do?" + query + "&" + body, OTHER);
        assertFalse(bad.healthy());
        assertTrue(bad.text().contains("isv.invalid-signature"), bad.text());
        assertTrue(bad.text().contains("app_auth_token=***&"), bad.text());
        assertFalse(bad.text().contains("SECRET") || bad.text().contains("28012"), bad.text());
    }

    @Test
    void a_v3_request_is_shown_line_by_line_and_says_what_was_left_out() {
        String auth = "app_id=2021000000000001,nonce=n,timestamp=1795503600000";
        String body = "{\"out_trade_no\":\"T1\"}";
        String whole = auth + "\nPOST\n/v3/alipay/trade/query\n" + body + "\nSECRET\n";
        assertTrue(examine(v3(auth, whole, body), APP).healthy());
        var bad = examine(v3(auth, whole.replace("SECRET\n", ""), body), APP);
        assertFalse(bad.healthy());
        assertTrue(bad.text().contains("末尾缺少 app_auth_token 一行"), bad.text());
        assertTrue(bad.text().contains("\\n\n          ***\\n"), bad.text());
        assertFalse(bad.text().contains("SECRET"), bad.text());
        assertTrue(
                examine(v3(auth, whole.replace(body, ""), body), APP)
                        .text()
                        .contains("verdict:  isv.invalid-signature"));
    }

    private static String v3(String auth, String signed, String body) {
        String sign = TestKeys.app().sign(SignType.RSA2, signed.getBytes(StandardCharsets.UTF_8));
        return "POST /v3/alipay/trade/query HTTP/1.1\nContent-Length: "
                + body.length()
                + "\nalipay-app-auth-token: SECRET\nAuthorization: ALIPAY-SHA256withRSA "
                + auth
                + ",sign="
                + sign
                + "\n\n"
                + body
                + "\n\n";
    }

    @Test
    void a_notification_is_judged_by_its_own_rule() {
        var signer = new NotificationSigner(TestKeys.app(), SignType.RSA2, WireCharset.UTF_8);
        var form = signer.sign(Parameters.of(Map.of("notify_id", "n1", "subject", "茶")));
        String text = new String(form.body(), StandardCharsets.US_ASCII);
        assertTrue(examine(text, APP).healthy());
        var bad = examine(text.replace("n1", "n2"), APP);
        assertFalse(bad.healthy());
        assertTrue(bad.text().contains("notify_id=n2&subject=茶"), bad.text());
    }

    @Test
    void what_cannot_be_read_says_why() {
        assertEquals(
                "message:  unreadable, isv.missing-method 缺少方法名参数\n", examine("a=b", APP).text());
        assertFalse(examine("", APP).healthy());
        assertFalse(examine("POST /v3/a/b HTTP/1.1\n\n", APP).healthy());
    }

    private static SignatureDoctor.Report examine(String message, String key) {
        return SignatureDoctor.examine(message.getBytes(StandardCharsets.UTF_8), key, NOW);
    }
}
