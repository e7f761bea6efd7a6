package dev.handfast.merchantapi;

import dev.handfast.engine.Ids;
import dev.handfast.merchants.WebhookEndpoint;
import dev.handfast.outbox.Delivery;
import dev.handfast.outbox.Event;
import dev.handfast.payments.Announcer.Announcement;
import dev.handfast.web.Json;

import tools.jackson.databind.node.ObjectNode;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Writes events as this dialect tells them. Pure.
 *
 * @param live whether money is real here
 */
record EventWriter(boolean live) {
    private static final long VARIANT = 0x8000_0000_0000_0000L;
    private static final int ORDER_SHIFT = 56;
    private static final long HASH_MASK = (1L << ORDER_SHIFT) - 1;

    /**
     * What is told.
     *
     * @param merchant to whom
     * @param type the event's type
     * @param subject the object's id
     * @param object the object as it is now
     * @param at when it happened
     */
    record Told(UUID merchant, String type, UUID subject, ObjectNode object, Instant at) {}

    /**
     * Which piece of news it is.
     *
     * @param news a fresh id in time order
     * @param what what happened
     * @param rank its place among what one command may tell, 0 to 63
     */
    record Order(UUID news, String what, long rank) {}

    Announcement write(Order order, Told told, List<WebhookEndpoint> wanting) {
        UUID id = idOf(order, told.type());
        Event event =
                new Event(
                        id,
                        told.merchant(),
                        told.type(),
                        told.subject(),
                        body(id, told, wanting.size()),
                        told.at());
        List<Delivery> deliveries =
                wanting.stream()
                        .map(
                                endpoint ->
                                        new Delivery(
                                                Ids.named(
                                                        "delivery",
                                                        id.toString(),
                                                        endpoint.id().toString()),
                                                id,
                                                told.merchant(),
                                                Delivery.Channel.WEBHOOK,
                                                Optional.of(endpoint.id()),
                                                endpoint.url(),
                                                Delivery.State.WAITING,
                                                0,
                                                told.at()))
                        .toList();
        return new Announcement(event, deliveries);
    }

    private String body(UUID id, Told told, int deliveries) {
        ObjectNode data = Json.object();
        data.set("object", told.object());
        ObjectNode request = Json.object();
        request.putNull("id");
        request.putNull("idempotency_key");
        ObjectNode event = Json.object();
        event.put("id", PublicIds.EVENT.format(id));
        event.put("object", "event");
        event.put("api_version", MerchantApi.VERSION);
        event.put("created", told.at().getEpochSecond());
        event.set("data", data);
        event.put("livemode", live);
        event.put("pending_webhooks", deliveries);
        event.set("request", request);
        event.put("type", told.type());
        return Json.write(event);
    }

    /**
     * The id of an event: the same for the same news, in the order of the news, and the events of
     * one piece of news in the order they are told.
     */
    private static UUID idOf(Order order, String type) {
        long hash =
                Ids.named("event", order.news().toString(), order.what(), type)
                        .getLeastSignificantBits();
        return new UUID(
                order.news().getMostSignificantBits(),
                VARIANT | (order.rank() << ORDER_SHIFT) | (hash & HASH_MASK));
    }
}
