package dev.handfast.customers;

import static dev.handfast.engine.ColumnType.TEXT;
import static dev.handfast.engine.ColumnType.TIMESTAMP;
import static dev.handfast.engine.ColumnType.UUID;

import dev.handfast.engine.Table;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A merchant's wish to charge somebody later, with no money moved now.
 *
 * @param id its id
 * @param merchant whose
 * @param customer who is to be charged, where it is known
 * @param method what they agreed to be charged with, once they have
 * @param state how far it is
 * @param details what else the dialect keeps, as JSON text
 * @param createdAt when
 */
public record SetupIntent(
        UUID id,
        UUID merchant,
        Optional<UUID> customer,
        Optional<UUID> method,
        State state,
        String details,
        Instant createdAt) {
    /** How far a setup is. */
    public enum State {
        /** Nobody has agreed yet. */
        WAITING,
        /** The holder has agreed. */
        SUCCEEDED,
        /** The merchant has given it up. */
        CANCELLED
    }

    /** The setups, as a batch sees them. */
    public static final Table<UUID, SetupIntent> TABLE =
            Table.<UUID, SetupIntent>named("setup_intent", Table.Access.LOCK)
                    .fixed("id", UUID, SetupIntent::id)
                    .fixed("merchant", UUID, SetupIntent::merchant)
                    .changingOptional("customer", UUID, SetupIntent::customer)
                    .changingOptional("method", UUID, SetupIntent::method)
                    .changing("state", TEXT, row -> row.state().name())
                    .changing("details", TEXT, SetupIntent::details)
                    .fixed("created_at", TIMESTAMP, SetupIntent::createdAt)
                    .readBy(
                            SetupIntent::id,
                            fields ->
                                    new SetupIntent(
                                            fields.uuid(),
                                            fields.uuid(),
                                            fields.findUuid(),
                                            fields.findUuid(),
                                            State.valueOf(fields.text()),
                                            fields.text(),
                                            fields.instant()));

    /** The setup once its holder has agreed. */
    public SetupIntent succeeded(UUID agreed) {
        return new SetupIntent(
                id, merchant, customer, Optional.of(agreed), State.SUCCEEDED, details, createdAt);
    }

    /** The setup, given up. */
    public SetupIntent cancelled(String changed) {
        return new SetupIntent(id, merchant, customer, method, State.CANCELLED, changed, createdAt);
    }

    /** The same with other details and for somebody else, or nobody yet. */
    public SetupIntent with(Optional<UUID> who, String changed) {
        return new SetupIntent(id, merchant, who, method, state, changed, createdAt);
    }
}
