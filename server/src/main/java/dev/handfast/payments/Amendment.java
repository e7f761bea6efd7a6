package dev.handfast.payments;

import dev.handfast.money.Money;

import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What a merchant changes of a payment.
 *
 * @param amount the new amount, in the payment's currency
 * @param description the new description
 * @param details makes the new details of the old ones; pure
 * @param brokerage makes the platform's new part of the old one; pure
 */
public record Amendment(
        Optional<Money> amount,
        Optional<String> description,
        UnaryOperator<String> details,
        UnaryOperator<Optional<Brokerage>> brokerage) {
    /** Changes nothing of what a platform has to do with it. */
    public Amendment(
            Optional<Money> amount, Optional<String> description, UnaryOperator<String> details) {
        this(amount, description, details, UnaryOperator.identity());
    }

    /** Whether the new terms would fit together. */
    boolean fits(Terms terms) {
        return brokerage
                .apply(terms.brokerage())
                .map(by -> by.fits(amount.orElse(terms.amount())))
                .orElse(true);
    }

    Terms of(Terms terms) {
        return new Terms(
                terms.merchant(),
                terms.acquirer(),
                terms.channel(),
                amount.orElse(terms.amount()),
                terms.capture(),
                terms.reference(),
                description.orElse(terms.description()),
                details.apply(terms.details()),
                terms.expiresAt(),
                terms.custody(),
                brokerage.apply(terms.brokerage()));
    }
}
