package dev.handfast.mandates;

/** Why something about a mandate was refused, in order of precedence. */
public enum MandateRefusal {
    /** There is no such mandate, or it is another merchant's. */
    MANDATE_NOT_FOUND,
    /** The time in which it could be agreed to is over. */
    MANDATE_PROPOSAL_EXPIRED,
    /** There is no such wallet, or it is frozen. */
    MANDATE_WALLET_UNFIT,
    /** Somebody has agreed to it, or the holder to another one of the same kind. */
    MANDATE_ALREADY_AGREED,
    /** Nobody has agreed to it, or it has ended. */
    MANDATE_NOT_ACTIVE,
    /** It is in another currency than the payment. */
    MANDATE_CURRENCY_DIFFERS,
    /** One payment may not take that much. */
    MANDATE_PAYMENT_TOO_LARGE,
    /** All payments together may not take that much. */
    MANDATE_TOTAL_EXCEEDED,
    /** There have been as many payments as there may be. */
    MANDATE_PAYMENTS_EXCEEDED,
    /** The next payment is not due yet. */
    MANDATE_NOT_DUE,
    /** It has no periods, so no payment can be put off. */
    MANDATE_WITHOUT_PERIODS,
    /** The next payment can only be put off, and not to the end of a month. */
    MANDATE_DATE_UNFIT
}
