package dev.handfast.sales;

import dev.handfast.money.Money;

import java.util.Optional;

/**
 * One line of what is sold.
 *
 * @param name as the payer reads it
 * @param description more of it
 * @param unit what one costs, not negative
 * @param quantity how many, at least one
 */
public record Item(String name, Optional<String> description, Money unit, long quantity) {
    /** Checks the price and the quantity. */
    public Item {
        if (unit.isNegative() || quantity < 1) {
            throw new IllegalArgumentException(
                    "an item costs nothing or more and there is one at least, got %d of %s"
                            .formatted(quantity, unit));
        }
    }

    /**
     * What all of them cost.
     *
     * @throws ArithmeticException if it does not fit
     */
    public Money total() {
        return unit.times(quantity);
    }
}
