package dev.handfast.fx;

import static dev.handfast.engine.ColumnType.BIGINT;
import static dev.handfast.engine.ColumnType.TEXT;
import static dev.handfast.engine.ColumnType.TIMESTAMP;
import static dev.handfast.engine.ColumnType.UUID;

import dev.handfast.engine.Fields;
import dev.handfast.engine.Table;
import dev.handfast.money.Currency;
import dev.handfast.money.Money;
import dev.handfast.money.Rate;

import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;

/**
 * A price promised to a payer for a short time.
 *
 * @param id its id
 * @param base what the merchant is to get
 * @param price what the payer pays for it, and how it was reckoned
 * @param expiresAt from this moment on the promise is void
 */
public record Quote(UUID id, Money base, Price price, Instant expiresAt) {
    /** The quotes, as a batch sees them. */
    public static final Table<UUID, Quote> TABLE =
            Table.<UUID, Quote>named("quote", Table.Access.READ)
                    .fixed("id", UUID, Quote::id)
                    .fixed("base_currency", TEXT, row -> row.base().currency().code())
                    .fixed("base_minor", BIGINT, row -> row.base().minor())
                    .fixed("home_currency", TEXT, row -> row.price().home().currency().code())
                    .fixed("home_minor", BIGINT, row -> row.price().home().minor())
                    .fixed("middle_minor", BIGINT, row -> row.price().middle().minor())
                    .fixed("rate", TEXT, row -> row.price().rate().toDecimalString())
                    .fixed("expires_at", TIMESTAMP, Quote::expiresAt)
                    .readBy(Quote::id, Quote::read);

    private static Quote read(Fields fields) throws SQLException {
        UUID id = fields.uuid();
        Currency base = Currency.of(fields.text());
        Money amount = new Money(fields.number(), base);
        Currency home = Currency.of(fields.text());
        Price price =
                new Price(
                        new Money(fields.number(), home),
                        new Money(fields.number(), home),
                        Rate.parse(fields.text()).orElseThrow());
        return new Quote(id, amount, price, fields.instant());
    }
}
