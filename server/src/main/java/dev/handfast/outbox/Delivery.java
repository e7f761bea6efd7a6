package dev.handfast.outbox;

import static dev.handfast.engine.ColumnType.INTEGER;
import static dev.handfast.engine.ColumnType.TEXT;
import static dev.handfast.engine.ColumnType.TIMESTAMP;
import static dev.handfast.engine.ColumnType.UUID;

import dev.handfast.engine.Table;

import java.net.URI;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * An event on its way to one address. Made inside the batch of its event; worked off by a {@link
 * Deliverer} afterwards.
 *
 * @param id its id, which the receiver sees unchanged at every attempt
 * @param event what is delivered
 * @param merchant whose it is
 * @param subject the object its event is about
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
        UUID subject,
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

    /**
     * A delivery that has not been tried, due at once.
     *
     * @param target the registered endpoint, where the dialect has such, and where to
     */
    public static Delivery fresh(UUID id, Event event, Channel channel, Target target) {
        return new Delivery(
                id,
                event.id(),
                event.merchant(),
                event.subject(),
                channel,
                target.endpoint(),
                target.url(),
                State.WAITING,
                0,
                event.createdAt());
    }

    /** Where a delivery goes: the registered endpoint, where the dialect has such, and where to. */
    public record Target(Optional<UUID> endpoint, String url) {
        /** A target that nobody has registered. */
        public static Target of(String url) {
            return new Target(Optional.empty(), url);
        }
    }

    /**
     * By which deliveries share the work, so that one slow receiver does not hold up another: the
     * endpoint, or the host where there is none.
     */
    String destination() {
        return endpoint.map(Object::toString).orElseGet(() -> host(url));
    }

    private static String host(String url) {
        try {
            String authority = URI.create(url).getAuthority();
            return authority == null ? "" : authority.toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException malformed) {
            return "";
        }
    }

    /** The deliveries, as a batch sees them. */
    public static final Table<UUID, Delivery> TABLE =
            Table.<UUID, Delivery>named("delivery", Table.Access.READ)
                    .fixed("id", UUID, Delivery::id)
                    .fixed("event", UUID, Delivery::event)
                    .fixed("merchant", UUID, Delivery::merchant)
                    .fixed("subject", UUID, Delivery::subject)
                    .fixed("channel", TEXT, row -> row.channel().name())
                    .fixedOptional("endpoint", UUID, Delivery::endpoint)
                    .fixed("url", TEXT, Delivery::url)
                    .fixed("state", TEXT, row -> row.state().name())
                    .fixed("attempts", INTEGER, Delivery::attempts)
                    .fixed("due_at", TIMESTAMP, Delivery::dueAt)
                    .fixed("destination", TEXT, Delivery::destination)
                    .readBy(
                            Delivery::id,
                            fields ->
                                    new Delivery(
                                            fields.uuid(),
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
