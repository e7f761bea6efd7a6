package dev.handfast.payments;

import dev.handfast.money.Money;

import java.time.Instant;

/**
 * Money that moved.
 *
 * @param amount what was captured, not more than the payment's amount
 * @param acquiringFee the acquiring partner's fee
 * @param issuingFee the issuing partner's fee
 * @param refunded how much of the amount has gone back, in all
 * @param at when
 */
public record Capture(
        Money amount, Money acquiringFee, Money issuingFee, Money refunded, Instant at) {
    /** Checks that no more goes back than came. */
    public Capture {
        if (refunded.isNegative() || refunded.isMoreThan(amount)) {
            throw new IllegalArgumentException(
                    "refunded is 0 to %s, got %s".formatted(amount, refunded));
        }
    }

    /** What the merchant gets, before refunds. */
    public Money net() {
        return amount.minus(acquiringFee).minus(issuingFee);
    }

    /** What can still be given back. */
    public Money refundable() {
        return amount.minus(refunded);
    }

    Capture refundedBy(Money more) {
        return refundedTo(refunded.plus(more));
    }

    Capture refundedTo(Money all) {
        return new Capture(amount, acquiringFee, issuingFee, all, at);
    }
}
