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
 */
public record Amendment(
        Optional<Money> amount, Optional<String> description, UnaryOperator<String> details) {
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
                terms.custody());
    }
}
