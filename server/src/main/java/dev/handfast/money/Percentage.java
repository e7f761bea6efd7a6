package dev.handfast.money;

import java.math.BigInteger;

/**
 * A part of an amount in percent, from 0 to 100, such as 2.8 for a merchant fee. Exact.
 *
 * <p>A percentage is a fee of one payment, so it is rounded once per payment. Whoever splits a fee
 * between several takers rounds the whole first and then uses {@link Money#allocate}.
 */
public final class Percentage {
    /** The most decimals a percentage may have: a ten-thousandth of a basis point. */
    public static final int DECIMALS_MAX = 6;

    private static final BigInteger HUNDRED = BigInteger.valueOf(100);

    private final Decimal percent;

    private Percentage(Decimal percent) {
        this.percent = percent;
    }

    /**
     * Reads a percentage such as "2.80", without the sign: 0 to 100, at most {@value #DECIMALS_MAX}
     * decimals. Trailing zeros carry no meaning.
     *
     * <p>Refusals: {@link MoneyRefusal#NOT_A_DECIMAL}, {@link MoneyRefusal#TOO_MANY_DECIMALS},
     * {@link MoneyRefusal#OUT_OF_RANGE}.
     */
    public static Parsed<Percentage> parse(String text) {
        return switch (Decimal.parse(text, DECIMALS_MAX)) {
            case Parsed.Refused<Decimal>(MoneyRefusal why, String message) ->
                    new Parsed.Refused<>(why, message);
            case Parsed.Valid<Decimal>(Decimal read) ->
                    isWithinHundred(read)
                            ? new Parsed.Valid<>(new Percentage(read.stripped()))
                            : Decimal.outOfRange(text);
        };
    }

    private static boolean isWithinHundred(Decimal read) {
        BigInteger most = HUNDRED.multiply(BigInteger.TEN.pow(read.scale()));
        return read.unscaled() >= 0 && BigInteger.valueOf(read.unscaled()).compareTo(most) <= 0;
    }

    /**
     * This percentage of the amount, of its sign.
     *
     * <p>The rule: the exact product is rounded once, to the minor unit of the amount's currency,
     * halves away from zero. 2.8 % of USD 10.00 is USD 0.28; 2.5 % of USD 0.20 is USD 0.01.
     */
    public Money of(Money amount) {
        BigInteger numerator = BigInteger.valueOf(percent.unscaled());
        BigInteger denominator = HUNDRED.multiply(BigInteger.TEN.pow(percent.scale()));
        return new Money(Decimal.scaled(amount.minor(), numerator, denominator), amount.currency());
    }

    /** The number without the sign and without trailing zeros; {@link #parse} reads it back. */
    public String toDecimalString() {
        return percent.text();
    }

    /** As people read it: "2.8 %". */
    @Override
    public String toString() {
        return toDecimalString() + " %";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Percentage percentage && percentage.percent.equals(percent);
    }

    @Override
    public int hashCode() {
        return percent.hashCode();
    }
}
