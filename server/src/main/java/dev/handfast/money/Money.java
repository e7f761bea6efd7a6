package dev.handfast.money;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * An amount of one currency in its minor unit, such as 1000 and USD for ten dollars.
 *
 * <p>The whole range of {@code long} is allowed. Arithmetic is exact: what does not fit is an
 * {@link ArithmeticException}, and mixing currencies is an {@link IllegalArgumentException}; both
 * are mistakes of the caller, who has checked what came from outside.
 *
 * @param minor the amount in minor units, of either sign
 * @param currency the currency, which also says how many decimals the minor unit has
 */
public record Money(long minor, Currency currency) {
    /** Nothing, in the given currency. */
    public static Money zero(Currency currency) {
        return new Money(0, currency);
    }

    /**
     * Reads a decimal such as "10", "10.5" or "10.00", with at most the decimals of the currency.
     *
     * <p>Refusals: {@link MoneyRefusal#NOT_A_DECIMAL}, {@link MoneyRefusal#TOO_MANY_DECIMALS},
     * {@link MoneyRefusal#OUT_OF_RANGE}. A minus sign is allowed; whether a negative amount makes
     * sense is for the caller to say.
     */
    public static Parsed<Money> parse(String decimal, Currency currency) {
        return switch (Decimal.parse(decimal, currency.decimals())) {
            case Parsed.Refused<Decimal>(MoneyRefusal why, String message) ->
                    new Parsed.Refused<>(why, message + " " + currency);
            case Parsed.Valid<Decimal>(Decimal read) -> {
                var minor = BigInteger.valueOf(read.unscaled());
                minor = minor.multiply(BigInteger.TEN.pow(currency.decimals() - read.scale()));
                yield minor.bitLength() >= Long.SIZE
                        ? Decimal.outOfRange(decimal)
                        : new Parsed.Valid<>(new Money(minor.longValueExact(), currency));
            }
        };
    }

    /**
     * The sum of both.
     *
     * @throws ArithmeticException if it does not fit
     * @throws IllegalArgumentException if the currencies differ
     */
    public Money plus(Money other) {
        return new Money(Math.addExact(minor, sameCurrency(other).minor), currency);
    }

    /**
     * This less the other; the result may be negative.
     *
     * @throws ArithmeticException if it does not fit
     * @throws IllegalArgumentException if the currencies differ
     */
    public Money minus(Money other) {
        return new Money(Math.subtractExact(minor, sameCurrency(other).minor), currency);
    }

    /**
     * The amount with the opposite sign.
     *
     * @throws ArithmeticException for the one amount that has none, the smallest {@code long}
     */
    public Money negated() {
        return new Money(Math.negateExact(minor), currency);
    }

    /**
     * This many times the amount.
     *
     * @throws ArithmeticException if it does not fit
     */
    public Money times(long count) {
        return new Money(Math.multiplyExact(minor, count), currency);
    }

    /**
     * Splits the amount in proportion to the weights, by the largest remainder: each part is first
     * cut towards zero, then the minor units left over go one each to the parts that lost most, the
     * earlier part first where two lost the same.
     *
     * @param weights at least one; none negative, not all zero
     * @return as many parts as weights, in their order; they add up to exactly this amount, none
     *     has the opposite sign, and the part of a zero weight is zero
     * @throws IllegalArgumentException for other weights
     */
    public List<Money> allocate(long... weights) {
        BigInteger sum = sumOf(weights);
        var quotas = new ArrayList<BigInteger[]>(weights.length);
        long left = minor;
        for (long weight : weights) {
            BigInteger share = BigInteger.valueOf(minor).multiply(BigInteger.valueOf(weight));
            BigInteger[] quota = share.divideAndRemainder(sum);
            quotas.add(quota);
            left -= quota[0].longValueExact(); // Never leaves the range from 0 to minor.
        }
        long[] parts = quotas.stream().mapToLong(quota -> quota[0].longValueExact()).toArray();
        Comparator<Integer> mostLost = Comparator.comparing(i -> quotas.get(i)[1].abs());
        List<Integer> byLoss =
                IntStream.range(0, parts.length).boxed().sorted(mostLost.reversed()).toList();
        // Fewer units are left than there are remainders, so nobody gets two.
        for (int i = 0; i < Math.abs(left); i++) {
            parts[byLoss.get(i)] += Long.signum(left);
        }
        return IntStream.range(0, parts.length)
                .mapToObj(i -> new Money(parts[i], currency))
                .toList();
    }

    private static BigInteger sumOf(long[] weights) {
        BigInteger sum = BigInteger.ZERO;
        for (long weight : weights) {
            if (weight < 0) {
                throw new IllegalArgumentException("a weight is never negative, got " + weight);
            }
            sum = sum.add(BigInteger.valueOf(weight));
        }
        if (sum.signum() == 0) {
            throw new IllegalArgumentException("at least one weight must be positive");
        }
        return sum;
    }

    /** Whether the amount is nothing. */
    public boolean isZero() {
        return minor == 0;
    }

    /** Whether the amount is more than nothing. */
    public boolean isPositive() {
        return minor > 0;
    }

    /** Whether the amount is less than nothing. */
    public boolean isNegative() {
        return minor < 0;
    }

    /**
     * Whether this is more than the other.
     *
     * @throws IllegalArgumentException if the currencies differ
     */
    public boolean isMoreThan(Money other) {
        return minor > sameCurrency(other).minor;
    }

    /**
     * Whether this is less than the other.
     *
     * @throws IllegalArgumentException if the currencies differ
     */
    public boolean isLessThan(Money other) {
        return minor < sameCurrency(other).minor;
    }

    /** The amount as a decimal with all decimals of its currency, such as "10.00" or "-0.05". */
    public String toDecimalString() {
        return new Decimal(minor, currency.decimals()).text();
    }

    /** Code and decimal, as people read it: "USD 10.00". */
    public String format() {
        return currency.code() + " " + toDecimalString();
    }

    /** The same as {@link #format}. */
    @Override
    public String toString() {
        return format();
    }

    private Money sameCurrency(Money other) {
        if (other.currency != currency) {
            String rule = "amounts of two currencies do not mix: ";
            throw new IllegalArgumentException(rule + currency + " and " + other.currency);
        }
        return other;
    }
}
