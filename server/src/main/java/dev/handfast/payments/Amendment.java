package dev.handfast.payments;

import dev.handfast.money.Money;

import java.time.Instant;
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

    /** What becomes of a payment. */
    sealed interface Result {
        /** It asks for something else; not in the working set yet. */
        record Amended(Payment payment) implements Result {}

        /** It stays as it is. */
        record Refused(PaymentRefusal why, String detail) implements Result {}
    }

    /** The changed payment, or why it cannot be changed like this; pure. */
    Result amend(Payment known, Instant now) {
        Terms before = known.terms();
        Money after = amount.orElse(before.amount());
        if (!after.currency().equals(before.amount().currency())) {
            return new Result.Refused(
                    PaymentRefusal.CURRENCY_DIFFERS, Refusals.currency(known, after));
        }
        Optional<Brokerage> share = brokerage.apply(before.brokerage());
        Optional<PaymentRefusal> late =
                after.equals(before.amount()) && share.equals(before.brokerage())
                        ? Optional.empty()
                        : Target.tooLate(known, now);
        if (late.isPresent()) {
            return new Result.Refused(late.get(), Refusals.standing(known));
        }
        return share.map(by -> by.fits(after)).orElse(true)
                ? new Result.Amended(known.asking(of(before)))
                : new Result.Refused(
                        PaymentRefusal.SHARE_EXCEEDS_AMOUNT, Refusals.shareTooLarge(after));
    }

    private Terms of(Terms terms) {
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
