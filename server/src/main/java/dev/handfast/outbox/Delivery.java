package dev.handfast.outbox;

import static dev.handfast.engine.ColumnType.INTEGER;
import static dev.handfast.engine.ColumnType.TEXT;
import static dev.handfast.engine.ColumnType.TIMESTAMP;
import static dev.handfast.engine.ColumnType.UUID;

import dev.handfast.engine.Table;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * An event on its way to one address. Made inside the batch of its event; worked off by a {@link
 * Deliverer} afterwards.
 *
 * @param id its id, which the receiver sees unchanged at every attempt
 * @param event what is delivered
 * @param merchant whose it is
 * @param channel which dialect signs and sends it
 * @param endpoint the registered endpoint, where the dialect has such
 * @param url where to
 * @param state how far it is
 * @param attempts how often it was tried
 * @param dueAt when it is to be tried next
 */
public record Delivery(
        UUID id,
        UUID event,
        UUID merchant,
        Channel channel,
        Optional<UUID> endpoint,
        String url,
        State state,
        int attempts,
        Instant dueAt) {
    /** Which dialect signs and sends a delivery. */
    public enum Channel {
        /** A webhook of the merchant API. */
        WEBHOOK,
        /** An asynchronous notification of the Alipay dialect. */
        NOTIFICATION
    }

    /** How far a delivery is. */
    public enum State {
        /** To be tried, for the first time or again. */
        WAITING,
        /** The receiver has confirmed it. */
        DELIVERED,
        /** The schedule is used up. */
        FAILED
    }

    /** The deliveries, as a batch sees them. */
    public static final Table<UUID, Delivery> TABLE =
            Table.<UUID, Delivery>named("delivery", Table.Access.READ)
                    .fixed("id", UUID, Delivery::id)
                    .fixed("event", UUID, Delivery::event)
                    .fixed("merchant", UUID, Delivery::merchant)
                    .fixed("channel", TEXT, row -> row.channel().name())
                    .fixedOptional("endpoint", UUID, Delivery::endpoint)
                    .fixed("url", TEXT, Delivery::url)
                    .fixed("state", TEXT, row -> row.state().name())
                    .fixed("attempts", INTEGER, Delivery::attempts)
                    .fixed("due_at", TIMESTAMP, Delivery::dueAt)
                    .readBy(
                            Delivery::id,
                            fields ->
                                    new Delivery(
                                            fields.uuid(),
                                            fields.uuid(),
                                            fields.uuid(),
                                            Channel.valueOf(fields.text()),
                                            fields.findUuid(),
                                            fields.text(),
                                            State.valueOf(fields.text()),
                                            fields.integer(),
                                            fields.instant()));
}
