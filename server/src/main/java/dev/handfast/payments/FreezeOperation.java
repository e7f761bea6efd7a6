package dev.handfast.payments;

import static dev.handfast.engine.ColumnType.BIGINT;
import static dev.handfast.engine.ColumnType.TEXT;
import static dev.handfast.engine.ColumnType.TIMESTAMP;
import static dev.handfast.engine.ColumnType.UUID;

import dev.handfast.engine.Table;
import dev.handfast.money.Currency;
import dev.handfast.money.Money;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Something done to a freeze.
 *
 * @param id its id; a payment's own, where something was paid
 * @param freeze to which
 * @param kind what
 * @param amount how much
 * @param reference the merchant's own number for it, where the merchant did it
 * @param createdAt when it was asked for
 */
public record FreezeOperation(
        UUID id,
        UUID freeze,
        Kind kind,
        Money amount,
        Optional<String> reference,
        Instant createdAt) {
    /** What is done to a freeze. */
    public enum Kind {
        /** Money is frozen, once somebody agrees. */
        FREEZE,
        /** A part is unfrozen. */
        UNFREEZE,
        /** A part is paid. */
        PAY
    }

    static final Table<UUID, FreezeOperation> TABLE =
            Table.<UUID, FreezeOperation>named("freeze_operation", Table.Access.READ)
                    .fixed("id", UUID, FreezeOperation::id)
                    .fixed("fund_freeze", UUID, FreezeOperation::freeze)
                    .fixed("kind", TEXT, row -> row.kind().name())
                    .fixed("currency", TEXT, row -> row.amount().currency().code())
                    .fixed("amount_minor", BIGINT, row -> row.amount().minor())
                    .fixedOptional("reference", TEXT, FreezeOperation::reference)
                    .fixed("created_at", TIMESTAMP, FreezeOperation::createdAt)
                    .readBy(
                            FreezeOperation::id,
                            fields -> {
                                UUID id = fields.uuid();
                                UUID freeze = fields.uuid();
                                Kind kind = Kind.valueOf(fields.text());
                                Currency currency = Currency.of(fields.text());
                                return new FreezeOperation(
                                        id,
                                        freeze,
                                        kind,
                                        new Money(fields.number(), currency),
                                        fields.findText(),
                                        fields.instant());
                            });
}
