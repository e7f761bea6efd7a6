package dev.handfast.payments;

import static dev.handfast.engine.ColumnType.TEXT;
import static dev.handfast.engine.ColumnType.TIMESTAMP;
import static dev.handfast.engine.ColumnType.UUID;

import dev.handfast.engine.Ids;
import dev.handfast.engine.Table;

import java.time.Instant;
import java.util.UUID;

/**
 * Somebody to whom a merchant may split money, made known by the merchant beforehand.
 *
 * @param id follows from merchant and account
 * @param merchant who splits
 * @param account the receiver's number in the dialect: 16 digits, beginning 2088
 * @param receiver who that is
 * @param memo what the merchant noted
 * @param state whether it still stands
 * @param boundAt when it was made known last
 */
public record Relation(
        UUID id,
        UUID merchant,
        String account,
        Receiver receiver,
        String memo,
        State state,
        Instant boundAt) {
    /** Whether a relation stands. */
    public enum State {
        /** The merchant may split to the receiver. */
        BOUND,
        /** No longer; what was split can still be given back. */
        UNBOUND
    }

    static final Table<UUID, Relation> TABLE =
            Table.<UUID, Relation>named("royalty_relation", Table.Access.READ)
                    .fixed("id", UUID, Relation::id)
                    .fixed("merchant", UUID, Relation::merchant)
                    .fixed("account", TEXT, Relation::account)
                    .fixed("receiver_kind", TEXT, row -> row.receiver().kind().name())
                    .fixed("receiver", UUID, row -> row.receiver().id())
                    .fixed("receiver_partner", UUID, row -> row.receiver().partner())
                    .fixed("memo", TEXT, Relation::memo)
                    .fixed("state", TEXT, row -> row.state().name())
                    .fixed("bound_at", TIMESTAMP, Relation::boundAt)
                    .readBy(
                            Relation::id,
                            fields ->
                                    new Relation(
                                            fields.uuid(),
                                            fields.uuid(),
                                            fields.text(),
                                            Receiver.read(fields),
                                            fields.text(),
                                            State.valueOf(fields.text()),
                                            fields.instant()));

    /** The id of a merchant's relation to an account. */
    static UUID idOf(UUID merchant, String account) {
        return Ids.named("royalty_relation", merchant.toString(), account);
    }
}
