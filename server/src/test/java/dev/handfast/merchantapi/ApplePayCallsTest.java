package dev.handfast.merchantapi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.handfast.sql.Database;
import dev.handfast.testing.DatabaseTest;
import dev.handfast.web.Json;

import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

@DatabaseTest
final class ApplePayCallsTest {
    private static JsonNode json(HttpResponse<String> answer) {
        return Json.parse(answer.body()).orElseThrow();
    }

    private static HttpResponse<String> delete(Shop shop, String path) throws Exception {
        return shop.send(
                HttpRequest.newBuilder(URI.create(shop.base() + path))
                        .DELETE()
                        .headers(Shop.with(shop.secretKey)));
    }

    @Test
    void a_registered_domain_is_given_sessions_as_they_come(Database database) throws Exception {
        try (Shop shop = new Shop(database)) {
            HttpResponse<String> early =
                    shop.post("/v1/apple_pay/sessions", "domain_name=coffee.example");
            assertEquals(400, early.statusCode());
            assertEquals("apple_pay_session_refused", json(early).at("/error/code").asString());
            assertEquals("domain_name", json(early).at("/error/param").asString());

            HttpResponse<String> added =
                    shop.post("/v1/apple_pay/domains", "domain_name=Coffee.Example");
            assertEquals(200, added.statusCode(), added::body);
            String id = json(added).at("/id").asString();
            assertEquals("coffee.example", json(added).at("/domain_name").asString());
            assertEquals("apple_pay_domain", json(added).at("/object").asString());
            assertEquals(
                    id,
                    json(shop.post("/v1/apple_pay/domains", "domain_name=coffee.example"))
                            .at("/id")
                            .asString());

            HttpResponse<String> session =
                    shop.post(
                            "/v1/apple_pay/sessions",
                            "domain_name=coffee.example&display_name=Coffee");
            assertEquals(200, session.statusCode());
            assertEquals(Shop.SESSION.formatted("coffee.example"), session.body());
            assertEquals(
                    "url_invalid",
                    json(shop.post(
                                    "/v1/apple_pay/sessions",
                                    "domain_name=coffee.example&validation_url=https://a.example"))
                            .at("/error/code")
                            .asString());

            assertEquals(
                    id,
                    json(shop.get("/v1/apple_pay/domains", shop.secretKey))
                            .at("/data/0/id")
                            .asString());
            assertEquals(200, shop.get("/v1/apple_pay/domains/" + id, shop.secretKey).statusCode());
            assertEquals(200, delete(shop, "/v1/apple_pay/domains/" + id).statusCode());
            assertEquals(404, shop.get("/v1/apple_pay/domains/" + id, shop.secretKey).statusCode());
            assertEquals(404, delete(shop, "/v1/apple_pay/domains/" + id).statusCode());
            assertEquals(
                    "parameter_invalid",
                    json(shop.post("/v1/apple_pay/domains", "domain_name=a_b"))
                            .at("/error/code")
                            .asString());
        }
    }
}
