package dev.handfast.merchantapi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import com.stripe.exception.SignatureVerificationException;

import dev.handfast.merchants.ApiKey;
import dev.handfast.merchants.Permissions;
import dev.handfast.secrets.ApiSecret;
import dev.handfast.sql.Database;
import dev.handfast.testing.DatabaseTest;
import dev.handfast.web.Json;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** What a merchant can rely on with webhooks, sentence by sentence of docs/guides/webhooks.md. */
@DatabaseTest
final class WebhooksTest {
    private Shop shop;
    private Mailbox mailbox;

    @BeforeEach
    void open(Database database) throws Exception {
        shop = new Shop(database);
        mailbox = new Mailbox();
        // The libraries hold signatures against the machine's own clock.
        shop.world.clock.advance(Duration.between(shop.world.clock.instant(), Mailbox.now()));
    }

    @AfterEach
    void close() {
        mailbox.close();
        shop.close();
    }

    @Test
    void while_two_secrets_are_good_both_libraries_accept_either() throws Exception {
        JsonNode made = endpoint("*");
        String id = made.path("id").asString();
        String old = made.path("secret").asString();
        HttpResponse<String> first = roll(id, "expires_in=3600", "r");
        String fresh = json(first).path("secret").asString();
        assertFalse(old.equals(fresh));
        assertEquals(first.body(), roll(id, "expires_in=3600", "r").body());
        assertEquals(
                shop.world.clock.instant().getEpochSecond() + 3_600,
                json(first).path("previous_secret_expires_at").asLong());
        assertTrue(read("/v1/webhook_endpoints/" + id).path("secret").isMissingNode());
        assertError(roll(id, "expires_in=3600", "s"), 400, "webhook_secrets_overlap");
        assertError(roll(id, "expires_in=604801", "t"), 400, "parameter_invalid_integer");
        customer();
        shop.deliverer.round();
        Mailbox.Letter both = mailbox.letters().getLast();
        for (String secret : List.of(old, fresh)) {
            verify(both, secret);
        }
        assertEquals(2, header(both, "stripe-signature").split("v1=", -1).length - 1);
        assertEquals(2, header(both, "webhook-signature").split(" ", -1).length);
    }

    @Test
    void a_secret_ends_when_its_time_is_over_or_at_once() throws Exception {
        JsonNode made = endpoint("*");
        String id = made.path("id").asString();
        String first = made.path("secret").asString();
        String second = json(roll(id, "expires_in=1", "r")).path("secret").asString();
        shop.world.clock.advance(Duration.ofSeconds(1));
        customer();
        shop.deliverer.round();
        Mailbox.Letter later = mailbox.letters().getLast();
        verify(later, second);
        assertRefused(later, first);
        assertTrue(read("/v1/webhook_endpoints/" + id).path("previous_secret_expires_at").isNull());
        String third = json(roll(id, "expires_in=0", "s")).path("secret").asString();
        customer();
        shop.deliverer.round();
        Mailbox.Letter last = mailbox.letters().getLast();
        verify(last, third);
        assertRefused(last, second);
    }

    @Test
    void a_text_changed_on_the_way_fits_no_signature() throws Exception {
        String secret = endpoint("*").path("secret").asString();
        customer();
        shop.deliverer.round();
        Mailbox.Letter letter = mailbox.letters().getLast();
        verify(letter, secret);
        assertRefused(new Mailbox.Letter(letter.headers(), letter.body() + " "), secret);
    }

    @Test
    void every_attempt_can_be_looked_up_and_one_event_sent_again() throws Exception {
        String id = endpoint("*").path("id").asString();
        mailbox.status.set(500);
        customer();
        shop.deliverer.round();
        String query = "/v1/webhook_deliveries?status=pending&webhook_endpoint=" + id;
        JsonNode delivery = read(query).path("data").path(0);
        JsonNode attempt = delivery.path("attempts").path(0);
        assertEquals(500, attempt.path("response_status").asInt());
        assertEquals("thank you", attempt.path("response_body").asString());
        assertTrue(attempt.path("error").isNull());
        assertEquals(
                shop.world.clock.instant().plusSeconds(5).getEpochSecond(),
                delivery.path("next_attempt").asLong());
        String event = delivery.path("event").asString();
        assertEquals(1, read("/v1/events/" + event).path("pending_webhooks").asInt());
        assertEquals(List.of(event), events("delivery_success=false"));
        assertEquals(List.of(), events("delivery_success=true"));
        assertEquals(delivery, read("/v1/webhook_deliveries?event=" + event).path("data").path(0));
        String one = "/v1/webhook_deliveries/" + delivery.path("id").asString();
        assertEquals(404, shop.get(one, shop.otherSecretKey).statusCode());
        assertTrue(json(shop.get(query, shop.otherSecretKey)).path("data").isEmpty());

        mailbox.status.set(200);
        String retry = "/v1/events/%s/retry".formatted(event);
        assertEquals(200, shop.post(retry, "webhook_endpoint=" + id).statusCode());
        assertEquals(1, shop.deliverer.round());
        JsonNode arrived = read(one);
        assertEquals("succeeded", arrived.path("status").asString());
        assertEquals(2, arrived.path("attempts").size());
        assertEquals(List.of(event), events("delivery_success=true"));
        assertEquals(0, read("/v1/events/" + event).path("pending_webhooks").asInt());
        assertEquals(200, shop.post(one + "/retry", "", "Idempotency-Key", "a").statusCode());
        assertEquals(1, shop.deliverer.round());
        assertEquals(200, shop.post(one + "/retry", "", "Idempotency-Key", "a").statusCode());
        assertEquals(0, shop.deliverer.round());
        assertError(
                shop.post(retry, "webhook_endpoint=we_" + "0".repeat(26)), 400, "resource_missing");
    }

    @Test
    void a_restricted_key_looks_at_deliveries_without_sending_any() throws Exception {
        endpoint("*");
        customer();
        ApiSecret key =
                shop.keys.issue(
                        shop.harbor,
                        ApiSecret.Kind.RESTRICTED_TEST,
                        new ApiKey.Terms(
                                Permissions.of("webhook_deliveries:read"),
                                Optional.empty(),
                                Optional.empty()));
        HttpResponse<String> list = shop.get("/v1/webhook_deliveries", key);
        assertEquals(200, list.statusCode());
        String id = json(list).path("data").path(0).path("id").asString();
        HttpResponse<String> retry =
                shop.send(
                        shop.form("/v1/webhook_deliveries/" + id + "/retry", "")
                                .headers(Shop.with(key)));
        assertError(retry, 403, "permission_missing");
    }

    @Test
    void what_happened_since_a_time_is_sent_again_in_order() throws Exception {
        customer();
        shop.world.clock.advance(Duration.ofMinutes(5));
        Instant since = shop.world.clock.instant();
        String id = customer();
        shop.post("/v1/customers/" + id, "name=Lin");
        String endpoint = endpoint("customer.created", "customer.updated").path("id").asString();
        endpoint("invoice.none");
        assertEquals(0, shop.deliverer.round());
        String replay = "/v1/webhook_endpoints/%s/replay".formatted(endpoint);
        String range = "since=" + since.getEpochSecond();
        assertError(shop.post(replay, ""), 400, "parameter_missing");
        JsonNode first = json(shop.post(replay, range));
        assertEquals(2, first.path("count").asInt(), first::toString);
        assertFalse(first.path("has_more").asBoolean());
        assertEquals(2, shop.deliverer.round());
        assertEquals(List.of("customer.created", "customer.updated"), told());
        // What has arrived is left alone, unless all is wanted.
        assertEquals(0, json(shop.post(replay, range)).path("count").asInt());
        assertEquals(2, json(shop.post(replay, range + "&which=all")).path("count").asInt());
        assertEquals(3, json(shop.post(replay, "since=0&which=all")).path("count").asInt());
        assertEquals(
                1,
                json(shop.post(replay, "since=0&which=all&until=" + since.getEpochSecond()))
                        .path("count")
                        .asInt());
        assertEquals(3, shop.deliverer.round());
        shop.post("/v1/webhook_endpoints/" + endpoint, "disabled=true");
        assertError(shop.post(replay, range), 400, "webhook_endpoint_disabled");
        assertError(
                shop.send(shop.form(replay, range).headers(Shop.with(shop.otherSecretKey))),
                404,
                "resource_missing");
    }

    @Test
    void events_are_found_by_type_types_and_time() throws Exception {
        String id = customer();
        shop.world.clock.advance(Duration.ofMinutes(1));
        shop.post("/v1/customers/" + id, "name=Lin");
        long now = shop.world.clock.instant().getEpochSecond();
        assertEquals(2, events("type=customer.*").size());
        assertEquals(1, events("type=customer.updated").size());
        assertEquals(0, events("type=customer").size());
        assertEquals(0, events("type=customer_updated").size());
        assertEquals(0, events("type=customer%25").size());
        assertEquals(2, events("types[]=customer.updated&types[]=customer.created").size());
        assertEquals(1, events("types[]=customer.created&types[]=charge.failed").size());
        assertEquals(1, events("created[gte]=" + now).size());
        assertEquals(1, events("created[lt]=" + now).size());
        assertEquals(1, events("created=" + now).size());
        assertEquals(2, events("delivery_success=true").size());
    }

    @Test
    void an_endpoint_that_is_silent_for_three_days_is_disabled() throws Exception {
        String id = endpoint("*").path("id").asString();
        Instant begin = shop.world.clock.instant();
        mailbox.status.set(500);
        customer();
        String query = "/v1/webhook_deliveries?webhook_endpoint=" + id;
        int attempts = shop.deliverer.round();
        JsonNode delivery = read(query).path("data").path(0);
        while (delivery.path("status").asString().equals("pending")) {
            Instant next = Instant.ofEpochSecond(delivery.path("next_attempt").asLong() + 1);
            shop.world.clock.advance(Duration.between(shop.world.clock.instant(), next));
            attempts += shop.deliverer.round();
            delivery = read(query).path("data").path(0);
        }
        assertEquals(14, attempts);
        Duration tried = Duration.between(begin, shop.world.clock.instant());
        assertTrue(tried.compareTo(Duration.ofHours(70)) > 0, tried::toString);
        assertTrue(tried.compareTo(Duration.ofHours(73)) < 0, tried::toString);
        JsonNode endpoint = read("/v1/webhook_endpoints/" + id);
        assertEquals("disabled", endpoint.path("status").asString());
        assertEquals("silence", endpoint.path("disabled_by").asString());
        customer();
        assertEquals(0, shop.deliverer.round());
        mailbox.status.set(200);
        JsonNode on = json(shop.post("/v1/webhook_endpoints/" + id, "disabled=false"));
        assertEquals("enabled", on.path("status").asString());
        assertTrue(on.path("failing_since").isNull());
        shop.post(
                "/v1/webhook_endpoints/%s/replay".formatted(id), "since=" + begin.getEpochSecond());
        assertEquals(2, shop.deliverer.round());
        assertEquals(List.of(), events("delivery_success=false"));
    }

    @Test
    void whatever_happens_the_deliverer_is_told_at_its_commit() throws Exception {
        AtomicInteger told = new AtomicInteger();
        shop.world.core.onDeliveries(told::incrementAndGet);
        customer();
        assertEquals(0, told.get());
        endpoint("*");
        customer();
        assertEquals(1, told.get());
    }

    @Test
    void an_endpoint_that_says_it_is_gone_is_disabled_at_once() throws Exception {
        String id = endpoint("*").path("id").asString();
        mailbox.status.set(410);
        customer();
        customer();
        shop.deliverer.round();
        JsonNode endpoint = read("/v1/webhook_endpoints/" + id);
        assertEquals("gone", endpoint.path("disabled_by").asString());
        for (JsonNode delivery : read("/v1/webhook_deliveries").path("data")) {
            assertEquals("failed", delivery.path("status").asString());
        }
    }

    @Test
    void what_waits_goes_to_the_address_that_is_right_now() throws Exception {
        String id = endpoint("*").path("id").asString();
        mailbox.status.set(500);
        customer();
        shop.deliverer.round();
        try (Mailbox other = new Mailbox()) {
            shop.post("/v1/webhook_endpoints/" + id, "url=" + other.url());
            shop.world.clock.advance(Duration.ofSeconds(5));
            shop.deliverer.round();
            assertEquals(1, other.letters().size());
        }
    }

    private HttpResponse<String> roll(String id, String form, String key) throws Exception {
        return shop.post(
                "/v1/webhook_endpoints/%s/roll_secret".formatted(id), form, "Idempotency-Key", key);
    }

    private JsonNode endpoint(String... events) throws Exception {
        StringBuilder form = new StringBuilder("url=" + mailbox.url());
        for (String event : events) {
            form.append("&enabled_events[]=").append(event);
        }
        return json(shop.post("/v1/webhook_endpoints", form.toString()));
    }

    /** Something happens. */
    private String customer() throws Exception {
        return json(shop.post("/v1/customers", "email=lin@example.com")).path("id").asString();
    }

    private List<String> told() {
        return mailbox.letters().stream()
                .map(letter -> Json.parse(letter.body()).orElseThrow().path("type").asString())
                .toList();
    }

    private List<String> events(String query) throws Exception {
        List<String> ids = new ArrayList<>();
        String encoded = query.replace("[", "%5B").replace("]", "%5D");
        read("/v1/events?" + encoded)
                .path("data")
                .forEach(event -> ids.add(event.path("id").asString()));
        return ids;
    }

    private JsonNode read(String path) throws Exception {
        HttpResponse<String> answer = shop.get(path, shop.secretKey);
        assertEquals(200, answer.statusCode(), answer.body());
        return json(answer);
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return Json.parse(answer.body()).orElseThrow();
    }

    private static void assertError(HttpResponse<String> answer, int status, String code) {
        assertEquals(status, answer.statusCode(), answer.body());
        assertEquals(code, json(answer).path("error").path("code").asString());
    }

    private static String header(Mailbox.Letter letter, String name) {
        return letter.headers().getOrDefault(name, "");
    }

    /** By the official library of each scheme, unmodified. */
    private static void verify(Mailbox.Letter letter, String secret) throws Exception {
        com.stripe.net.Webhook.constructEvent(
                letter.body(), header(letter, "stripe-signature"), secret);
        new Webhook(secret).verify(letter.body(), standard(letter));
    }

    private static void assertRefused(Mailbox.Letter letter, String secret) throws Exception {
        assertThrows(
                SignatureVerificationException.class,
                () ->
                        com.stripe.net.Webhook.constructEvent(
                                letter.body(), header(letter, "stripe-signature"), secret));
        Webhook standard = new Webhook(secret);
        assertThrows(
                WebhookVerificationException.class,
                () -> standard.verify(letter.body(), standard(letter)));
    }

    private static HttpHeaders standard(Mailbox.Letter letter) {
        return HttpHeaders.of(
                Map.of(
                        "webhook-id",
                        List.of(header(letter, "webhook-id")),
                        "webhook-timestamp",
                        List.of(header(letter, "webhook-timestamp")),
                        "webhook-signature",
                        List.of(header(letter, "webhook-signature"))),
                (name, value) -> true);
    }
}
