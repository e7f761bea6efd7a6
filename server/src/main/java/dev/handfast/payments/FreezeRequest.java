package dev.handfast.payments;

import dev.handfast.money.Money;

import java.util.Optional;
import java.util.UUID;

/** What an edge asks about freezes. */
public sealed interface FreezeRequest {
    /**
     * Ask for a freeze that waits for somebody to agree.
     *
     * @param id the new freeze's id, fresh and in time order
     * @param order what the merchant asks for
     * @param code what its QR code says, where it has one
     */
    record Open(UUID id, Freeze.Order order, Optional<String> code) implements FreezeRequest {}

    /**
     * Ask for a freeze and freeze at once.
     *
     * @param id the new freeze's id, fresh and in time order
     * @param order what the merchant asks for
     * @param digits the payment code that the wallet's holder showed
     */
    record Take(UUID id, Freeze.Order order, String digits) implements FreezeRequest {
        /** Prints no code. */
        @Override
        public String toString() {
            return "Take[" + id + ", " + order + "]";
        }
    }

    /**
     * Agree to a freeze that waits.
     *
     * @param merchant whose
     * @param freeze which
     * @param wallet whose holder agrees
     */
    record Agree(UUID merchant, UUID freeze, UUID wallet) implements FreezeRequest {}

    /**
     * Unfreeze a part.
     *
     * @param id a fresh id in time order
     * @param merchant whose
     * @param freeze which
     * @param amount how much
     * @param reference the merchant's own number for it, unique within the freeze
     * @param details what the dialect keeps of the request, as JSON text
     */
    record Unfreeze(
            UUID id, UUID merchant, UUID freeze, Money amount, String reference, String details)
            implements FreezeRequest {}

    /**
     * Make sure that a freeze from which nothing was paid costs nobody anything: close it, or
     * unfreeze all of it.
     *
     * @param id a fresh id in time order
     * @param merchant whose
     * @param freeze which
     * @param details what the dialect keeps of the request, as JSON text
     */
    record Cancel(UUID id, UUID merchant, UUID freeze, String details) implements FreezeRequest {}

    /**
     * Its payer says no: close it where nobody has agreed yet. Where somebody has, or it is closed
     * already, nothing happens.
     *
     * @param id a fresh id in time order
     * @param merchant whose
     * @param freeze which
     */
    record Decline(UUID id, UUID merchant, UUID freeze) implements FreezeRequest {}
}
