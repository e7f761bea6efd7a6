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
 * Money given back. Its postings stand when the row does; where a card stands behind the payment,
 * its issuer is told until it has heard.
 *
 * @param id its id
 * @param payment what it is a refund of
 * @param merchant whose
 * @param amount in the merchant's currency, more than zero
 * @param home what the payer gets, in the payer's currency, at the payment's own rate
 * @param reference the merchant's own number for it, unique within the payment
 * @param details what else the dialect wants to keep, as JSON text
 * @param createdAt when
 */
public record Refund(
        UUID id,
        UUID payment,
        UUID merchant,
        Money amount,
        Money home,
        Optional<String> reference,
        String details,
        Instant createdAt) {
    static final Table<UUID, Refund> TABLE =
            Table.<UUID, Refund>named("refund", Table.Access.READ)
                    .fixed("id", UUID, Refund::id)
                    .fixed("payment", UUID, Refund::payment)
                    .fixed("merchant", UUID, Refund::merchant)
                    .fixed("currency", TEXT, row -> row.amount().currency().code())
                    .fixed("amount_minor", BIGINT, row -> row.amount().minor())
                    .fixed("home_currency", TEXT, row -> row.home().currency().code())
                    .fixed("home_minor", BIGINT, row -> row.home().minor())
                    .fixedOptional("reference", TEXT, Refund::reference)
                    .changing("details", TEXT, Refund::details)
                    .fixed("created_at", TIMESTAMP, Refund::createdAt)
                    .readBy(Refund::id, Refund::read);

    /** The same, with something else noted. */
    Refund noting(String changed) {
        return new Refund(id, payment, merchant, amount, home, reference, changed, createdAt);
    }

    static Refund read(Fields fields) throws SQLException {
        UUID id = fields.uuid();
        UUID payment = fields.uuid();
        UUID merchant = fields.uuid();
        Currency currency = Currency.of(fields.text());
        Money amount = new Money(fields.number(), currency);
        Currency homeCurrency = Currency.of(fields.text());
        Money home = new Money(fields.number(), homeCurrency);
        return new Refund(
                id,
                payment,
                merchant,
                amount,
                home,
                fields.findText(),
                fields.text(),
                fields.instant());
    }
}
