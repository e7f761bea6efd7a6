package dev.handfast.payments;

import java.util.Optional;

/** What became of a payment command. */
public sealed interface Outcome {
    /** It was done; the payment as it is now. */
    record Done(Payment payment) implements Outcome {}

    /** It had been done before, by another request for the same thing. */
    record Already(Payment payment) implements Outcome {}

    /** A refund was made. */
    record Refunded(Payment payment, Refund refund) implements Outcome {}

    /** The very same refund had been made before. */
    record AlreadyRefunded(Payment payment, Refund refund) implements Outcome {}

    /** A card's issuer has to be asked before the outcome is known. */
    record AskRail(Payment payment, RailOrder order) implements Outcome {}

    /** A rail was asked and has not answered; the reconciler finds out. */
    record InDoubt(Payment payment) implements Outcome {}

    /**
     * It was refused and changed nothing.
     *
     * @param why the rule
     * @param detail rule and what was got, for the developer who reads it; never a secret
     * @param payment the payment it was about, where there is one
     */
    record Refused(PaymentRefusal why, String detail, Optional<Payment> payment)
            implements Outcome {}
}
