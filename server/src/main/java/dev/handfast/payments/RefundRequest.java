package dev.handfast.payments;

import dev.handfast.money.Money;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A request to give money back.
 *
 * @param id the refund's id, fresh and in time order
 * @param merchant whose payment it must be
 * @param payment which
 * @param amount how much; all that is left, where it is empty
 * @param reference the merchant's own number for it, unique within the payment
 * @param details what else the dialect wants to keep, as JSON text
 * @param sources where the merchant's share of it is taken from
 */
public record RefundRequest(
        UUID id,
        UUID merchant,
        UUID payment,
        Optional<Money> amount,
        Optional<String> reference,
        String details,
        Sources sources) {
    /**
     * Where the merchant's share of a refund is taken from. What nobody gives back and is not in
     * escrow or frozen is taken from what is payable to the merchant.
     *
     * @param returns what receivers of splits give back
     * @param settlement the merchant's number for the settlement it is taken from; where it is
     *     empty, what is still in escrow is taken first
     */
    public record Sources(List<Return> returns, Optional<String> settlement) {
        /** Nobody gives anything back; what is in escrow first. */
        public static final Sources USUAL = new Sources(List.of(), Optional.empty());

        /** Copies the list. */
        public Sources {
            returns = List.copyOf(returns);
        }
    }

    /**
     * What a receiver of splits gives back.
     *
     * @param account the receiver's number in the dialect
     * @param amount how much
     */
    public record Return(String account, Money amount) {}

    /** A request for money taken from the usual sources. */
    public RefundRequest(
            UUID id,
            UUID merchant,
            UUID payment,
            Optional<Money> amount,
            Optional<String> reference,
            String details) {
        this(id, merchant, payment, amount, reference, details, Sources.USUAL);
    }
}
