package dev.handfast.payments;

import dev.handfast.money.Money;

import java.util.Optional;
import java.util.UUID;

/**
 * A request to settle what lies in escrow.
 *
 * @param id a fresh id in time order
 * @param merchant whose
 * @param payment of which payment
 * @param reference the merchant's own number for it, unique for this merchant
 * @param part how much of the captured amount; all that is not settled, where it is empty
 * @param total what the merchant takes to be left of the captured amount after refunds, if it says
 * @param then what becomes of it
 */
public record SettleRequest(
        UUID id,
        UUID merchant,
        UUID payment,
        String reference,
        Optional<Money> part,
        Optional<Money> total,
        Then then) {
    /** What becomes of money that leaves escrow. */
    public enum Then {
        /** It is payable. */
        PAYABLE(Settlement.Kind.CONFIRMED),
        /** It is frozen for splits. */
        FROZEN(Settlement.Kind.FROZEN);

        private final Settlement.Kind kind;

        Then(Settlement.Kind kind) {
            this.kind = kind;
        }

        Settlement.Kind kind() {
            return kind;
        }
    }
}
