package dev.handfast.disputes;

import static dev.handfast.engine.ColumnType.BIGINT;
import static dev.handfast.engine.ColumnType.TEXT;
import static dev.handfast.engine.ColumnType.UUID;

import dev.handfast.engine.Ids;
import dev.handfast.engine.Table;
import dev.handfast.money.Currency;
import dev.handfast.money.Money;
import dev.handfast.partners.Agreement;

import java.util.UUID;

/**
 * What two partners have agreed that a merchant pays for a dispute; nothing where there is none.
 *
 * @param id follows from agreement and currency
 * @param amount zero or more
 */
public record DisputeFee(UUID id, Money amount) {
    /** The fees, as a batch sees them. */
    public static final Table<UUID, DisputeFee> TABLE =
            Table.<UUID, DisputeFee>named("dispute_fee", Table.Access.READ)
                    .fixed("id", UUID, DisputeFee::id)
                    .fixed("currency", TEXT, row -> row.amount().currency().code())
                    .fixed("amount_minor", BIGINT, row -> row.amount().minor())
                    .readBy(
                            DisputeFee::id,
                            fields -> {
                                UUID id = fields.uuid();
                                Currency currency = Currency.of(fields.text());
                                return new DisputeFee(id, new Money(fields.number(), currency));
                            });

    /** The fee between two partners. */
    public static DisputeFee between(UUID issuing, UUID acquiring, Money amount) {
        return new DisputeFee(idOf(issuing, acquiring, amount.currency()), amount);
    }

    static UUID idOf(UUID issuing, UUID acquiring, Currency currency) {
        return Ids.named(
                "dispute_fee", Agreement.idOf(issuing, acquiring).toString(), currency.code());
    }
}
