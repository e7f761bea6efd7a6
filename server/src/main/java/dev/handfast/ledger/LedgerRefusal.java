package dev.handfast.ledger;

/** Why an entry was refused, in order of precedence: when several apply, the first is given. */
public enum LedgerRefusal {
    /** An amount is zero or negative. */
    AMOUNT_MUST_BE_POSITIVE,
    /** A transfer has the same account on both sides. */
    ACCOUNTS_MUST_DIFFER,
    /** The amount and the two accounts are not of one currency. */
    CURRENCY_MUST_MATCH,
    /** The two accounts stand in the books of two partners. */
    PARTNER_MUST_MATCH,
    /** There is no hold with this id. */
    HOLD_NOT_FOUND,
    /** The hold was posted before. */
    HOLD_ALREADY_POSTED,
    /** The hold was released before. */
    HOLD_ALREADY_RELEASED,
    /** The hold's time has run out. */
    HOLD_EXPIRED,
    /** More would be posted than is held. */
    AMOUNT_EXCEEDS_HOLD,
    /** The debited account does not allow its debits to exceed its credits. */
    BALANCE_NOT_ENOUGH
}
