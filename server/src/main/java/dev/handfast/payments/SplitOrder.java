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
 * A merchant's order to split a payment's money, carried out as a whole.
 *
 * @param id its id
 * @param payment of which payment
 * @param merchant whose
 * @param reference the merchant's own number for it, unique for this merchant
 * @param content what was ordered, as text, to know a repetition by
 * @param unfrozen how much of what was frozen became payable with it, beside what was split
 * @param createdAt when
 */
public record SplitOrder(
        UUID id,
        UUID payment,
        UUID merchant,
        String reference,
        String content,
        Money unfrozen,
        Instant createdAt) {
    private static final String PLANNED = "planned ";

    /**
     * The number of an order that a merchant gave with a payment: not the merchant's own, which has
     * no blanks.
     */
    public static String planned(UUID payment) {
        return PLANNED + payment;
    }

    /** The same where it could not be carried out, so that all became payable. */
    static String unplanned(UUID payment) {
        return "un" + PLANNED + payment;
    }

    /** Whether it was given with the payment. */
    public boolean isPlanned() {
        return reference.equals(planned(payment));
    }

    static final Table<UUID, SplitOrder> TABLE =
            Table.<UUID, SplitOrder>named("split_order", Table.Access.READ)
                    .fixed("id", UUID, SplitOrder::id)
                    .fixed("payment", UUID, SplitOrder::payment)
                    .fixed("merchant", UUID, SplitOrder::merchant)
                    .fixed("reference", TEXT, SplitOrder::reference)
                    .fixed("content", TEXT, SplitOrder::content)
                    .fixed("currency", TEXT, row -> row.unfrozen().currency().code())
                    .fixed("unfrozen_minor", BIGINT, row -> row.unfrozen().minor())
                    .fixed("created_at", TIMESTAMP, SplitOrder::createdAt)
                    .readBy(
                            SplitOrder::id,
                            fields -> {
                                UUID id = fields.uuid();
                                UUID payment = fields.uuid();
                                UUID merchant = fields.uuid();
                                String reference = fields.text();
                                String content = fields.text();
                                Currency currency = Currency.of(fields.text());
                                return new SplitOrder(
                                        id,
                                        payment,
                                        merchant,
                                        reference,
                                        content,
                                        new Money(fields.number(), currency),
                                        fields.instant());
                            });
}
