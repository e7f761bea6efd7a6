package dev.handfast.ledger;

import java.util.Optional;

/** Which step of a flow a transfer is; the words of docs/books.md. */
public enum Purpose {
    /** Money put into a wallet from its operator's reserve. */
    TOP_UP,
    /** Money a merchant sends to a wallet. */
    TRANSFER,
    /** The payer's side of a payment: the wallet or card pays. */
    PAY(LineKind.CHARGE),
    /** A payment in a second currency: the counter amount leaves the conversion. */
    CONVERT(LineKind.CHARGE),
    /** What the conversion earned above the middle rate. */
    MARGIN,
    /** The merchant's share of a capture. */
    MERCHANT(LineKind.CHARGE),
    /** The acquiring partner's fee. */
    ACQUIRING_FEE(LineKind.CHARGE),
    /** The issuing partner's fee. */
    ISSUING_FEE(LineKind.CHARGE),
    /** The merchant's share goes into escrow. */
    ESCROW,
    /** A part of it leaves escrow: settled, or on its way back to the payer. */
    ESCROW_RELEASE,
    /** A part of the merchant's share is kept for splits. */
    ROYALTY_FREEZE,
    /** It is no longer kept. */
    ROYALTY_UNFREEZE,
    /** A part of the merchant's share goes to somebody else. */
    SPLIT,
    /** Somebody else gives such a part back. */
    SPLIT_BACK,
    /** A wallet's money frozen for a merchant who will say later how much of it is the price. */
    FREEZE,
    /** The payer's side of a refund. */
    REFUND_PAY(LineKind.REFUND),
    /** A refund in a second currency. */
    REFUND_CONVERT(LineKind.REFUND),
    /** The margin given back with a refund. */
    REFUND_MARGIN,
    /** The merchant's share of a refund. */
    REFUND_MERCHANT(LineKind.REFUND),
    /** The acquiring partner's fee given back. */
    REFUND_ACQUIRING_FEE(LineKind.REFUND),
    /** The issuing partner's fee given back. */
    REFUND_ISSUING_FEE(LineKind.REFUND),
    /** A platform's fee on a payment to one of its merchants. */
    APPLICATION_FEE(Optional.empty(), Optional.of(LineKind.APPLICATION_FEE)),
    /** A platform's fee given back. */
    REFUND_APPLICATION_FEE(Optional.of(LineKind.APPLICATION_FEE_REFUND), Optional.empty()),
    /** What a platform passes on of a payment to one of its merchants. */
    DESTINATION(Optional.of(LineKind.TRANSFER), Optional.of(LineKind.PAYMENT)),
    /** What such a merchant gives back of it with a refund. */
    REFUND_DESTINATION(Optional.of(LineKind.PAYMENT_REFUND), Optional.of(LineKind.TRANSFER_REFUND)),
    /** Money leaves what is payable to a merchant, for the merchant's bank. */
    PAYOUT(LineKind.PAYOUT),
    /** The bank has paid it. */
    PAYOUT_PAID,
    /** The bank has sent it back. */
    PAYOUT_RETURNED(LineKind.PAYOUT_FAILURE),
    /** It was called back before it left. */
    PAYOUT_CANCELED(LineKind.PAYOUT_CANCEL),
    /** A payer disputes a payment: the merchant's money is kept until that is decided. */
    DISPUTE(LineKind.DISPUTE),
    /** The acquiring partner's fee for a dispute. */
    DISPUTE_FEE(LineKind.DISPUTE),
    /** A dispute was won: the money is payable to the merchant again. */
    DISPUTE_WON(LineKind.DISPUTE_REVERSAL),
    /** A dispute was lost: what was kept leaves the acquiring partner. */
    DISPUTE_LOST,
    /** A lost dispute in a second currency. */
    DISPUTE_CONVERT,
    /** The margin given back with a lost dispute. */
    DISPUTE_MARGIN,
    /** The payer gets a disputed amount back. */
    DISPUTE_PAY;

    /** The two sides of a transfer. */
    enum Side {
        DEBIT,
        CREDIT
    }

    private final Optional<LineKind> debited;
    private final Optional<LineKind> credited;

    Purpose() {
        this(LineKind.ADJUSTMENT);
    }

    Purpose(LineKind line) {
        this(Optional.of(line), Optional.of(line));
    }

    Purpose(Optional<LineKind> debited, Optional<LineKind> credited) {
        this.debited = debited;
        this.credited = credited;
    }

    /**
     * What the statement of a merchant on this side says of it; empty where it belongs to the line
     * of what it was taken from, or of what it is given back with.
     */
    Optional<LineKind> line(Side side) {
        return switch (side) {
            case DEBIT -> debited;
            case CREDIT -> credited;
        };
    }

    /** Whether it is a platform's fee, or such a fee given back. */
    boolean isApplicationFee() {
        return this == APPLICATION_FEE || this == REFUND_APPLICATION_FEE;
    }
}
