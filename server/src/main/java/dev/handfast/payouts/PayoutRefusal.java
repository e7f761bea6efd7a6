package dev.handfast.payouts;

/** Why a payout command was refused, in order of precedence: the first that applies is given. */
public enum PayoutRefusal {
    /** There is no such payout, or it is not this merchant's. */
    PAYOUT_NOT_FOUND,
    /** The payout has left and cannot be called back. */
    PAYOUT_HAS_LEFT,
    /** More would be paid out than is available. */
    PAYOUT_EXCEEDS_BALANCE
}
