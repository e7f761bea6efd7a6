package dev.handfast.merchantapi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.handfast.merchants.ApiKey;
import dev.handfast.merchants.Merchant;
import dev.handfast.merchants.Permissions;
import dev.handfast.secrets.ApiSecret;
import dev.handfast.sql.Database;
import dev.handfast.testing.DatabaseTest;
import dev.handfast.web.Json;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Walks every route there is: with no key, with a payer's, with another merchant's, and with input
 * made from the OpenAPI document that breaks one rule at a time.
 */
@DatabaseTest
final class RouteWalkTest {
    private Shop shop;
    private ShopObjects objects;

    @BeforeEach
    void open(Database database) throws Exception {
        shop = new Shop(database);
        objects = new ShopObjects(shop);
    }

    @AfterEach
    void close() {
        shop.close();
    }

    @Test
    void nobody_gets_in_without_a_key() throws Exception {
        for (Route route : shop.api.routes()) {
            HttpResponse<String> none = shop.send(request(route, objects.path(route), ""));
            assertError(route, none, 401, "api_key_missing");
            HttpResponse<String> unknown =
                    shop.send(
                            request(route, objects.path(route), "")
                                    .headers(
                                            Shop.with(
                                                    ApiSecret.generate(
                                                            ApiSecret.Kind.SECRET_TEST))));
            assertError(route, unknown, 401, "api_key_invalid");
        }
    }

    @Test
    void a_payers_key_opens_only_what_is_declared_open() throws Exception {
        for (Route route : shop.api.routes()) {
            HttpResponse<String> answer =
                    shop.send(
                            request(route, objects.path(route), "")
                                    .headers(Shop.with(shop.publishableKey)));
            switch (route.access()) {
                case SECRET -> assertError(route, answer, 403, "secret_key_required");
                case CLIENT_SECRET -> assertError(route, answer, 403, "client_secret_invalid");
                case PUBLISHABLE -> assertTrue(answer.statusCode() != 403, answer.body());
            }
        }
    }

    @Test
    void a_restricted_key_opens_nothing_by_itself() throws Exception {
        ApiSecret key =
                shop.keys.issue(shop.harbor, ApiSecret.Kind.RESTRICTED_TEST, ApiKey.Terms.usual());
        for (Route route : shop.api.routes()) {
            HttpResponse<String> answer =
                    shop.send(request(route, objects.path(route), "").headers(Shop.with(key)));
            assertError(route, answer, 403, "permission_missing");
        }
    }

    @Test
    void every_object_of_the_walk_is_there_for_its_own_merchant() throws Exception {
        for (Route route : shop.api.routes()) {
            if (route.reads() && !route.variables().isEmpty()) {
                HttpResponse<String> own =
                        shop.send(
                                request(route, objects.path(route), BadInput.required(route))
                                        .headers(Shop.with(shop.secretKey)));
                assertEquals(200, own.statusCode(), route.path() + own.body());
            }
        }
    }

    @Test
    void another_merchants_restricted_or_payers_keys_reach_nothing_either() throws Exception {
        Merchant other = shop.merchants.find(new UUID(7, 7)).orElseThrow();
        String before = objects.everything(shop.secretKey);
        String all =
                shop.api.routes().stream()
                        .map(route -> route.resource() + ":write")
                        .distinct()
                        .collect(Collectors.joining(" "));
        ApiSecret restricted =
                shop.keys.issue(
                        other,
                        ApiSecret.Kind.RESTRICTED_TEST,
                        new ApiKey.Terms(Permissions.of(all), Optional.empty(), Optional.empty()));
        ApiSecret publishable = shop.keys.issue(other, ApiSecret.Kind.PUBLISHABLE_TEST);
        for (Route route : shop.api.routes()) {
            if (route.variables().isEmpty()) {
                continue;
            }
            String form = BadInput.required(route);
            HttpResponse<String> foreign =
                    shop.send(
                            request(route, objects.path(route), form)
                                    .headers(Shop.with(restricted)));
            assertEquals("resource_missing", code(foreign), route.path() + foreign.body());
            if (route.access() == Access.CLIENT_SECRET) {
                String shown =
                        "client_secret=" + objects.clientSecret(route.resource()).orElseThrow();
                HttpResponse<String> payers =
                        shop.send(
                                request(route, objects.path(route), BadInput.join(form, shown))
                                        .headers(Shop.with(publishable)));
                assertEquals("resource_missing", code(payers), route.path() + payers.body());
            }
        }
        assertEquals(before, objects.everything(shop.secretKey));
    }

    @Test
    void no_parameter_reaches_another_merchants_object() throws Exception {
        String before = objects.everything(shop.secretKey);
        List<String> reached = new ArrayList<>();
        for (Route route : shop.api.routes()) {
            if (!route.variables().isEmpty()) {
                continue;
            }
            for (NamedId named : ids(route.params(), "")) {
                String form =
                        BadInput.join(
                                BadInput.required(route, named.name()),
                                named.name() + "=" + objects.id(named.kind()));
                HttpResponse<String> foreign =
                        shop.send(
                                request(route, route.path(), form)
                                        .headers(Shop.with(shop.otherSecretKey)));
                JsonNode data = body(foreign).path("data");
                boolean refused = foreign.statusCode() / 100 == 4;
                boolean nothing = refused || (data.isArray() && data.isEmpty());
                if (!nothing && !LATER.contains(route.path() + " " + named.name())) {
                    reached.add(route.path() + " " + form + " " + foreign.body());
                }
            }
        }
        assertEquals(List.of(), reached);
        assertEquals(before, objects.everything(shop.secretKey));
    }

    /** What is only named here, and looked at when it is to pay: then a foreign one is missing. */
    private static final Set<String> LATER = Set.of("/v1/payment_methods card[token]");

    private record NamedId(String name, PublicIds kind) {}

    /** Every parameter that takes an id, in groups too. */
    private static List<NamedId> ids(List<Param> params, String within) {
        List<NamedId> all = new ArrayList<>();
        for (Param param : params) {
            String name = ParamCheck.full(within, param.name());
            if (param.type() instanceof ParamType.Id(PublicIds kind)) {
                all.add(new NamedId(name, kind));
            } else if (param.type() instanceof ParamType.Group(List<Param> below)) {
                all.addAll(ids(below, name));
            }
        }
        return all;
    }

    @Test
    void an_id_that_is_none_is_missing_everywhere() throws Exception {
        for (Route route : shop.api.routes()) {
            if (route.variables().isEmpty()) {
                continue;
            }
            for (String odd : List.of("x", "%00", "%F0%9F%8D%B5", "pi_" + "0".repeat(300))) {
                String path = route.path().replaceAll("\\{[a-z_]+}", odd);
                HttpResponse<String> answer =
                        shop.send(
                                request(route, path, BadInput.required(route))
                                        .headers(Shop.with(shop.secretKey)));
                // Of what else the call demands, something may be missing before.
                assertEquals("resource_missing", code(answer), path + answer.body());
                assertTrue(answer.statusCode() / 100 == 4, path + answer.body());
            }
        }
    }

    @Test
    void nobody_sees_or_touches_another_merchants_objects() throws Exception {
        String before = objects.everything(shop.secretKey);
        for (Route route : shop.api.routes()) {
            if (route.variables().isEmpty()) {
                continue;
            }
            HttpResponse<String> foreign =
                    shop.send(
                            request(route, objects.path(route), BadInput.required(route))
                                    .headers(Shop.with(shop.otherSecretKey)));
            String what = route.verb() + " " + route.path() + " " + foreign.body();
            assertEquals("resource_missing", code(foreign), what);
        }
        for (Route route : shop.api.routes()) {
            if (ShopObjects.isPlainList(route)) {
                JsonNode seen = body(shop.get(route.path(), shop.otherSecretKey));
                assertTrue(seen.path("data").isEmpty(), route.path() + seen);
            }
        }
        assertEquals(before, objects.everything(shop.secretKey));
    }

    @Test
    void input_that_breaks_a_rule_is_refused_by_name_and_has_no_effect() throws Exception {
        JsonNode document =
                body(shop.send(HttpRequest.newBuilder(URI.create(shop.base() + "/openapi.json"))));
        String before = objects.everything(shop.secretKey);
        List<String> wrong = new ArrayList<>();
        int tried = 0;
        for (Route route : shop.api.routes()) {
            // So that no key makes more requests in a second than it may.
            shop.world.clock.advance(Duration.ofSeconds(1));
            for (BadInput bad : BadInput.of(document, route)) {
                HttpResponse<String> answer =
                        shop.send(
                                request(route, objects.path(route), bad.form())
                                        .headers(Shop.with(shop.secretKey)));
                String param = body(answer).path("error").path("param").asString("");
                if (answer.statusCode() != 400 || !param.equals(bad.param())) {
                    wrong.add(route.verb() + " " + route.path() + " " + bad + answer.body());
                }
                tried++;
            }
        }
        assertEquals(List.of(), wrong);
        assertTrue(tried > 1_500, "only %d inputs were tried".formatted(tried));
        assertEquals(before, objects.everything(shop.secretKey));
    }

    private HttpRequest.Builder request(Route route, String path, String form) {
        return switch (route.verb()) {
            case POST -> shop.form(path, form);
            case GET -> HttpRequest.newBuilder(at(path, form));
            case DELETE ->
                    HttpRequest.newBuilder(at(path, form))
                            .method("DELETE", BodyPublishers.noBody());
        };
    }

    private URI at(String path, String form) {
        String query = form.replace("[", "%5B").replace("]", "%5D");
        return URI.create(shop.base() + path + (query.isEmpty() ? "" : "?" + query));
    }

    private static JsonNode body(HttpResponse<String> answer) {
        return Json.parse(answer.body()).orElseThrow();
    }

    private static String code(HttpResponse<String> answer) {
        return body(answer).path("error").path("code").asString("");
    }

    private static void assertError(
            Route route, HttpResponse<String> answer, int status, String code) {
        String what = route.verb() + " " + route.path() + " " + answer.body();
        assertEquals(status, answer.statusCode(), what);
        assertEquals(code, code(answer), what);
    }
}
