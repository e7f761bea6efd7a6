package dev.handfast.ledger;

/** What a line of a merchant's statement is about. */
public enum LineKind {
    /** A payment that was captured. */
    CHARGE,
    /** Money given back to a payer. */
    REFUND,
    /** Money taken back while a payer disputes a payment, and the fee for it. */
    DISPUTE,
    /** Disputed money given back, because the dispute was won. */
    DISPUTE_REVERSAL,
    /** Money on its way to the merchant's bank. */
    PAYOUT,
    /** A payout that the bank sent back. */
    PAYOUT_FAILURE,
    /** A payout that was called back before it left. */
    PAYOUT_CANCEL,
    /** A platform's fee on a payment to one of its merchants. */
    APPLICATION_FEE,
    /** A platform's fee given back. */
    APPLICATION_FEE_REFUND,
    /** What a platform passes on of a payment to one of its merchants. */
    TRANSFER,
    /** What such a merchant gives back of it. */
    TRANSFER_REFUND,
    /** What a merchant gets of a payment to its platform. */
    PAYMENT,
    /** What it gives back of it. */
    PAYMENT_REFUND,
    /** Anything else. */
    ADJUSTMENT;

    /** Whether what partners earned in the same entry was earned from this line. */
    boolean bearsFees() {
        return switch (this) {
            case CHARGE, REFUND, DISPUTE, PAYOUT -> true;
            case DISPUTE_REVERSAL,
                    PAYOUT_FAILURE,
                    PAYOUT_CANCEL,
                    APPLICATION_FEE,
                    APPLICATION_FEE_REFUND,
                    TRANSFER,
                    TRANSFER_REFUND,
                    PAYMENT,
                    PAYMENT_REFUND,
                    ADJUSTMENT ->
                    false;
        };
    }
}
