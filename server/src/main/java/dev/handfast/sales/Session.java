package dev.handfast.sales;

import static dev.handfast.engine.ColumnType.TIMESTAMP;
import static dev.handfast.engine.ColumnType.UUID;

import dev.handfast.engine.Table;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * That a payment is a checkout session.
 *
 * @param id the payment's own id
 * @param merchant whose it is
 * @param link the payment link it came by, where it came by one
 * @param createdAt when
 */
public record Session(UUID id, UUID merchant, Optional<UUID> link, Instant createdAt) {
    /** The sessions, as a batch sees them. */
    public static final Table<UUID, Session> TABLE =
            Table.<UUID, Session>named("checkout_session", Table.Access.READ)
                    .fixed("id", UUID, Session::id)
                    .fixed("merchant", UUID, Session::merchant)
                    .fixedOptional("link", UUID, Session::link)
                    .fixed("created_at", TIMESTAMP, Session::createdAt)
                    .readBy(
                            Session::id,
                            fields ->
                                    new Session(
                                            fields.uuid(),
                                            fields.uuid(),
                                            fields.findUuid(),
                                            fields.instant()));
}
