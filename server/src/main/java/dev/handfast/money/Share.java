package dev.handfast.money;

import java.math.BigInteger;

/**
 * What belongs to each slice of a whole that is used up bit by bit, such as the fee or the foreign
 * amount that goes back with each partial refund of a payment.
 *
 * <p>Rounding each refund by itself would lose or invent a minor unit over several refunds. So a
 * slice gets the difference of two running totals: what belongs to everything used up including it,
 * less what belonged to everything before. Over any sequence of slices these add up, and once the
 * whole is used up, all of {@code total} has been given, to the last minor unit.
 *
 * @param total what is shared out, of either sign, in any currency
 * @param whole what is used up bit by bit; positive
 */
public record Share(Money total, Money whole) {
    public Share {
        if (!whole.isPositive()) {
            throw new IllegalArgumentException("a whole to share out is positive, got " + whole);
        }
    }

    /**
     * A bit of the whole.
     *
     * @param before how much of the whole was used up earlier; not negative
     * @param part how much is used up now; not negative
     */
    public record Slice(Money before, Money part) {
        public Slice {
            if (before.isNegative() || part.isNegative()) {
                String rule = "a slice is never negative, got ";
                throw new IllegalArgumentException(rule + part + " after " + before);
            }
        }

        Money after() {
            return before.plus(part);
        }
    }

    /**
     * What belongs to this slice, in the currency of {@code total}; it may be zero.
     *
     * @throws IllegalArgumentException if the slice goes beyond the whole or has another currency
     */
    public Money of(Slice slice) {
        return upTo(slice.after()).minus(upTo(slice.before()));
    }

    /**
     * What belongs to everything used up so far: the exact proportion of {@code total}, rounded
     * once to its minor unit, halves away from zero.
     *
     * @param used not negative and not beyond the whole
     * @throws IllegalArgumentException for another amount or currency
     */
    public Money upTo(Money used) {
        if (used.isNegative() || used.isMoreThan(whole)) {
            String rule = "what is used up lies between nothing and the whole, got ";
            throw new IllegalArgumentException(rule + used + " of " + whole);
        }
        BigInteger numerator = BigInteger.valueOf(used.minor());
        BigInteger denominator = BigInteger.valueOf(whole.minor());
        return new Money(Decimal.scaled(total.minor(), numerator, denominator), total.currency());
    }
}
