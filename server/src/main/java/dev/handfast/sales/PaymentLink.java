package dev.handfast.sales;

import static dev.handfast.engine.ColumnType.TEXT;
import static dev.handfast.engine.ColumnType.TIMESTAMP;
import static dev.handfast.engine.ColumnType.UUID;

import dev.handfast.engine.Table;

import java.time.Instant;
import java.util.UUID;

/**
 * An address that sells the same thing to everybody who opens it.
 *
 * @param id its id
 * @param merchant whose it is
 * @param key the last part of its address
 * @param sale what it sells
 * @param state whether it sells now
 * @param createdAt when it was created
 */
public record PaymentLink(
        UUID id, UUID merchant, String key, Sale sale, State state, Instant createdAt) {
    /** Whether a link sells. */
    public enum State {
        /** It does. */
        ACTIVE,
        /** It does not now; it may again. */
        INACTIVE
    }

    static final Table<UUID, PaymentLink> TABLE =
            Table.<UUID, PaymentLink>named("payment_link", Table.Access.LOCK)
                    .fixed("id", UUID, PaymentLink::id)
                    .fixed("merchant", UUID, PaymentLink::merchant)
                    .fixed("address_key", TEXT, PaymentLink::key)
                    .changing("sale", TEXT, row -> row.sale().write())
                    .changing("state", TEXT, row -> row.state().name())
                    .fixed("created_at", TIMESTAMP, PaymentLink::createdAt)
                    .readBy(
                            PaymentLink::id,
                            fields ->
                                    new PaymentLink(
                                            fields.uuid(),
                                            fields.uuid(),
                                            fields.text(),
                                            Sale.read(fields.text()),
                                            State.valueOf(fields.text()),
                                            fields.instant()));
}
