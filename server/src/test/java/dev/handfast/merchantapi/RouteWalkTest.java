package dev.handfast.merchantapi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.handfast.merchants.ApiKey;
import dev.handfast.secrets.ApiSecret;
import dev.handfast.sql.Database;
import dev.handfast.testing.DatabaseTest;
import dev.handfast.testing.World;
import dev.handfast.web.Json;
import dev.handfast.web.PublicId;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Walks every route there is: with no key, with a payer's, with another merchant's, and with input
 * made from the OpenAPI document that breaks one rule at a time.
 */
@DatabaseTest
final class RouteWalkTest {
    private static final String UNKNOWN = "parameter_nobody_declares";

    private Shop shop;
    private Objects objects;

    @BeforeEach
    void open(Database database) throws Exception {
        shop = new Shop(database);
        objects = new Objects(shop);
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
    void nobody_sees_or_touches_another_merchants_objects() throws Exception {
        String before = objects.everything(shop.secretKey);
        for (Route route : shop.api.routes()) {
            if (route.variables().isEmpty()) {
                continue;
            }
            HttpResponse<String> foreign =
                    shop.send(
                            request(route, objects.path(route), objects.required(route))
                                    .headers(Shop.with(shop.otherSecretKey)));
            String what = route.verb() + " " + route.path() + " " + foreign.body();
            assertEquals("resource_missing", code(foreign), what);
        }
        for (Route route : shop.api.routes()) {
            boolean list = route.answers().form() == Route.Answers.Form.PAGE;
            if (list && objects.required(route).isEmpty() && route.variables().isEmpty()) {
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
        int tried = 0;
        for (Route route : shop.api.routes()) {
            for (BadInput bad : BadInput.of(document, route)) {
                HttpResponse<String> answer =
                        shop.send(
                                request(route, objects.path(route), bad.form())
                                        .headers(Shop.with(shop.secretKey)));
                String what = route.verb() + " " + route.path() + " " + bad;
                assertEquals(400, answer.statusCode(), what + answer.body());
                assertEquals(
                        bad.param(),
                        body(answer).path("error").path("param").asString(""),
                        what + answer.body());
                tried++;
            }
        }
        assertTrue(tried > 200, "only %d inputs were tried".formatted(tried));
        assertEquals(before, objects.everything(shop.secretKey));
    }

    /** A form that breaks one rule, and the parameter that must be named. */
    private record BadInput(String form, String param) {
        static List<BadInput> of(JsonNode document, Route route) {
            Map<String, JsonNode> params = params(document, route);
            List<String> required = required(document, route);
            List<BadInput> all = new ArrayList<>();
            String good = form(params, required, "");
            all.add(new BadInput(join(good, UNKNOWN + "=1"), UNKNOWN));
            params.forEach(
                    (name, schema) -> {
                        String others = form(params, required, name);
                        if (required.contains(name)) {
                            all.add(new BadInput(others, name));
                        }
                        for (BadInput bad : broken(name, schema)) {
                            all.add(new BadInput(join(others, bad.form()), bad.param()));
                        }
                    });
            return all;
        }

        private static List<BadInput> broken(String name, JsonNode given) {
            JsonNode schema = given.has("anyOf") ? given.path("anyOf").path(0) : given;
            List<BadInput> all = new ArrayList<>();
            String encoded = URLEncoder.encode(name, UTF_8);
            switch (schema.path("type").asString("")) {
                case "string" -> {
                    all.add(new BadInput(encoded + "[x]=1", name));
                    int longest = schema.path("maxLength").asInt(300);
                    all.add(new BadInput(encoded + "=" + "x".repeat(longest + 1), name));
                    all.add(new BadInput(encoded + "=a%00b", name));
                    if (schema.has("enum") || schema.has("pattern")) {
                        all.add(new BadInput(encoded + "=no-such", name));
                    }
                }
                case "integer" -> {
                    for (String text : List.of("x", "1.5", "-1", "99999999999999999")) {
                        all.add(new BadInput(encoded + "=" + text, name));
                    }
                }
                case "boolean" -> all.add(new BadInput(encoded + "=maybe", name));
                case "array" -> {
                    all.add(new BadInput(encoded + "=x", name));
                    String many = (encoded + "[]=x&").repeat(schema.path("maxItems").asInt() + 1);
                    all.add(new BadInput(many, name));
                }
                case "object" -> {
                    all.add(new BadInput(encoded + "=x", name));
                    below(name, schema, all);
                }
                default -> {}
            }
            return all;
        }

        private static void below(String name, JsonNode schema, List<BadInput> all) {
            if (schema.has("propertyNames")) {
                String key = "k".repeat(schema.path("propertyNames").path("maxLength").asInt());
                String value =
                        "v"
                                .repeat(
                                        schema.path("additionalProperties")
                                                        .path("maxLength")
                                                        .asInt()
                                                + 1);
                String full = name + "[" + key + "]";
                all.add(new BadInput(full + "=" + value, full));
                all.add(new BadInput(name + "[a][b]=c", name + "[a]"));
                return;
            }
            all.add(
                    new BadInput(
                            name + "[" + UNKNOWN + "]=1",
                            firstRequired(schema)
                                    .map(first -> name + "[" + first + "]")
                                    .orElse(name + "[" + UNKNOWN + "]")));
        }

        private static Optional<String> firstRequired(JsonNode schema) {
            JsonNode required = schema.path("required");
            return required.isEmpty() ? Optional.empty() : Optional.of(required.path(0).asString());
        }

        private static String form(
                Map<String, JsonNode> params, List<String> required, String without) {
            String form = "";
            for (String name : required) {
                if (!name.equals(without)) {
                    form = join(form, sample(name, params.getOrDefault(name, Json.object())));
                }
            }
            return form;
        }

        static String join(String one, String other) {
            return one.isEmpty() ? other : one + "&" + other;
        }
    }

    private static Map<String, JsonNode> params(JsonNode document, Route route) {
        Map<String, JsonNode> params = new LinkedHashMap<>();
        JsonNode operation = operation(document, route);
        operation
                .path("requestBody")
                .path("content")
                .path("application/x-www-form-urlencoded")
                .path("schema")
                .path("properties")
                .properties()
                .forEach(entry -> params.put(entry.getKey(), entry.getValue()));
        for (JsonNode parameter : operation.path("parameters")) {
            if (parameter.path("in").asString().equals("query")) {
                params.put(parameter.path("name").asString(), parameter.path("schema"));
            }
        }
        return params;
    }

    private static List<String> required(JsonNode document, Route route) {
        List<String> required = new ArrayList<>();
        JsonNode operation = operation(document, route);
        operation
                .path("requestBody")
                .path("content")
                .path("application/x-www-form-urlencoded")
                .path("schema")
                .path("required")
                .forEach(name -> required.add(name.asString()));
        for (JsonNode parameter : operation.path("parameters")) {
            boolean inQuery = parameter.path("in").asString().equals("query");
            if (inQuery && parameter.path("required").asBoolean()) {
                required.add(parameter.path("name").asString());
            }
        }
        return required;
    }

    private static JsonNode operation(JsonNode document, Route route) {
        return document.path("paths")
                .path(route.path())
                .path(route.verb().name().toLowerCase(java.util.Locale.ROOT));
    }

    /** Something the schema of a required parameter allows. */
    static String sample(String name, JsonNode schema) {
        return switch (schema.path("type").asString("")) {
            case "integer" -> name + "=" + schema.path("minimum").asLong(1);
            case "boolean" -> name + "=true";
            case "array" -> sample(name + "[0]", schema.path("items"));
            case "object" -> {
                String form = "";
                for (JsonNode below : schema.path("required")) {
                    String field = below.asString();
                    form =
                            BadInput.join(
                                    form,
                                    sample(
                                            name + "[" + field + "]",
                                            schema.path("properties").path(field)));
                }
                yield form.isEmpty() ? name + "[a]=b" : form;
            }
            default -> name + "=" + text(schema);
        };
    }

    private static String text(JsonNode schema) {
        String pattern = schema.path("pattern").asString("");
        if (schema.has("enum")) {
            return schema.path("enum").path(0).asString();
        }
        if (pattern.contains("_[0-9a-z]")) {
            return pattern.substring(1, pattern.indexOf("_[")) + "_" + "0".repeat(26);
        }
        return pattern.isEmpty() ? "text" : "usd";
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

    /** One object of each kind of the first merchant. */
    private static final class Objects {
        private final Shop shop;
        private final Map<String, String> ids = new LinkedHashMap<>();

        Objects(Shop shop) throws Exception {
            this.shop = shop;
            String token = URLEncoder.encode(shop.token(shop.world.linToken, usd()), UTF_8);
            String pay =
                    "amount=1000&currency=usd&confirm=true&payment_method_data[type]=card"
                            + "&payment_method_data[card][pk_token]="
                            + token;
            String intent = make("payment_intents", pay);
            ids.put("charges", intent.replace("pi_", "ch_"));
            make("refunds", "amount=1&payment_intent=" + intent);
            make("tokens", "pk_token=%7B%7D");
            make("customers", "email=lin@example.com");
            String tok = ids.getOrDefault("tokens", "");
            make("payment_methods", "type=card&card[token]=" + tok);
            make("setup_intents", "");
            make("webhook_endpoints", "url=https://a.example&enabled_events[]=*");
            ids.put("apple_pay", make("apple_pay/domains", "domain_name=shop.example"));
            String line =
                    "line_items[0][quantity]=1&line_items[0][price_data][currency]=usd"
                            + "&line_items[0][price_data][unit_amount]=500"
                            + "&line_items[0][price_data][product_data][name]=Tea";
            make("payment_links", line);
            String page = "&mode=payment&success_url=https://a.example/done";
            ids.put("checkout", make("checkout/sessions", line + page));
            shop.post("/v1/customers", "email=ana@example.com");
            for (String made : List.of("events", "balance_transactions", "webhook_deliveries")) {
                JsonNode list = body(shop.get("/v1/" + made, shop.secretKey));
                ids.put(made, list.path("data").path(0).path("id").asString());
            }
        }

        private static dev.handfast.money.Money usd() {
            return World.usd("10.00");
        }

        private String make(String resource, String form) throws Exception {
            HttpResponse<String> made = shop.post("/v1/" + resource, form);
            assertEquals(200, made.statusCode(), made.body());
            String id = body(made).path("id").asString();
            ids.put(resource, id);
            return id;
        }

        String path(Route route) {
            String id =
                    ids.computeIfAbsent(
                            route.resource(), resource -> "x_" + "0".repeat(PublicId.DIGITS));
            return route.path().replaceAll("\\{[a-z_]+}", id);
        }

        /** What the route demands, in a form that is good as far as a form can be. */
        String required(Route route) {
            JsonNode document = OpenApi.document(List.of(route));
            Map<String, JsonNode> params = params(document, route);
            return RouteWalkTest.required(document, route).stream()
                    .map(name -> sample(name, params.getOrDefault(name, Json.object())))
                    .reduce(moreFor(route), BadInput::join);
        }

        /** What no schema says to be needed. */
        private static String moreFor(Route route) {
            return route.path().endsWith("_intents/{id}/confirm")
                    ? "payment_method_data[type]=card&payment_method_data[card][pk_token]=%7B%7D"
                    : "";
        }

        /** All lists, to see that nothing has changed. */
        String everything(ApiSecret key) throws Exception {
            StringBuilder all = new StringBuilder();
            for (Route route : shop.api.routes()) {
                boolean list = route.answers().form() == Route.Answers.Form.PAGE;
                if (list && required(route).isEmpty() && route.variables().isEmpty()) {
                    String query = "?limit=100";
                    all.append(shop.get(route.path() + query, key).body()).append('\n');
                }
            }
            return all.toString();
        }
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
