package dev.handfast.payments;

import dev.handfast.money.Money;

import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** What a platform asks about the fee of a payment. */
public sealed interface FeeRequest {
    /** Whose fee it must be. */
    UUID platform();

    /** Of which payment. */
    UUID payment();

    /** The id of what went back. */
    UUID id();

    /**
     * Give it back, or a part of it.
     *
     * @param id fresh and in time order
     * @param amount how much; all that is left, where it is empty
     * @param details what else the dialect wants to keep, as JSON text
     */
    record GiveBack(UUID id, UUID platform, UUID payment, Optional<Money> amount, String details)
            implements FeeRequest {}

    /**
     * Note something with what went back.
     *
     * @param details makes the new details of the old ones; pure
     */
    record Note(UUID id, UUID platform, UUID payment, UnaryOperator<String> details)
            implements FeeRequest {}
}
