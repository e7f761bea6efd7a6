package dev.handfast.payments;

import static dev.handfast.engine.ColumnType.BIGINT;
import static dev.handfast.engine.ColumnType.TEXT;
import static dev.handfast.engine.ColumnType.TIMESTAMP;
import static dev.handfast.engine.ColumnType.UUID;

import dev.handfast.engine.Fields;
import dev.handfast.engine.Table;
import dev.handfast.money.Currency;
import dev.handfast.money.Money;

import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A part of a captured amount that has left escrow.
 *
 * @param id its id; a refund's or dispute's own, where it left for one
 * @param payment of which payment
 * @param merchant whose
 * @param kind why
 * @param amount how much of the captured amount
 * @param released the merchant's share of it
 * @param before what there was before
 * @param reference the merchant's own number for it, unique for this merchant
 * @param createdAt when
 */
public record Settlement(
        UUID id,
        UUID payment,
        UUID merchant,
        Kind kind,
        Money amount,
        Money released,
        Before before,
        Optional<String> reference,
        Instant createdAt) {
    /** Why money leaves escrow. */
    public enum Kind {
        /** The merchant confirmed; it is payable now. */
        CONFIRMED,
        /** The merchant confirmed; it is frozen for splits. */
        FROZEN,
        /** The time was over. */
        ENDED,
        /** It went back to the payer. */
        REFUNDED,
        /** The payer disputes it; who wins the dispute gets it. */
        DISPUTED
    }

    /** What was not settled before, and what lay in escrow for it. */
    public record Before(Money unsettled, Money escrow) {}

    static final Table<UUID, Settlement> TABLE =
            Table.<UUID, Settlement>named("settlement", Table.Access.READ)
                    .fixed("id", UUID, Settlement::id)
                    .fixed("payment", UUID, Settlement::payment)
                    .fixed("merchant", UUID, Settlement::merchant)
                    .fixed("kind", TEXT, row -> row.kind().name())
                    .fixed("currency", TEXT, row -> row.amount().currency().code())
                    .fixed("amount_minor", BIGINT, row -> row.amount().minor())
                    .fixed("released_minor", BIGINT, row -> row.released().minor())
                    .fixed("of_unsettled_minor", BIGINT, row -> row.before().unsettled().minor())
                    .fixed("of_escrow_minor", BIGINT, row -> row.before().escrow().minor())
                    .fixedOptional("reference", TEXT, Settlement::reference)
                    .fixed("created_at", TIMESTAMP, Settlement::createdAt)
                    .readBy(Settlement::id, Settlement::read);

    private static Settlement read(Fields fields) throws SQLException {
        UUID id = fields.uuid();
        UUID payment = fields.uuid();
        UUID merchant = fields.uuid();
        Kind kind = Kind.valueOf(fields.text());
        Currency currency = Currency.of(fields.text());
        return new Settlement(
                id,
                payment,
                merchant,
                kind,
                new Money(fields.number(), currency),
                new Money(fields.number(), currency),
                new Before(
                        new Money(fields.number(), currency), new Money(fields.number(), currency)),
                fields.findText(),
                fields.instant());
    }
}
