package dev.handfast.payments;

/**
 * Why a command on a freeze was refused, in order of precedence: the first that applies is given.
 */
public enum FreezeRefusal {
    /** There is no such freeze, or it is not this merchant's. */
    FREEZE_UNKNOWN,
    /** The merchant's number already names the same with other content. */
    FREEZE_NUMBER_REUSED,
    /** Everything that was frozen has been paid or unfrozen. */
    FREEZE_IS_FINISHED,
    /** The freeze was cancelled or never agreed to. */
    FREEZE_IS_CLOSED,
    /** The time in which somebody could agree, or for which money was frozen, is over. */
    FREEZE_TIME_OVER,
    /** Nobody has agreed yet. */
    FREEZE_WAITS,
    /** The payment code is unknown, used or over. */
    PAYER_CODE_INVALID,
    /** There is no such wallet. */
    PAYER_UNKNOWN,
    /** The wallet may not pay. */
    PAYER_FROZEN,
    /** The wallet is in another currency; freezes do not convert. */
    PAYER_CURRENCY_DIFFERS,
    /** The two partners have no open corridor. */
    FREEZE_CORRIDOR_CLOSED,
    /** A limit of the wallet would be exceeded. */
    PAYER_LIMIT_EXCEEDED,
    /** The wallet's balance is not enough. */
    PAYER_BALANCE_NOT_ENOUGH,
    /** More would be unfrozen than is frozen. */
    UNFREEZE_EXCEEDS_REST
}
