package dev.handfast.sdktests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.alipay.api.DefaultAlipayClient;
import com.alipay.api.internal.util.AlipaySignature;
import com.alipay.api.request.AlipayTradePrecreateRequest;
import com.sun.net.httpserver.HttpServer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Notifications of a real process: repeated by its clock, seen and repeated by an operator. */
@ExtendWith(SandboxExtension.class)
final class NotificationTest {
    private static final long WAIT_SECONDS = 20;

    private final BlockingQueue<Map<String, String>> received = new LinkedBlockingQueue<>();
    private volatile String reply = "success";
    private HttpServer page;

    @BeforeEach
    void open() throws IOException {
        page = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        page.createContext(
                "/notify",
                exchange -> {
                    String form = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
                    byte[] answer = reply.getBytes(UTF_8);
                    exchange.sendResponseHeaders(200, answer.length);
                    exchange.getResponseBody().write(answer);
                    exchange.close();
                    received.add(fields(form));
                });
        page.start();
    }

    @AfterEach
    void close() {
        page.stop(0);
    }

    @Test
    void an_operator_sees_what_a_page_answered_wrong_and_sends_again(Sandbox sandbox)
            throws Exception {
        reply = "SUCCESS\n";
        String url = url();
        sandbox.scan(precreate(sandbox, JavaClientTest.Mode.KEY));
        Map<String, String> first = next();
        assertTrue(isGenuine(sandbox, JavaClientTest.Mode.KEY, first));
        assertEquals("TRADE_SUCCESS", first.get("trade_status"));

        sandbox.advance(Duration.ofMinutes(4));
        assertEquals(first.get("notify_id"), next().get("notify_id"));
        JsonNode waiting = delivery(sandbox, url, "waiting");
        assertEquals(2, waiting.path("attempts").asInt());
        assertEquals("SUCCESS\n", waiting.path("last_answer").asString());
        assertTrue(waiting.path("hint").asString().contains("exactly the 7 characters"));

        reply = "success";
        sandbox.post(
                "/operator/deliveries/" + waiting.path("id").asString() + "/redeliver",
                JsonNodeFactory.instance.objectNode());
        assertEquals(first.get("notify_id"), next().get("notify_id"));
        JsonNode delivered = delivery(sandbox, url, "delivered");
        assertEquals(waiting.path("id"), delivered.path("id"));
        assertEquals(200, delivered.path("last_status").asInt());
    }

    @Test
    void an_app_that_signs_with_sm2_is_told_with_sm2(Sandbox sandbox) throws Exception {
        sandbox.scan(precreate(sandbox, JavaClientTest.Mode.SM2));
        Map<String, String> told = next();
        assertEquals("SM2", told.get("sign_type"));
        assertTrue(isGenuine(sandbox, JavaClientTest.Mode.SM2, told));
    }

    private String url() {
        return "http://127.0.0.1:" + page.getAddress().getPort() + "/notify";
    }

    /** The delivery to this page, once it is that far: the answer is written down after it came. */
    private static JsonNode delivery(Sandbox sandbox, String url, String state) {
        for (long begin = System.nanoTime();
                System.nanoTime() - begin < TimeUnit.SECONDS.toNanos(WAIT_SECONDS);
                Thread.onSpinWait()) {
            for (JsonNode one :
                    sandbox.get("/operator/deliveries?state=" + state).path("deliveries")) {
                if (one.path("url").asString().equals(url) && one.has("last_status")) {
                    return one;
                }
            }
        }
        throw new AssertionError("no delivery to " + url + " is " + state);
    }

    private Map<String, String> next() throws InterruptedException {
        return Optional.ofNullable(received.poll(WAIT_SECONDS, TimeUnit.SECONDS))
                .orElseThrow(() -> new AssertionError("no notification came"));
    }

    private String precreate(Sandbox sandbox, JavaClientTest.Mode mode) throws Exception {
        AlipayTradePrecreateRequest request = new AlipayTradePrecreateRequest();
        request.setNotifyUrl(url());
        request.setBizContent(
                "{\"out_trade_no\":\"%s\",\"total_amount\":\"25.00\",\"subject\":\"茉莉花茶 100%%\"}"
                        .formatted(Sandbox.order("notify_")));
        return new DefaultAlipayClient(JavaClientTest.config(sandbox, mode))
                .execute(request)
                .getQrCode();
    }

    private static boolean isGenuine(
            Sandbox sandbox, JavaClientTest.Mode mode, Map<String, String> told) throws Exception {
        return AlipaySignature.rsaCheckV1(
                new HashMap<>(told),
                sandbox.credential(mode.at() + "/alipay_public_key"),
                told.get("charset"),
                told.get("sign_type"));
    }

    private static Map<String, String> fields(String form) {
        Map<String, String> fields = new HashMap<>();
        for (String pair : form.split("&", -1)) {
            int equals = pair.indexOf('=');
            fields.put(
                    pair.substring(0, equals),
                    URLDecoder.decode(pair.substring(equals + 1), UTF_8));
        }
        return fields;
    }
}
