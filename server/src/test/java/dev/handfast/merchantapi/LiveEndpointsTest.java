package dev.handfast.merchantapi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.handfast.merchants.Mode;
import dev.handfast.sql.Database;
import dev.handfast.testing.DatabaseTest;
import dev.handfast.web.Json;

import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.util.List;

/** Where live deliveries may go is said when an address is registered, as far as it shows. */
@DatabaseTest
final class LiveEndpointsTest {
    private static final List<String> NOT_PUBLIC =
            List.of(
                    "https://localhost/hook",
                    "https://127.0.0.1/hook",
                    "https://10.0.0.1/hook",
                    "https://169.254.169.254/latest",
                    "https://[::1]/hook",
                    "https://[fe80::1]/hook",
                    "https://[fd00::1]/hook",
                    "https://[::ffff:10.0.0.1]/hook",
                    "https://2130706433/hook",
                    "https://0x7f000001/hook",
                    "https://127.1/hook",
                    "https://0177.0.0.1/hook",
                    "http://shop.example/hook");

    @Test
    void an_address_that_leads_into_a_private_network_is_refused_by_name(Database database)
            throws Exception {
        try (Shop shop = new Shop(database, Mode.LIVE)) {
            String path = "/v1/webhook_endpoints";
            String good = "url=https://shop.example/hook";
            HttpResponse<String> made = shop.post(path, good + "&enabled_events[]=*");
            assertEquals(200, made.statusCode(), made.body());
            String id = Json.parse(made.body()).orElseThrow().path("id").asString();
            for (String address : NOT_PUBLIC) {
                String url = "url=" + URLEncoder.encode(address, UTF_8);
                assertRefused(shop.post(path, url + "&enabled_events[]=*"));
                assertRefused(shop.post(path + "/" + id, url));
            }
            String now = shop.get(path + "/" + id, shop.secretKey).body();
            assertEquals(
                    "https://shop.example/hook",
                    Json.parse(now).orElseThrow().path("url").asString());
        }
    }

    private static void assertRefused(HttpResponse<String> answer) {
        assertEquals(400, answer.statusCode(), answer.body());
        JsonNode error = Json.parse(answer.body()).orElseThrow().path("error");
        assertEquals("url", error.path("param").asString(), answer.body());
        assertEquals("url_invalid", error.path("code").asString(), answer.body());
    }
}
