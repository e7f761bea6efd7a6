package dev.handfast.alipay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.handfast.alipay.AnswerReader.HttpAnswer;
import dev.handfast.alipay.GatewayResult.NoAnswer;
import dev.handfast.alipay.GatewayResult.Reason;
import dev.handfast.alipay.Transport.Delivery;

import org.junit.jupiter.api.Test;

import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

final class GatewayClientTest {
    private static final Instant NOW = Instant.parse("2026-11-24T07:10:00Z");
    private static final URI ANYWHERE = URI.create("http://gateway.example/gateway.do");
    private static final String ROOT_SN =
            Certificates.rootSerialNumber(List.of(TestCertificates.ROOT));

    @Test
    void a_call_is_answered_over_http() throws Exception {
        try (var gateway = TestGateway.start()) {
            var client =
                    client(
                            app(),
                            new GatewayClient.Endpoint(
                                    URI.create(gateway.url()), HttpTransport.create()));
            var answer = assertInstanceOf(GatewayResult.Answer.class, client.call(query("咖啡/☕")));
            assertEquals("10000", answer.code());
            assertEquals("咖啡/☕", answer.fields().path("subject").asString());
            var refused =
                    assertInstanceOf(GatewayResult.Refused.class, client.call(query("unknown")));
            assertEquals("ACQ.TRADE_NOT_EXIST", refused.error().subCode());
            assertEquals(GatewayResult.Proof.SIGNED, refused.proof());
        }
    }

    @Test
    void gbk_and_encryption_work_from_end_to_end() throws Exception {
        try (var gateway = TestGateway.start()) {
            var cipher =
                    new ContentCipher(EncryptType.AES, ContentKey.parse(TestGateway.CONTENT_KEY));
            for (ClientApp app :
                    List.of(
                            app().in(WireCharset.GBK),
                            app().encrypting(cipher),
                            app().in(WireCharset.GBK).encrypting(cipher))) {
                var endpoint =
                        new GatewayClient.Endpoint(
                                URI.create(gateway.url()), HttpTransport.create());
                var answer =
                        assertInstanceOf(
                                GatewayResult.Answer.class,
                                client(app, endpoint).call(query("咖啡")));
                assertEquals("咖啡", answer.fields().path("subject").asString());
            }
        }
    }

    @Test
    void failures_of_the_network_are_values_that_say_whether_anything_can_have_happened()
            throws Exception {
        URI closed;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            URI silent = URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/gateway.do");
            closed = silent;
            var impatient = new HttpTransport(HttpClient.newHttpClient(), Duration.ofMillis(200));
            var late = client(app(), new GatewayClient.Endpoint(silent, impatient));
            assertEquals(Reason.TIMED_OUT, reason(late.call(query("T1"))));
        }
        var refused = client(app(), new GatewayClient.Endpoint(closed, HttpTransport.create()));
        assertEquals(Reason.NOT_CONNECTED, reason(refused.call(query("T1"))));
    }

    @Test
    void an_answer_that_proves_nothing_is_no_answer() {
        record Row(String body, Reason expected) {}
        String good = text(Outcome.success(fields()));
        for (Row row :
                List.of(
                        new Row("<html>502</html>", Reason.UNREADABLE),
                        new Row("", Reason.UNREADABLE),
                        new Row("{}", Reason.UNREADABLE),
                        new Row("{\"other_response\":{}}", Reason.UNREADABLE),
                        new Row(good + " {}", Reason.UNREADABLE),
                        new Row(good.replace("T1", "T2"), Reason.UNPROVEN),
                        new Row(good.replaceFirst(",\"sign\":\"[^\"]+\"", ""), Reason.UNPROVEN),
                        new Row(good.replaceFirst("(\"sign\":\")", "$1AAAA"), Reason.UNPROVEN),
                        new Row(
                                good.replaceFirst("\\{", "{\"alipay_trade_query_response\":{},"),
                                Reason.UNREADABLE))) {
            assertEquals(
                    row.expected(), reason(answered(row.body()).call(query("T1"))), row.body());
        }
    }

    @Test
    void an_unsigned_refusal_is_told_apart_from_a_signed_one() {
        String body =
                "{\"alipay_trade_query_response\":{\"code\":\"20000\",\"msg\":\"m\","
                        + "\"sub_code\":\"aop.unknow-error\"}}";
        var refused =
                assertInstanceOf(GatewayResult.Refused.class, answered(body).call(query("T1")));
        assertEquals(GatewayResult.Proof.UNSIGNED, refused.proof());
        assertTrue(refused.isUnknownOutcome());
    }

    @Test
    void a_refusal_without_a_reason_is_not_taken_for_a_success() {
        String body = "{\"alipay_trade_query_response\":{\"code\":\"20000\"}}";
        var refused =
                assertInstanceOf(GatewayResult.Refused.class, answered(body).call(query("T1")));
        assertEquals("20000", refused.error().subCode());
    }

    @Test
    void certificate_mode_fetches_an_unknown_certificate_and_trusts_it_by_its_chain() {
        var server = new CertificateServer();
        var endpoint = new GatewayClient.Endpoint(ANYWHERE, server);
        var app =
                app().withCertificates(
                                new ClientApp.CertificateNames(
                                        Certificates.serialNumber(TestCertificates.APP), ROOT_SN));
        var keys =
                GatewayKeys.ofCertificates(TestKeys.SIGNATURES, TestCertificates.APP)
                        .trustingRoots(List.of(TestCertificates.ROOT));
        var client = new GatewayClient(app, endpoint, keys, InstantSource.fixed(NOW));
        assertInstanceOf(GatewayResult.Answer.class, client.call(query("T1")));
        assertInstanceOf(GatewayResult.Answer.class, client.call(query("T1")));
        assertEquals(
                List.of(
                        "alipay.trade.query",
                        "alipay.open.app.alipaycert.download",
                        "alipay.trade.query"),
                server.methods);
        var distrustful =
                new GatewayClient(
                        app,
                        endpoint,
                        GatewayKeys.ofCertificates(TestKeys.SIGNATURES, TestCertificates.APP),
                        InstantSource.fixed(NOW));
        assertEquals(Reason.UNKNOWN_CERTIFICATE, reason(distrustful.call(query("T1"))));
    }

    @Test
    void certificate_mode_refuses_in_order_of_precedence() {
        AppKeys keys = AppKeys.ofCertificates(ROOT_SN, TestCertificates.APP);
        String appSn = Certificates.serialNumber(TestCertificates.APP);
        var request = TestRequests.query();
        assertFault(GatewayFault.MISSING_APP_CERT_SN, request, keys, NOW);
        request.with("app_cert_sn", "0");
        assertFault(GatewayFault.MISSING_ALIPAY_ROOT_CERT_SN, request, keys, NOW);
        request.with("alipay_root_cert_sn", "0");
        assertFault(GatewayFault.INVALID_ALIPAY_ROOT_CERT_SN, request, keys, NOW);
        request.with("alipay_root_cert_sn", ROOT_SN);
        assertFault(GatewayFault.APP_CERT_NOT_EXIST, request, keys, NOW);
        request.with("app_cert_sn", appSn);
        var late = TestCertificates.TO.plusSeconds(1);
        assertFault(GatewayFault.APP_CERT_EXPIRED, request, keys, late);
        var read = TestRequests.read(request.signed().inBody());
        assertInstanceOf(Verification.Verified.class, read.verify(keys, TestKeys.SIGNATURES, NOW));
        assertFault(GatewayFault.APP_CERT_NOT_EXIST, request, TestKeys.appKeys(), NOW);
    }

    @Test
    void a_request_travels_as_link_order_string_and_escaped_form() {
        var biz = JsonNodeFactory.instance.objectNode().put("subject", "a&lt;b \"c\" <d> 'e' 咖啡");
        var call = Call.of("alipay.trade.page.pay", biz).with("return_url", "https://m.example/r");
        SignedRequest signed = app().sign(call, NOW);
        for (RawRequest raw :
                List.of(
                        RawRequest.get(signed.orderString()),
                        RawRequest.get(signed.pageLink(ANYWHERE).getRawQuery()),
                        signed.post(),
                        TestForms.submit(signed.pageForm(ANYWHERE)))) {
            var request = TestRequests.read(raw);
            var verified = request.verify(TestKeys.appKeys(), TestKeys.SIGNATURES, NOW);
            assertInstanceOf(Verification.Verified.class, verified);
            assertFalse(request.isStale(NOW));
        }
    }

    private static void assertFault(
            GatewayFault expected, TestRequests request, AppKeys keys, Instant now) {
        var read = TestRequests.read(request.signed().inBody());
        var refused =
                assertInstanceOf(
                        Verification.Refused.class, read.verify(keys, TestKeys.SIGNATURES, now));
        assertEquals(expected.subCode(), refused.error().subCode());
    }

    /** Answers in certificate mode, the download of its own certificate included. */
    private static final class CertificateServer implements Transport {
        private final List<String> methods = new ArrayList<>();
        private final AnswerWriter writer =
                AnswerWriter.of(TestKeys.gateway())
                        .withCertificate(Certificates.serialNumber(TestCertificates.GATEWAY));

        @Override
        public Delivery send(URI gateway, RawRequest raw) {
            GatewayRequest request = TestRequests.read(raw);
            methods.add(request.method());
            ObjectNode fields = JsonNodeFactory.instance.objectNode();
            fields.put(
                    "alipay_cert_content", Certificates.downloadContent(TestCertificates.GATEWAY));
            GatewayAnswer answer = writer.write(request.replyForm(), Outcome.success(fields), "t");
            return new Delivery.Received(new HttpAnswer(200, answer.contentType(), answer.body()));
        }
    }

    private static GatewayClient answered(String body) {
        var answer = new HttpAnswer(200, "text/html;charset=utf-8", WireCharset.UTF_8.encode(body));
        Transport transport = (gateway, request) -> new Delivery.Received(answer);
        return client(app(), new GatewayClient.Endpoint(ANYWHERE, transport));
    }

    private static String text(Outcome outcome) {
        var form = app().replyForm("alipay.trade.query");
        byte[] body = AnswerWriter.of(TestKeys.gateway()).write(form, outcome, "t").body();
        return new String(body, WireCharset.UTF_8.charset());
    }

    private static GatewayClient client(ClientApp app, GatewayClient.Endpoint endpoint) {
        var keys = GatewayKeys.of(TestKeys.SIGNATURES, TestKeys.GATEWAY.getPublic());
        return new GatewayClient(app, endpoint, keys, InstantSource.fixed(NOW));
    }

    private static ClientApp app() {
        return ClientApp.of(TestGateway.APP_ID, TestKeys.app());
    }

    private static Call query(String outTradeNo) {
        return Call.of(
                "alipay.trade.query",
                JsonNodeFactory.instance.objectNode().put("out_trade_no", outTradeNo));
    }

    private static ObjectNode fields() {
        return JsonNodeFactory.instance.objectNode().put("out_trade_no", "T1");
    }

    private static Reason reason(GatewayResult result) {
        return assertInstanceOf(NoAnswer.class, result).reason();
    }
}
