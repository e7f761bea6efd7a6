package dev.handfast.merchantapi;

import dev.handfast.merchants.WebhookEndpoint;
import dev.handfast.outbox.Delivery;
import dev.handfast.outbox.DeliveryLog;
import dev.handfast.web.Json;

import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * Renders webhook endpoints and what is sent to them. Pure.
 *
 * @param live whether money is real here
 */
record WebhookJson(boolean live) {
    ObjectNode endpoint(WebhookEndpoint endpoint, Instant now) {
        WebhookEndpoint.Health health = endpoint.health();
        ArrayNode events = Json.array();
        endpoint.events().forEach(events::add);
        ObjectNode json = Json.object();
        json.put("id", PublicIds.WEBHOOK_ENDPOINT.format(endpoint.id()));
        json.put("object", "webhook_endpoint");
        json.putNull("api_version");
        json.putNull("application");
        json.put("created", endpoint.createdAt().getEpochSecond());
        text(json, "description", Optional.of(endpoint.description()).filter(t -> !t.isEmpty()));
        text(json, "disabled_by", health.disabledBy().map(WebhookJson::word));
        json.set("enabled_events", events);
        time(json, "failing_since", health.failingSince());
        json.put("livemode", live);
        json.set("metadata", Json.parseObject(endpoint.metadata()).orElseGet(Json::object));
        time(
                json,
                "previous_secret_expires_at",
                health.previousSecretUntil().filter(now::isBefore));
        json.put("status", word(endpoint.state()));
        json.put("url", endpoint.url());
        return json;
    }

    ObjectNode delivery(DeliveryLog.Entry entry) {
        Delivery delivery = entry.delivery();
        boolean pending = delivery.state() == Delivery.State.WAITING;
        ArrayNode attempts = Json.array();
        entry.attempts().forEach(one -> attempts.add(attempt(one)));
        ObjectNode json = Json.object();
        json.put("id", PublicIds.WEBHOOK_DELIVERY.format(delivery.id()));
        json.put("object", "webhook_delivery");
        json.set("attempts", attempts);
        json.put("created", entry.eventAt().getEpochSecond());
        time(json, "delivered_at", entry.deliveredAt());
        json.put("event", PublicIds.EVENT.format(delivery.event()));
        json.put("event_type", entry.event());
        json.put("livemode", live);
        time(json, "next_attempt", Optional.of(delivery.dueAt()).filter(any -> pending));
        json.put("status", status(delivery.state()));
        json.put("url", delivery.url());
        json.put(
                "webhook_endpoint",
                PublicIds.WEBHOOK_ENDPOINT.format(delivery.endpoint().orElseThrow()));
        return json;
    }

    private static ObjectNode attempt(DeliveryLog.Try attempt) {
        ObjectNode json = Json.object();
        json.put("object", "webhook_attempt");
        json.put("created", attempt.begunAt().getEpochSecond());
        json.put("duration_ms", attempt.durationMs());
        text(json, "error", attempt.trouble().map(WebhookJson::word));
        time(json, "next_attempt", attempt.next());
        json.put("number", attempt.number());
        json.put("response_body", attempt.answer());
        attempt.status()
                .ifPresentOrElse(
                        status -> json.put("response_status", status),
                        () -> json.putNull("response_status"));
        return json;
    }

    private static String status(Delivery.State state) {
        return switch (state) {
            case WAITING -> "pending";
            case DELIVERED -> "succeeded";
            case FAILED -> "failed";
        };
    }

    /** The state a status stands for. */
    static Delivery.State state(String status) {
        return switch (status) {
            case "pending" -> Delivery.State.WAITING;
            case "succeeded" -> Delivery.State.DELIVERED;
            default -> Delivery.State.FAILED;
        };
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static void text(ObjectNode json, String name, Optional<String> text) {
        text.ifPresentOrElse(value -> json.put(name, value), () -> json.putNull(name));
    }

    private static void time(ObjectNode json, String name, Optional<Instant> time) {
        time.ifPresentOrElse(
                value -> json.put(name, value.getEpochSecond()), () -> json.putNull(name));
    }
}
