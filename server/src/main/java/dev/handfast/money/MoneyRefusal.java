package dev.handfast.money;

/**
 * Why a text is not the value it should be, in order of precedence: when several apply, the first
 * is given. The edges turn each into an error of their dialect.
 */
public enum MoneyRefusal {
    /** The text is no active ISO 4217 code. */
    NOT_A_CURRENCY,
    /** The code is active but names no money that an account holds, such as XAU or XXX. */
    CURRENCY_NOT_FOR_ACCOUNTS,
    /** The text is not a plain decimal: digits, at most one point with digits on both sides. */
    NOT_A_DECIMAL,
    /** The number has more decimals than its currency or its type allows. */
    TOO_MANY_DECIMALS,
    /** The number is outside the range of its type. */
    OUT_OF_RANGE
}
