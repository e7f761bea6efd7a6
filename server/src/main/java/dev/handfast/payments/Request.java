package dev.handfast.payments;

import dev.handfast.money.Money;

import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** What an edge asks of payments. */
public sealed interface Request {
    /**
     * Create a payment that waits for its payer.
     *
     * @param id the new payment's id, fresh and in time order
     * @param terms what the merchant asks for
     * @param code what its QR code says, where it has one
     */
    record Create(UUID id, Terms terms, Optional<String> code) implements Request {}

    /** Pay a payment, new or existing. */
    record Pay(PayRequest request) implements Request {}

    /**
     * Create a payment that is a checkout session and waits for its payer.
     *
     * @param id the new payment's id, fresh and in time order
     * @param terms made by {@link Terms#ofSale}
     * @param code what its QR code says
     * @param link the payment link it came by, where it came by one
     */
    record Sell(UUID id, Terms terms, String code, Optional<UUID> link) implements Request {}

    /**
     * Offer a payment that waits, new or existing, to whoever scans its code.
     *
     * @param id a fresh id in time order; the payment's own, where this request creates it
     * @param target which payment
     * @param code what its code says: the same for the same payment
     * @param returnUrl where the payer's browser goes afterwards
     */
    record Offer(UUID id, PayRequest.Target target, String code, Optional<String> returnUrl)
            implements Request {}

    /**
     * Change what a merchant asks for: the amount only as long as nobody has paid.
     *
     * @param owner whose payment it must be
     * @param payment which
     * @param amendment what to change
     */
    record Amend(UUID owner, UUID payment, Amendment amendment) implements Request {}

    /**
     * Take what is held.
     *
     * @param owner whose payment it must be
     * @param payment which
     * @param amount how much; all of it, where it is empty
     * @param brokerage makes the platform's new part in it of the old one; pure
     */
    record TakeHeld(
            UUID owner,
            UUID payment,
            Optional<Money> amount,
            UnaryOperator<Optional<Brokerage>> brokerage)
            implements Request {
        /** Changes nothing of what a platform has to do with it. */
        public TakeHeld(UUID owner, UUID payment, Optional<Money> amount) {
            this(owner, payment, amount, UnaryOperator.identity());
        }
    }

    /**
     * End a payment with no money moved.
     *
     * @param owner whose payment it must be
     * @param payment which
     * @param why what the merchant says
     */
    record Close(UUID owner, UUID payment, State.Closed.Reason why) implements Request {
        /** The merchant does not say why. */
        public Close(UUID owner, UUID payment) {
            this(owner, payment, State.Closed.Reason.CANCELLED);
        }
    }

    /**
     * Note something with a refund.
     *
     * @param id a fresh id in time order
     * @param owner whose payment it must be
     * @param payment of which payment
     * @param refund which
     * @param details makes the new details of the old ones; pure
     */
    record Note(UUID id, UUID owner, UUID payment, UUID refund, UnaryOperator<String> details)
            implements Request {}

    /** Give money back. */
    record Refund(RefundRequest request) implements Request {}
}
