package dev.handfast.fx;

import static dev.handfast.engine.ColumnType.TEXT;
import static dev.handfast.engine.ColumnType.TIMESTAMP;
import static dev.handfast.engine.ColumnType.UUID;

import dev.handfast.engine.Ids;
import dev.handfast.engine.Table;
import dev.handfast.money.Currency;
import dev.handfast.money.Rate;

import java.time.Instant;
import java.util.UUID;

/**
 * What one unit of the merchant's currency costs in the payer's.
 *
 * @param id follows from the two currencies
 * @param base the merchant's currency
 * @param counter the payer's currency
 * @param middle the market's middle rate
 * @param offered the rate the payer gets, not below the middle
 * @param validUntil from this moment on the rate is too old to use
 */
public record ExchangeRate(
        UUID id, Currency base, Currency counter, Rate middle, Rate offered, Instant validUntil) {
    /** The rates, as a batch sees them. */
    public static final Table<UUID, ExchangeRate> TABLE =
            Table.<UUID, ExchangeRate>named("exchange_rate", Table.Access.READ)
                    .fixed("id", UUID, ExchangeRate::id)
                    .fixed("base", TEXT, row -> row.base().code())
                    .fixed("counter", TEXT, row -> row.counter().code())
                    .fixed("middle", TEXT, row -> row.middle().toDecimalString())
                    .fixed("offered", TEXT, row -> row.offered().toDecimalString())
                    .fixed("valid_until", TIMESTAMP, ExchangeRate::validUntil)
                    .readBy(
                            ExchangeRate::id,
                            fields ->
                                    new ExchangeRate(
                                            fields.uuid(),
                                            Currency.of(fields.text()),
                                            Currency.of(fields.text()),
                                            Rate.parse(fields.text()).orElseThrow(),
                                            Rate.parse(fields.text()).orElseThrow(),
                                            fields.instant()));

    /** The id of the rate between two currencies. */
    public static UUID idOf(Currency base, Currency counter) {
        return Ids.named("exchange_rate", base.code(), counter.code());
    }
}
