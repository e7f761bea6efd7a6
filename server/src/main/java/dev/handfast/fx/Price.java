package dev.handfast.fx;

import dev.handfast.money.Money;
import dev.handfast.money.Rate;

/**
 * What a payment costs in the payer's own currency.
 *
 * @param home what the payer pays, at the offered rate
 * @param middle what it would be at the middle rate; the difference is margin
 * @param rate the offered rate
 */
public record Price(Money home, Money middle, Rate rate) {
    /** What the conversion earned: what the payer pays less the middle price, rounding included. */
    public Money margin() {
        return home.minus(middle);
    }
}
