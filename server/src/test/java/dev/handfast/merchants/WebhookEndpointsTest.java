package dev.handfast.merchants;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.handfast.sql.Database;
import dev.handfast.testing.DatabaseTest;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

@DatabaseTest
final class WebhookEndpointsTest {
    private static final UUID MERCHANT = new UUID(0, 1);
    private static final UUID OTHER = new UUID(0, 2);

    private final Fixture fixture = new Fixture();

    @Test
    void an_endpoint_is_told_what_it_wants(Database database) {
        WebhookEndpoints endpoints = endpoints(database);
        WebhookEndpoint all =
                endpoints.create(MERCHANT, order("https://a.example", "*")).endpoint();
        WebhookEndpoint some =
                endpoints
                        .create(
                                MERCHANT,
                                order(
                                        "https://b.example",
                                        "payment_intent.succeeded",
                                        "charge.refunded"))
                        .endpoint();
        assertEquals(List.of(all, some), endpoints.wanting(MERCHANT, "payment_intent.succeeded"));
        assertEquals(List.of(all), endpoints.wanting(MERCHANT, "payment_intent.canceled"));
        assertEquals(List.of(), endpoints.wanting(OTHER, "payment_intent.succeeded"));
    }

    @Test
    void two_merchants_never_see_each_others(Database database) {
        WebhookEndpoints endpoints = endpoints(database);
        WebhookEndpoint mine =
                endpoints.create(MERCHANT, order("https://a.example", "*")).endpoint();
        assertEquals(Optional.of(mine), endpoints.find(MERCHANT, mine.id()));
        assertEquals(Optional.empty(), endpoints.find(OTHER, mine.id()));
        assertFalse(endpoints.delete(OTHER, mine.id()));
        assertTrue(endpoints.delete(MERCHANT, mine.id()));
        assertEquals(List.of(), endpoints.of(MERCHANT));
    }

    @Test
    void a_secret_is_kept_sealed_and_ends_with_its_endpoint(Database database) {
        WebhookEndpoints endpoints = endpoints(database);
        WebhookEndpoints.Created created =
                endpoints.create(MERCHANT, order("https://a.example", "*"));
        WebhookEndpoints elsewhere = endpoints(database);
        assertEquals(Optional.of(created.secret()), elsewhere.secret(created.endpoint().id()));
        String rows =
                database.read(
                                tx ->
                                        tx.query(
                                                """
                                                select to_jsonb(webhook_endpoint)::text as row
                                                from webhook_endpoint
                                                """,
                                                row -> row.text("row")))
                        .toString();
        assertFalse(created.secret().use(rows::contains));
        endpoints.delete(MERCHANT, created.endpoint().id());
        assertEquals(Optional.empty(), endpoints.secret(created.endpoint().id()));
    }

    @Test
    void another_process_sees_it_after_a_refresh(Database database) {
        WebhookEndpoints here = endpoints(database);
        WebhookEndpoints there = endpoints(database);
        here.create(MERCHANT, order("https://a.example", "*"));
        assertEquals(0, there.wanting(MERCHANT, "any").size());
        there.refresh();
        assertEquals(1, there.wanting(MERCHANT, "any").size());
    }

    private WebhookEndpoints endpoints(Database database) {
        return new WebhookEndpoints(database, fixture.vault, fixture.clock, fixture.ids);
    }

    private static WebhookEndpoints.Order order(String url, String... events) {
        return new WebhookEndpoints.Order(url, List.of(events), "", "{}");
    }
}
