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
    private static final String FAILED = "in place of a plan: ";

    /**
     * The number of an order that a merchant gave with a payment: not the merchant's own, which has
     * no blanks.
     */
    public static String planned(UUID payment) {
        return PLANNED + payment;
    }

    /** The same where it could not be carried out, so that all became payable. */
    public static String unplanned(UUID payment) {
        return "un" + PLANNED + payment;
    }

    /** The content of an order that stands in the place of a plan, and says why. */
    static String failed(MoveRefusal why) {
        return FAILED + why.name();
    }

    /** Why the plan in whose place it stands could not be carried out, if it stands in one's. */
    public Optional<MoveRefusal> failure() {
        return content.startsWith(FAILED)
                ? Optional.of(MoveRefusal.valueOf(content.substring(FAILED.length())))
                : Optional.empty();
    }

    /** Whether it was given with the payment, or stands in the place of one that was. */
    public boolean isPlanned() {
        return reference.equals(planned(payment)) || failure().isPresent();
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
