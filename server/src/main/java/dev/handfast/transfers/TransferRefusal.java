package dev.handfast.transfers;

/** Why a transfer was refused, in order of precedence: the first that applies is given. */
public enum TransferRefusal {
    /** The merchant's number already names a transfer to another wallet or of another amount. */
    TRANSFER_REFERENCE_REUSED,
    /** There is no such wallet. */
    PAYEE_NOT_FOUND,
    /** The wallet's holder has another name. */
    PAYEE_NAME_DIFFERS,
    /** The wallet is frozen. */
    PAYEE_FROZEN,
    /** The wallet is in another currency; transfers do not convert. */
    PAYEE_CURRENCY_DIFFERS,
    /** The wallet's operator and the merchant's partner have no open corridor. */
    TRANSFER_CORRIDOR_CLOSED,
    /** One transfer may not be that large. */
    TRANSFER_TOO_LARGE,
    /** The merchant has used up what it may send in a day, or would exceed it. */
    TRANSFER_DAY_LIMIT_EXCEEDED,
    /** The merchant is owed less. */
    MERCHANT_BALANCE_NOT_ENOUGH
}
