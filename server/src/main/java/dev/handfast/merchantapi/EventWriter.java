package dev.handfast.merchantapi;

import dev.handfast.engine.Ids;
import dev.handfast.merchants.WebhookEndpoint;
import dev.handfast.outbox.Event;
import dev.handfast.payments.Announcer.Announcement;

import tools.jackson.databind.node.ObjectNode;

import java.time.Instant;
import java.util.List;
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
        Tidings.Fact fact =
                new Tidings.Fact(
                        idOf(order, told.type()),
                        told.type(),
                        told.subject(),
                        told.object(),
                        told.at());
        Event event = Tidings.event(told.merchant(), fact, wanting.size(), live);
        return new Announcement(event, Tidings.deliveries(event, wanting));
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
