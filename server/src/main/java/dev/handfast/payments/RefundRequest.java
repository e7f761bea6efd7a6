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
     * @param inProportion receivers of splits who give back as much of what they have got as the
     *     refund is of what can be refunded
     * @param settlement the merchant's number for the settlement it is taken from; where it is
     *     empty, what is still in escrow is taken first
     * @param commission what goes back between a platform and its merchant, in proportion
     */
    public record Sources(
            List<Return> returns,
            List<String> inProportion,
            Optional<String> settlement,
            Set<Commission.Part> commission) {
        /** Nobody gives anything back; what is in escrow first. */
        public static final Sources USUAL = new Sources(List.of(), Optional.empty());

        /** Copies the lists and the set. */
        public Sources {
            returns = List.copyOf(returns);
            inProportion = List.copyOf(inProportion);
            commission = Set.copyOf(commission);
        }

        /** Nobody gives back in proportion, and nothing goes back to or from a platform. */
        public Sources(List<Return> returns, Optional<String> settlement) {
            this(returns, List.of(), settlement, Set.of());
        }

        /** These give back in proportion; what is in escrow first. */
        public static Sources inProportion(List<String> accounts) {
            return new Sources(List.of(), accounts, Optional.empty(), Set.of());
        }

        /** These parts of a platform's commission go back with it, in proportion. */
        public static Sources of(Set<Commission.Part> commission) {
            return new Sources(List.of(), List.of(), Optional.empty(), commission);
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
