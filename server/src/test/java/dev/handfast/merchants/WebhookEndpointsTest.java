package dev.handfast.merchants;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.handfast.secrets.SecretText;
import dev.handfast.sql.Database;
import dev.handfast.testing.DatabaseTest;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
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
        assertEquals(
                List.of(created.secret()),
                elsewhere.signing(created.endpoint().id(), fixture.clock.instant()));
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
        assertEquals(
                List.of(), endpoints.signing(created.endpoint().id(), fixture.clock.instant()));
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

    @Test
    void a_rolled_secret_is_good_until_its_time_and_not_longer(Database database) {
        WebhookEndpoints endpoints = endpoints(database);
        WebhookEndpoints.Created first =
                endpoints.create(MERCHANT, order("https://a.example", "*"));
        UUID id = first.endpoint().id();
        WebhookEndpoints.Roll roll =
                new WebhookEndpoints.Roll(fixture.ids.next(), Duration.ofHours(1));
        WebhookEndpoints.Created second = rolled(endpoints.roll(MERCHANT, id, roll));
        Instant end = fixture.clock.instant().plus(Duration.ofHours(1));
        assertEquals(Optional.of(end), second.endpoint().health().previousSecretUntil());
        List<SecretText> both = List.of(second.secret(), first.secret());
        assertEquals(both, endpoints.signing(id, end.minusNanos(1_000)));
        assertEquals(List.of(second.secret()), endpoints.signing(id, end));
        // Another process knows it at once.
        assertEquals(both, endpoints(database).signing(id, fixture.clock.instant()));
        // The same roll once more is the same roll.
        assertEquals(second.secret(), rolled(endpoints.roll(MERCHANT, id, roll)).secret());
        assertEquals(both, endpoints.signing(id, fixture.clock.instant()));
        assertEquals(new WebhookEndpoints.Rolled.Missing(), endpoints.roll(OTHER, id, roll));
        fixture.clock.advance(Duration.ofHours(1));
        assertEquals(1, endpoints.forgetOldSecrets());
        assertEquals(0, endpoints.forgetOldSecrets());
    }

    @Test
    void there_are_never_three_secrets(Database database) {
        WebhookEndpoints endpoints = endpoints(database);
        UUID id = endpoints.create(MERCHANT, order("https://a.example", "*")).endpoint().id();
        WebhookEndpoints.Roll first = roll(Duration.ofHours(1));
        rolled(endpoints.roll(MERCHANT, id, first));
        Instant end = fixture.clock.instant().plus(Duration.ofHours(1));
        assertEquals(
                new WebhookEndpoints.Rolled.Overlapping(end),
                endpoints.roll(MERCHANT, id, roll(Duration.ofHours(2))));
        WebhookEndpoints.Created last = rolled(endpoints.roll(MERCHANT, id, roll(Duration.ZERO)));
        assertEquals(List.of(last.secret()), endpoints.signing(id, fixture.clock.instant()));
        // What comes late of an earlier roll changes nothing, and is shown no secret.
        assertInstanceOf(
                WebhookEndpoints.Rolled.Outdated.class, endpoints.roll(MERCHANT, id, first));
        assertEquals(List.of(last.secret()), endpoints.signing(id, fixture.clock.instant()));
    }

    @Test
    void an_endpoint_that_is_silent_or_gone_is_served_no_more(Database database) {
        WebhookEndpoints endpoints = endpoints(database);
        UUID id = endpoints.create(MERCHANT, order("https://a.example", "*")).endpoint().id();
        Instant begin = fixture.clock.instant();
        endpoints.failed(id, begin.plusSeconds(1));
        endpoints.failed(id, begin.plusSeconds(2));
        assertEquals(Optional.of(begin.plusSeconds(1)), health(endpoints, id).failingSince());
        endpoints.silent(id, begin);
        assertEquals(1, endpoints.wanting(MERCHANT, "any").size());
        endpoints.confirmed(id);
        assertEquals(WebhookEndpoint.Health.GOOD, health(endpoints, id));
        endpoints.failed(id, begin);
        endpoints.silent(id, begin);
        assertEquals(List.of(), endpoints.wanting(MERCHANT, "any"));
        assertEquals(List.of(), endpoints.signing(id, begin));
        assertEquals(
                Optional.of(WebhookEndpoint.Cause.SILENCE), health(endpoints, id).disabledBy());
        // Served again, it begins anew.
        WebhookEndpoint off = endpoints.find(MERCHANT, id).orElseThrow();
        WebhookEndpoint on =
                new WebhookEndpoint(
                        id,
                        MERCHANT,
                        off.url(),
                        off.events(),
                        off.description(),
                        off.metadata(),
                        WebhookEndpoint.State.ENABLED,
                        off.health(),
                        off.createdAt());
        assertTrue(endpoints.change(on));
        assertEquals(WebhookEndpoint.Health.GOOD, health(endpoints, id));
        endpoints.gone(id);
        assertEquals(Optional.of(WebhookEndpoint.Cause.GONE), health(endpoints, id).disabledBy());
    }

    private static WebhookEndpoint.Health health(WebhookEndpoints endpoints, UUID id) {
        return endpoints.find(MERCHANT, id).orElseThrow().health();
    }

    private WebhookEndpoints.Roll roll(Duration overlap) {
        return new WebhookEndpoints.Roll(fixture.ids.next(), overlap);
    }

    private static WebhookEndpoints.Created rolled(WebhookEndpoints.Rolled rolled) {
        return assertInstanceOf(WebhookEndpoints.Rolled.Made.class, rolled).created();
    }

    private WebhookEndpoints endpoints(Database database) {
        return new WebhookEndpoints(database, fixture.vault, fixture.clock, fixture.ids);
    }

    private static WebhookEndpoints.Order order(String url, String... events) {
        return new WebhookEndpoints.Order(url, List.of(events), "", "{}");
    }
}
