package dev.handfast.payments;

import java.time.Instant;
import java.util.Optional;

/** How far a payment is, with exactly what is true there. */
public sealed interface State {
    /**
     * Nobody has paid.
     *
     * @param failure why the last try to pay it failed, where the dialect keeps that
     */
    record Waiting(Optional<Failure> failure) implements State {
        /** Nobody has tried yet. */
        public Waiting() {
            this(Optional.empty());
        }

        /**
         * A try that failed on the payer's side.
         *
         * @param why the rule
         * @param detail rule and what was got, for the developer; never a secret
         */
        public record Failure(PaymentRefusal why, String detail) {}
    }

    /**
     * A rail was asked and has not answered. The money is held; only the reconciler leaves this
     * state, by asking again.
     */
    record Unknown(Backing backing, Instant askedAt) implements State {}

    /** The money is held until {@code expiresAt}; the merchant may capture it. */
    record Authorised(Backing backing, Instant expiresAt) implements State {}

    /** The money has moved. */
    record Captured(Backing backing, Capture capture) implements State {}

    /** Over, with no money moved. */
    record Closed(Reason reason, Instant at) implements State {
        /** Why a payment is over. */
        public enum Reason {
            /** The merchant cancelled it, and did not say why. */
            CANCELLED,
            /** The merchant cancelled it: it was asked for twice. */
            DUPLICATE,
            /** The merchant cancelled it: the payer is not who they seem. */
            FRAUDULENT,
            /** The merchant cancelled it: the customer wished so. */
            REQUESTED_BY_CUSTOMER,
            /** The merchant cancelled it: nobody came to pay. */
            ABANDONED,
            /** Its time ran out. */
            EXPIRED
        }
    }
}
