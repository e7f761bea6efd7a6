package dev.handfast.payments;

import static dev.handfast.engine.ColumnType.BIGINT;
import static dev.handfast.engine.ColumnType.TEXT;
import static dev.handfast.engine.ColumnType.UUID;

import dev.handfast.engine.Ids;
import dev.handfast.engine.Table;
import dev.handfast.money.Currency;
import dev.handfast.money.Money;

import java.util.UUID;

/**
 * What one receiver has got of one payment and not given back.
 *
 * @param id follows from payment and receiver
 * @param payment of which payment
 * @param receiver who
 * @param amount how much
 */
record Portion(UUID id, UUID payment, Receiver receiver, Money amount) {
    static final Table<UUID, Portion> TABLE =
            Table.<UUID, Portion>named("portion", Table.Access.LOCK)
                    .fixed("id", UUID, Portion::id)
                    .fixed("payment", UUID, Portion::payment)
                    .fixed("receiver_kind", TEXT, row -> row.receiver().kind().name())
                    .fixed("receiver", UUID, row -> row.receiver().id())
                    .fixed("receiver_partner", UUID, row -> row.receiver().partner())
                    .fixed("currency", TEXT, row -> row.amount().currency().code())
                    .changing("amount_minor", BIGINT, row -> row.amount().minor())
                    .readBy(
                            Portion::id,
                            fields -> {
                                UUID id = fields.uuid();
                                UUID payment = fields.uuid();
                                Receiver receiver = Receiver.read(fields);
                                Currency currency = Currency.of(fields.text());
                                return new Portion(
                                        id,
                                        payment,
                                        receiver,
                                        new Money(fields.number(), currency));
                            });

    /** The id of a receiver's portion of a payment. */
    static UUID idOf(UUID payment, Receiver receiver) {
        return Ids.named("portion", payment.toString(), receiver.id().toString());
    }

    Portion plus(Money more) {
        return new Portion(id, payment, receiver, amount.plus(more));
    }
}
