package dev.handfast.alipay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.alipay.api.AlipayApiException;
import com.alipay.api.AlipayClient;
import com.alipay.api.AlipayConfig;
import com.alipay.api.DefaultAlipayClient;
import com.alipay.api.domain.AlipayTradeQueryModel;
import com.alipay.api.internal.util.AlipaySignature;
import com.alipay.api.request.AlipayTradeAppPayRequest;
import com.alipay.api.request.AlipayTradePagePayRequest;
import com.alipay.api.request.AlipayTradeQueryRequest;
import com.alipay.api.response.AlipayTradeQueryResponse;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The unmodified official Java client against a gateway made of this library. */
final class OfficialClientTest {
    private static final String SUBJECT = "咖啡 ☕ a/b&c=d \"quoted\" 😀";
    private static TestGateway gateway;

    @BeforeAll
    static void start() throws Exception {
        gateway = TestGateway.start();
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void a_call_succeeds_and_its_subject_comes_back_unharmed() throws Exception {
        for (String charset : new String[] {"utf-8", "UTF-8", "GBK"}) {
            AlipayTradeQueryResponse answer = client(charset).execute(query(SUBJECT));
            assertTrue(answer.isSuccess(), answer.getBody());
            assertEquals("10000", answer.getCode());
            String expected = charset.equals("GBK") ? "咖啡 ? a/b&c=d \"quoted\" ?" : SUBJECT;
            assertEquals(expected, answer.getSubject());
            assertEquals("trace-1", answer.getParams().get("traceId"));
        }
    }

    @Test
    void refusals_reach_the_caller_as_values() throws Exception {
        AlipayTradeQueryResponse unknown = client("utf-8").execute(query("unknown"));
        assertFalse(unknown.isSuccess());
        assertEquals("ACQ.TRADE_NOT_EXIST", unknown.getSubCode());

        var config = config("utf-8");
        config.setPrivateKey(TestKeys.base64Private(TestKeys.STRANGER));
        AlipayTradeQueryResponse forged = new DefaultAlipayClient(config).execute(query("x"));
        assertEquals("isv.invalid-signature", forged.getSubCode());
        assertTrue(forged.getSubMsg().contains("网关生成的验签字符串为：alipay_sdk="), forged.getSubMsg());

        config.setAppId("2021000000000404");
        AlipayTradeQueryResponse stranger = new DefaultAlipayClient(config).execute(query("x"));
        assertEquals("isv.invalid-app-id", stranger.getSubCode());
    }

    @Test
    void encrypted_calls_are_answered_encrypted_refusals_included() throws Exception {
        var config = config("utf-8");
        config.setEncryptKey(TestGateway.CONTENT_KEY);
        config.setEncryptType("AES");
        var client = new DefaultAlipayClient(config);
        AlipayTradeQueryRequest good = query(SUBJECT);
        good.setNeedEncrypt(true);
        assertEquals(SUBJECT, client.execute(good).getSubject());
        AlipayTradeQueryRequest unknown = query("unknown");
        unknown.setNeedEncrypt(true);
        assertEquals("ACQ.TRADE_NOT_EXIST", client.execute(unknown).getSubCode());
    }

    @Test
    void certificate_mode_works_also_when_the_client_has_to_fetch_the_gateways() throws Exception {
        String root = Certificates.rootSerialNumber(List.of(TestCertificates.ROOT));
        var keys = AppKeys.ofCertificates(root, TestCertificates.APP);
        try (var certified = TestGateway.start(keys)) {
            for (X509Certificate known : List.of(TestCertificates.GATEWAY, TestCertificates.APP)) {
                var config = config("utf-8");
                config.setServerUrl(certified.url());
                config.setAlipayPublicKey(null);
                config.setAppCertContent(Certificates.pem(TestCertificates.APP));
                config.setAlipayPublicCertContent(Certificates.pem(known));
                config.setRootCertContent(Certificates.pem(TestCertificates.ROOT));
                var answer = new DefaultAlipayClient(config).certificateExecute(query(SUBJECT));
                assertTrue(answer.isSuccess(), answer.getBody());
                assertEquals(SUBJECT, answer.getSubject());
            }
        }
    }

    @Test
    void page_forms_links_and_order_strings_are_accepted() throws Exception {
        var page = new AlipayTradePagePayRequest();
        page.setBizContent("{\"out_trade_no\":\"T1\",\"subject\":\"咖啡 \\\"a\\\" & b\"}");
        page.setReturnUrl("https://m.example/r?x=1&y=2");
        AlipayClient client = client("utf-8");
        assertVerified(TestForms.submit(client.pageExecute(page).getBody()));
        String link = client.pageExecute(page, "GET").getBody();
        assertVerified(RawRequest.get(link.substring(link.indexOf('?') + 1)));
        var app = new AlipayTradeAppPayRequest();
        app.setBizContent("{\"out_trade_no\":\"T1\",\"subject\":\"咖啡\"}");
        assertVerified(RawRequest.get(client.sdkExecute(app).getBody()));
    }

    @Test
    void its_signature_check_accepts_our_notifications_and_returns() throws Exception {
        for (WireCharset charset : WireCharset.values()) {
            var signer = new NotificationSigner(TestKeys.gateway(), SignType.RSA2, charset);
            var content =
                    Parameters.of(
                            Map.of(
                                    "out_trade_no", "T1",
                                    "subject", "咖啡 100% + a/b&c=d",
                                    "total_amount", "88.88",
                                    "empty", ""));
            var form = signer.sign(content);
            assertTrue(checks(RawRequest.form(form.body()), charset));
            String url = signer.returnUrl("https://m.example/r?x=1#top", content);
            assertTrue(url.startsWith("https://m.example/r?x=1&") && url.endsWith("#top"), url);
            String query = url.substring(url.indexOf("1&") + 2, url.length() - "#top".length());
            assertTrue(checks(RawRequest.get(query), charset));
        }
    }

    private static boolean checks(RawRequest raw, WireCharset charset) throws AlipayApiException {
        var read = (ParameterReader.Result.Collected) ParameterReader.read(raw);
        var parameters = new HashMap<>(read.parameters().asMap());
        assertFalse(parameters.containsKey("empty"));
        return AlipaySignature.rsaCheckV1(
                parameters,
                TestKeys.base64(TestKeys.GATEWAY.getPublic()),
                charset.wireName(),
                "RSA2");
    }

    private static void assertVerified(RawRequest raw) {
        var request = TestRequests.read(raw);
        var verified = request.verify(TestKeys.appKeys(), TestKeys.SIGNATURES, Instant.EPOCH);
        assertTrue(verified instanceof Verification.Verified, verified.toString());
    }

    private static AlipayTradeQueryRequest query(String outTradeNo) {
        var request = new AlipayTradeQueryRequest();
        var model = new AlipayTradeQueryModel();
        model.setOutTradeNo(outTradeNo);
        request.setBizModel(model);
        return request;
    }

    private static AlipayClient client(String charset) throws AlipayApiException {
        return new DefaultAlipayClient(config(charset));
    }

    private static AlipayConfig config(String charset) {
        var config = new AlipayConfig();
        config.setServerUrl(gateway.url());
        config.setAppId(TestGateway.APP_ID);
        config.setPrivateKey(TestKeys.base64Private(TestKeys.APP));
        config.setAlipayPublicKey(TestKeys.base64(TestKeys.GATEWAY.getPublic()));
        config.setCharset(charset);
        config.setSignType("RSA2");
        config.setFormat("json");
        return config;
    }
}
