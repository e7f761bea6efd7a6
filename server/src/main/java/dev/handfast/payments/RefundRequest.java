package dev.handfast.payments;

import dev.handfast.money.Money;

import java.util.List;
import java.util.Optional;
import java.util.Set;
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
     * @param commission what goes back between a platform and its merchant, in proportion
     */
    public record Sources(
            List<Return> returns, Optional<String> settlement, Set<Commission.Part> commission) {
        /** Nobody gives anything back; what is in escrow first. */
        public static final Sources USUAL = new Sources(List.of(), Optional.empty());

        /** Copies the list and the set. */
        public Sources {
            returns = List.copyOf(returns);
            commission = Set.copyOf(commission);
        }

        /** Nothing goes back between a platform and its merchant. */
        public Sources(List<Return> returns, Optional<String> settlement) {
            this(returns, settlement, Set.of());
        }

        /** These parts of a platform's commission go back with it, in proportion. */
        public static Sources of(Set<Commission.Part> commission) {
            return new Sources(List.of(), Optional.empty(), commission);
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
