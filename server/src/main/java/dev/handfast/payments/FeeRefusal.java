package dev.handfast.payments;

/** Why a platform's fee was not given back, in order of precedence: the first that applies. */
public enum FeeRefusal {
    /** There is no such fee, or it is not this platform's. */
    FEE_NOT_FOUND,
    /** The fee is in another currency. */
    FEE_CURRENCY_DIFFERS,
    /** More would go back than is left of the fee. */
    FEE_REFUND_EXCEEDS_FEE,
    /** There is no such refund of a fee, or it is not this platform's. */
    FEE_REFUND_NOT_FOUND
}
