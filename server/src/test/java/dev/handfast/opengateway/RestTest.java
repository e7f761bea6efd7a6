package dev.handfast.opengateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.alipay.api.AlipayApiException;
import com.alipay.api.internal.util.AlipaySignature;

import dev.handfast.sql.Database;
import dev.handfast.testing.DatabaseTest;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;

/** The REST form of the dialect, by requests put together as the official v3 client does. */
@DatabaseTest
final class RestTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String ORDER =
            "{\"out_trade_no\":\"T1\",\"total_amount\":\"25.00\",\"subject\":\"茶\"}";

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
    void the_same_methods_are_there_under_paths_and_answers_are_signed() {
        HttpResponse<String> order = post("trade/precreate", ORDER);
        assertEquals(200, order.statusCode(), order.body());
        assertSigned(order);
        gateway.linPays(node(order).path("qr_code").asString());
        JsonNode paid = node(post("trade/query", "{\"out_trade_no\":\"T1\"}"));
        assertEquals("TRADE_SUCCESS", paid.path("trade_status").asString());
        assertEquals("2088000000000001", paid.path("buyer_user_id").asString());
        JsonNode refund =
                node(
                        post(
                                "trade/refund",
                                "{\"out_trade_no\":\"T1\",\"out_request_no\":\"R1\","
                                        + "\"refund_amount\":\"10.00\"}"));
        assertEquals("Y", refund.path("fund_change").asString());
        assertEquals("985.00", gateway.linHas());
    }

    @Test
    void the_very_same_request_gets_the_same_answer_and_a_new_one_the_dialects() {
        String code = gateway.world.core.wallets().issueCode(gateway.world.lin.id());
        String pay = ORDER.replace("}", ",\"auth_code\":\"" + code + "\"}");
        HttpRequest request = request("trade/pay", pay, now(), TestGateway.APP);
        HttpResponse<String> first = SignedForm.send(request);
        assertEquals(200, first.statusCode(), first.body());
        assertEquals(first.body(), SignedForm.send(request).body());
        assertRefused(400, "ACQ.TRADE_HAS_SUCCESS", post("trade/pay", pay));
        assertEquals("975.00", gateway.linHas());
    }

    @Test
    void what_is_wrong_has_its_official_code_and_status() {
        assertRefused(404, "invalid-method", post("trade/nonsense", ORDER));
        String bill = "{\"bill_type\":\"%s\",\"bill_date\":\"2027-01-01\"}";
        String bills = "data/dataservice/bill/downloadurl/query";
        assertRefused(400, "BILL_NOT_EXIST", post(bills, bill.formatted("trade")));
        assertRefused(400, "INVAILID_ARGUMENTS", post(bills, bill.formatted("settlements")));
        assertRefused(
                400,
                "invalid-signature",
                SignedForm.send(request("trade/precreate", ORDER, now(), TestGateway.STRANGER)));
        assertRefused(
                400,
                "invalid-timestamp",
                SignedForm.send(
                        request(
                                "trade/precreate",
                                ORDER,
                                now().minus(Duration.ofMinutes(11)),
                                TestGateway.APP)));
        assertRefused(400, "illegal-json", post("trade/precreate", "[]"));
        assertRefused(
                400, "ACQ.INVALID_PARAMETER", post("trade/precreate", ORDER.replace("25", "x")));
        assertRefused(400, "ACQ.TRADE_NOT_EXIST", post("trade/query", ORDER));
        HttpResponse<String> bare =
                SignedForm.send(
                        HttpRequest.newBuilder(uri("trade/query"))
                                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                                .build());
        assertRefused(400, "missing-timestamp", bare);
    }

    @Test
    void a_wrong_signature_is_explained_by_the_text_that_was_checked_without_secrets() {
        String pay = ORDER.replace("}", ",\"auth_code\":\"280123456789012345\"}");
        HttpRequest forged = request("trade/pay", pay, now(), TestGateway.STRANGER);
        String message = node(SignedForm.send(forged)).path("message").asString();
        String head = "网关生成的验签字符串为：app_id=" + TestGateway.APP_ID + ",nonce=";
        assertTrue(message.contains(head), message);
        String lines = "\nPOST\n/v3/alipay/trade/pay\n" + ORDER.replace("}", "");
        assertTrue(message.contains(lines), message);
        assertTrue(message.contains("\"auth_code\":\"***\"}\n"), message);
        HttpRequest unsigned =
                HttpRequest.newBuilder(forged, (name, value) -> true)
                        .setHeader("Authorization", signedWithoutBody("trade/pay"))
                        .build();
        String hint = node(SignedForm.send(unsigned)).path("message").asString();
        assertTrue(hint.endsWith("；所签的字符串中正文没有参与签名"), hint);
    }

    private static String signedWithoutBody(String path) {
        String authorization =
                "app_id=%s,nonce=%s,timestamp=%d"
                        .formatted(TestGateway.APP_ID, UUID.randomUUID(), now().toEpochMilli());
        String text = authorization + "\nPOST\n/v3/alipay/" + path + "\n\n";
        return scheme(authorization, sign(text, TestGateway.APP));
    }

    private HttpResponse<String> post(String path, String body) {
        return SignedForm.send(request(path, body, now(), TestGateway.APP));
    }

    private HttpRequest request(String path, String body, Instant at, KeyPair key) {
        return request(gateway, new Asked(path, body, at, key));
    }

    /** What is asked, by which path below {@code /v3/alipay/}, when and signed by whom. */
    record Asked(String path, String body, Instant at, KeyPair key) {
        /** Asked now by the app itself. */
        static Asked of(String path, String body) {
            return new Asked(path, body, now(), TestGateway.APP);
        }
    }

    /** The signed request. */
    static HttpRequest request(TestGateway gateway, Asked asked) {
        String authorization =
                "app_id=%s,nonce=%s,timestamp=%d"
                        .formatted(
                                TestGateway.APP_ID, UUID.randomUUID(), asked.at().toEpochMilli());
        String target = "/v3/alipay/" + asked.path();
        String text = authorization + "\nPOST\n" + target + "\n" + asked.body() + "\n";
        return HttpRequest.newBuilder(URI.create(gateway.url()).resolve(target))
                .header("Authorization", scheme(authorization, sign(text, asked.key())))
                .header("Content-Type", "application/json; charset=utf-8")
                .POST(HttpRequest.BodyPublishers.ofString(asked.body(), UTF_8))
                .build();
    }

    private static String scheme(String authorization, String sign) {
        return "ALIPAY-SHA256withRSA " + authorization + ",sign=" + sign;
    }

    private URI uri(String path) {
        return URI.create(gateway.url()).resolve("/v3/alipay/" + path);
    }

    private static Instant now() {
        return InstantSource.system().instant();
    }

    private static String sign(String text, KeyPair key) {
        try {
            return AlipaySignature.rsaSign(text, TestGateway.privateText(key), "utf-8", "RSA2");
        } catch (AlipayApiException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static JsonNode node(HttpResponse<String> response) {
        return JSON.readTree(response.body());
    }

    private static void assertRefused(int status, String code, HttpResponse<String> answer) {
        assertEquals(code, node(answer).path("code").asString(), answer.body());
        assertEquals(status, answer.statusCode());
        assertSigned(answer);
    }

    private static void assertSigned(HttpResponse<String> answer) {
        String text =
                header(answer, "alipay-timestamp")
                        + "\n"
                        + header(answer, "alipay-nonce")
                        + "\n"
                        + answer.body()
                        + "\n";
        try {
            assertTrue(
                    AlipaySignature.rsaCheck(
                            text,
                            header(answer, "alipay-signature"),
                            TestGateway.publicText(TestGateway.GATEWAY),
                            "utf-8",
                            "RSA2"));
        } catch (AlipayApiException failure) {
            throw new AssertionError(failure);
        }
    }

    private static String header(HttpResponse<String> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }
}
