package dev.handfast.money;

import java.math.BigInteger;

/**
 * An exchange rate: how many major units of the counter currency one major unit of the base
 * currency costs, such as 7.2345 for CNY per USD. Exact and positive.
 *
 * <p>A rate has no inverse here. One divided by 7.2345 never ends, so every place that inverted it
 * would round by a rule of its own; whoever sells in both directions quotes two rates.
 */
public final class Rate {
    /** The most decimals a rate may have. */
    public static final int DECIMALS_MAX = 15;

    private final Decimal counterPerBase;

    private Rate(Decimal counterPerBase) {
        this.counterPerBase = counterPerBase;
    }

    /**
     * Reads a rate such as "7.2345": positive, at most {@value #DECIMALS_MAX} decimals, and all its
     * digits together within a {@code long}. Trailing zeros carry no meaning.
     *
     * <p>Refusals: {@link MoneyRefusal#NOT_A_DECIMAL}, {@link MoneyRefusal#TOO_MANY_DECIMALS},
     * {@link MoneyRefusal#OUT_OF_RANGE}.
     */
    public static Parsed<Rate> parse(String text) {
        return switch (Decimal.parse(text, DECIMALS_MAX)) {
            case Parsed.Refused<Decimal>(MoneyRefusal why, String message) ->
                    new Parsed.Refused<>(why, message);
            case Parsed.Valid<Decimal>(Decimal read) ->
                    read.unscaled() <= 0
                            ? Decimal.outOfRange(text)
                            : new Parsed.Valid<>(new Rate(read.stripped()));
        };
    }

    /**
     * What the base amount costs in the counter currency.
     *
     * <p>The rule: the exact product of amount and rate is rounded once, to the minor unit of the
     * counter currency, halves away from zero. USD 10.00 at 7.2345 is CNY 72.35 (72.345 exactly).
     *
     * @throws IllegalArgumentException if both currencies are the same
     * @throws ArithmeticException if the result does not fit
     */
    public Money convert(Money base, Currency counter) {
        if (base.currency() == counter) {
            throw new IllegalArgumentException("a rate is between two currencies, got " + counter);
        }
        BigInteger up = BigInteger.TEN.pow(counter.decimals());
        BigInteger down = BigInteger.TEN.pow(base.currency().decimals() + counterPerBase.scale());
        BigInteger numerator = BigInteger.valueOf(counterPerBase.unscaled()).multiply(up);
        return new Money(Decimal.scaled(base.minor(), numerator, down), counter);
    }

    /** The rate as a plain decimal without trailing zeros; {@link #parse} reads it back. */
    public String toDecimalString() {
        return counterPerBase.text();
    }

    /** The same as {@link #toDecimalString}. */
    @Override
    public String toString() {
        return toDecimalString();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Rate rate && rate.counterPerBase.equals(counterPerBase);
    }

    @Override
    public int hashCode() {
        return counterPerBase.hashCode();
    }
}
