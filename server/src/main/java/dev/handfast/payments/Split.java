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
 * A part of a merchant's share of a payment that went to somebody else, or came back.
 *
 * @param id its id
 * @param payment of which payment
 * @param order the order it is a part of, or the refund it came back for
 * @param kind which way it went
 * @param account the receiver's number in the dialect
 * @param receiver who that is
 * @param amount how much
 * @param description what the merchant noted
 * @param createdAt when
 */
public record Split(
        UUID id,
        UUID payment,
        UUID order,
        Kind kind,
        String account,
        Receiver receiver,
        Money amount,
        String description,
        Instant createdAt) {
    /** Which way money went. */
    public enum Kind {
        /** To the receiver. */
        OUT,
        /** Back to the merchant. */
        BACK
    }

    static final Table<UUID, Split> TABLE =
            Table.<UUID, Split>named("split", Table.Access.READ)
                    .fixed("id", UUID, Split::id)
                    .fixed("payment", UUID, Split::payment)
                    .fixed("split_order", UUID, Split::order)
                    .fixed("kind", TEXT, row -> row.kind().name())
                    .fixed("account", TEXT, Split::account)
                    .fixed("receiver_kind", TEXT, row -> row.receiver().kind().name())
                    .fixed("receiver", UUID, row -> row.receiver().id())
                    .fixed("receiver_partner", UUID, row -> row.receiver().partner())
                    .fixed("currency", TEXT, row -> row.amount().currency().code())
                    .fixed("amount_minor", BIGINT, row -> row.amount().minor())
                    .fixed("description", TEXT, Split::description)
                    .fixed("created_at", TIMESTAMP, Split::createdAt)
                    .readBy(
                            Split::id,
                            fields -> {
                                UUID id = fields.uuid();
                                UUID payment = fields.uuid();
                                UUID order = fields.uuid();
                                Kind kind = Kind.valueOf(fields.text());
                                String account = fields.text();
                                Receiver receiver = Receiver.read(fields);
                                Currency currency = Currency.of(fields.text());
                                return new Split(
                                        id,
                                        payment,
                                        order,
                                        kind,
                                        account,
                                        receiver,
                                        new Money(fields.number(), currency),
                                        fields.text(),
                                        fields.instant());
                            });
}
