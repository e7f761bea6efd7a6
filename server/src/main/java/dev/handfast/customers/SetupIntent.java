package dev.handfast.customers;

import static dev.handfast.engine.ColumnType.TEXT;
import static dev.handfast.engine.ColumnType.TIMESTAMP;
import static dev.handfast.engine.ColumnType.UUID;

import dev.handfast.engine.Fields;
import dev.handfast.engine.Table;

import java.sql.SQLException;
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
 * @param mandate to which the holder of an account wallet is asked to agree, where one is
 * @param state how far it is
 * @param details what else the dialect keeps, as JSON text
 * @param closesAt when the page closes on which somebody may agree, where there is one
 * @param createdAt when
 */
public record SetupIntent(
        UUID id,
        UUID merchant,
        Optional<UUID> customer,
        Optional<UUID> method,
        Optional<UUID> mandate,
        State state,
        String details,
        Optional<Instant> closesAt,
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
                    .changingOptional("mandate", UUID, SetupIntent::mandate)
                    .fixedOptional("closes_at", TIMESTAMP, SetupIntent::closesAt)
                    .readBy(SetupIntent::id, SetupIntent::read);

    private static SetupIntent read(Fields fields) throws SQLException {
        UUID id = fields.uuid();
        UUID merchant = fields.uuid();
        Optional<UUID> customer = fields.findUuid();
        Optional<UUID> method = fields.findUuid();
        State state = State.valueOf(fields.text());
        String details = fields.text();
        Instant createdAt = fields.instant();
        Optional<UUID> mandate = fields.findUuid();
        Optional<Instant> closesAt = fields.findInstant();
        return new SetupIntent(
                id, merchant, customer, method, mandate, state, details, closesAt, createdAt);
    }

    /** The setup once its holder has agreed. */
    public SetupIntent succeeded(UUID agreed) {
        return new SetupIntent(
                id,
                merchant,
                customer,
                Optional.of(agreed),
                mandate,
                State.SUCCEEDED,
                details,
                closesAt,
                createdAt);
    }

    /** The setup, given up. */
    public SetupIntent cancelled(String changed) {
        return new SetupIntent(
                id,
                merchant,
                customer,
                method,
                mandate,
                State.CANCELLED,
                changed,
                closesAt,
                createdAt);
    }

    /** The same with other details and for somebody else, or nobody yet. */
    public SetupIntent with(Optional<UUID> who, String changed) {
        return new SetupIntent(
                id, merchant, who, method, mandate, state, changed, closesAt, createdAt);
    }

    /** The same, waiting for a holder to agree to a mandate. */
    public SetupIntent asking(UUID proposed, String changed) {
        return new SetupIntent(
                id,
                merchant,
                customer,
                method,
                Optional.of(proposed),
                state,
                changed,
                closesAt,
                createdAt);
    }
}
