package dev.handfast.merchantapi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.handfast.disputes.DisputeOutcome;
import dev.handfast.disputes.DisputeRequest;
import dev.handfast.mandates.MandateOutcome;
import dev.handfast.secrets.ApiSecret;
import dev.handfast.testing.World;
import dev.handfast.web.Json;

import tools.jackson.databind.JsonNode;

import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** One object of each kind of the first merchant of a shop, made over HTTP. */
final class ShopObjects {
    private final Shop shop;
    private final Map<String, String> ids = new LinkedHashMap<>();
    private final Map<String, String> clientSecrets = new LinkedHashMap<>();

    ShopObjects(Shop shop) throws Exception {
        this.shop = shop;
        money();
        people();
        pages();
        make("webhook_endpoints", "url=https://a.example&enabled_events[]=*");
        put("apple_pay", make("apple_pay/domains", "domain_name=shop.example"));
        platform();
        shop.post("/v1/customers", "email=ana@example.com");
        for (String made : List.of("events", "balance_transactions", "webhook_deliveries")) {
            put(made, first("/v1/" + made));
        }
    }

    private void money() throws Exception {
        String disputed = pay();
        UUID dispute = shop.world.core.ids().next();
        assertInstanceOf(
                DisputeOutcome.Done.class,
                shop.world
                        .core
                        .disputes()
                        .run(
                                new DisputeRequest.Open(
                                        dispute,
                                        PublicIds.PAYMENT_INTENT.parse(disputed).orElseThrow(),
                                        Optional.empty(),
                                        "fraudulent")));
        put("disputes", PublicIds.DISPUTE.format(dispute));
        String intent = pay();
        put("charges", intent.replace("pi_", "ch_"));
        make("refunds", "amount=1&payment_intent=" + intent);
        make("payouts", "amount=1&currency=usd");
    }

    private String pay() throws Exception {
        return make("payment_intents", paying());
    }

    private String paying() {
        String token = shop.token(shop.world.linToken, World.usd("10.00"));
        return "amount=1000&currency=usd&confirm=true&payment_method_data[type]=card"
                + "&payment_method_data[card][pk_token]="
                + URLEncoder.encode(token, UTF_8);
    }

    /** A merchant of the platform's, and a fee for a payment to it, of which a part went back. */
    private void platform() throws Exception {
        String account = make("accounts", "email=stall@example.com");
        HttpResponse<String> paid =
                shop.post(
                        "/v1/payment_intents",
                        paying() + "&application_fee_amount=100",
                        "Stripe-Account",
                        account);
        assertEquals(200, paid.statusCode(), paid.body());
        String intent = Json.parse(paid.body()).orElseThrow().path("id").asString();
        String fee = put("application_fees", intent.replace("pi_", "fee_"));
        put("refund", make("application_fees/" + fee + "/refunds", "amount=1"));
    }

    private void people() throws Exception {
        String customer = make("customers", "email=lin@example.com");
        String token = make("tokens", "pk_token=%7B%7D");
        make("payment_methods", "type=card&card[token]=" + token);
        String form = "confirm=true&payment_method_data[type]=alipay&customer=" + customer;
        make("setup_intents", form);
        UUID setup = PublicIds.SETUP_INTENT.parse(id("setup_intents")).orElseThrow();
        UUID mandate =
                shop.world
                        .core
                        .customers()
                        .findSetup(shop.harbor.id(), setup)
                        .orElseThrow()
                        .mandate()
                        .orElseThrow();
        assertInstanceOf(
                MandateOutcome.Done.class,
                shop.world.core.mandates().agree(mandate, shop.world.lin.id()));
        put("mandates", PublicIds.MANDATE.format(mandate));
        put("payment_methods", PublicIds.PAYMENT_METHOD.format(mandate));
        make("setup_intents", "");
    }

    private void pages() throws Exception {
        String line =
                "line_items[0][quantity]=1&line_items[0][price_data][currency]=usd"
                        + "&line_items[0][price_data][unit_amount]=500"
                        + "&line_items[0][price_data][product_data][name]=Tea";
        make("payment_links", line);
        String page = "&mode=payment&success_url=https://a.example/done";
        String session = make("checkout/sessions", line + page);
        put("checkout", session);
        put("line_items", first("/v1/checkout/sessions/" + session + "/line_items"));
    }

    private String make(String resource, String form) throws Exception {
        HttpResponse<String> made = shop.post("/v1/" + resource, form);
        assertEquals(200, made.statusCode(), resource + made.body());
        JsonNode object = Json.parse(made.body()).orElseThrow();
        if (object.path("client_secret").isString()) {
            clientSecrets.put(resource, object.path("client_secret").asString());
        }
        return put(resource, object.path("id").asString());
    }

    private String first(String list) throws Exception {
        JsonNode page = Json.parse(shop.get(list, shop.secretKey).body()).orElseThrow();
        return page.path("data").path(0).path("id").asString();
    }

    private String put(String name, String id) {
        ids.put(name, id);
        return id;
    }

    /** The id that stands in the path of routes of a resource. */
    String id(String name) {
        String id = ids.get(name);
        if (id == null) {
            throw new AssertionError(
                    "the walk has no object of the first merchant for {%1$s}: make one in"
                            + " ShopObjects and put(\"%1$s\", its id), so that other merchants'"
                                    .formatted(name)
                            + " keys are tried on it");
        }
        return id;
    }

    /** The id of an object of this kind, as a parameter names it. */
    String id(PublicIds kind) {
        return ids.values().stream()
                .filter(id -> kind.parse(id).isPresent())
                .findFirst()
                .orElseThrow(
                        () ->
                                new AssertionError(
                                        "a parameter takes the id of a %s and the walk has none of"
                                                        .formatted(kind.words())
                                                + " the first merchant's: make one in"
                                                + " ShopObjects"));
    }

    /** What a payer's program of the first merchant shows for objects of a resource. */
    Optional<String> clientSecret(String resource) {
        return Optional.ofNullable(clientSecrets.get(resource));
    }

    /**
     * A route's path with ids in it: the first is the resource's, others are by their own names.
     */
    String path(Route route) {
        String path = route.path();
        boolean first = true;
        for (String variable : route.variables()) {
            path = path.replace("{" + variable + "}", id(first ? route.resource() : variable));
            first = false;
        }
        return path;
    }

    /** All lists, to see that nothing has changed. */
    String everything(ApiSecret key) throws Exception {
        StringBuilder all = new StringBuilder();
        for (Route route : shop.api.routes()) {
            if (isPlainList(route)) {
                String query = "?limit=100";
                all.append(shop.get(route.path() + query, key).body()).append('\n');
            }
        }
        return all.toString();
    }

    /** Whether a route lists everything of its kind and demands nothing. */
    static boolean isPlainList(Route route) {
        return route.answers().form() == Route.Answers.Form.PAGE
                && route.params().stream().noneMatch(one -> one.need() == Param.Need.REQUIRED)
                && route.variables().isEmpty();
    }
}
