package dev.handfast.outbox;

import static dev.handfast.engine.ColumnType.TEXT;
import static dev.handfast.engine.ColumnType.TIMESTAMP;
import static dev.handfast.engine.ColumnType.UUID;

import dev.handfast.engine.Table;

import java.time.Instant;
import java.util.UUID;

/**
 * Something that happened to a merchant's object, as it is told to the merchant.
 *
 * @param id its id
 * @param merchant whose object it is
 * @param type the dialect's name for it, for instance {@code payment_intent.succeeded}
 * @param subject the object
 * @param body the text as it is told, in the dialect's form
 * @param createdAt when it happened
 */
public record Event(
        UUID id, UUID merchant, String type, UUID subject, String body, Instant createdAt) {
    /** The events, as a batch sees them. */
    public static final Table<UUID, Event> TABLE =
            Table.<UUID, Event>named("event", Table.Access.READ)
                    .fixed("id", UUID, Event::id)
                    .fixed("merchant", UUID, Event::merchant)
                    .fixed("type", TEXT, Event::type)
                    .fixed("subject", UUID, Event::subject)
                    .fixed("body", TEXT, Event::body)
                    .fixed("created_at", TIMESTAMP, Event::createdAt)
                    .readBy(
                            Event::id,
                            fields ->
                                    new Event(
                                            fields.uuid(),
                                            fields.uuid(),
                                            fields.text(),
                                            fields.uuid(),
                                            fields.text(),
                                            fields.instant()));
}
