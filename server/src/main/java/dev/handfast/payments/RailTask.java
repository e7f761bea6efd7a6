package dev.handfast.payments;

import static dev.handfast.engine.ColumnType.BIGINT;
import static dev.handfast.engine.ColumnType.TEXT;
import static dev.handfast.engine.ColumnType.TIMESTAMP;
import static dev.handfast.engine.ColumnType.UUID;

import dev.handfast.engine.Table;
import dev.handfast.money.Currency;
import dev.handfast.money.Money;

import java.time.Instant;
import java.util.UUID;

/**
 * Something a rail must be told about a payment it has approved. Written in the batch of the change
 * and told until the rail has heard.
 *
 * @param id its id, under which the rail knows it however often it is told
 * @param attempt the attempt to pay that it is about, by which the rail knows it
 * @param rail the rail's name
 * @param kind what to tell
 * @param amount in the payer's currency
 * @param dueAt when to tell it next
 */
public record RailTask(UUID id, UUID attempt, String rail, Kind kind, Money amount, Instant dueAt) {
    /** What to tell. */
    public enum Kind {
        /** The held money is taken. */
        CAPTURE,
        /** The held money is let go. */
        CANCEL,
        /** Taken money goes back. */
        REFUND
    }

    static final Table<UUID, RailTask> TABLE =
            Table.<UUID, RailTask>named("rail_task", Table.Access.READ)
                    .fixed("id", UUID, RailTask::id)
                    .fixed("attempt", UUID, RailTask::attempt)
                    .fixed("rail", TEXT, RailTask::rail)
                    .fixed("kind", TEXT, row -> row.kind().name())
                    .fixed("currency", TEXT, row -> row.amount().currency().code())
                    .fixed("amount_minor", BIGINT, row -> row.amount().minor())
                    .fixed("due_at", TIMESTAMP, RailTask::dueAt)
                    .readBy(
                            RailTask::id,
                            fields -> {
                                UUID id = fields.uuid();
                                UUID attempt = fields.uuid();
                                String rail = fields.text();
                                Kind kind = Kind.valueOf(fields.text());
                                Currency currency = Currency.of(fields.text());
                                return new RailTask(
                                        id,
                                        attempt,
                                        rail,
                                        kind,
                                        new Money(fields.number(), currency),
                                        fields.instant());
                            });
}
