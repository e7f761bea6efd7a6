package dev.handfast.tokens;

/** Why a device token may not pay, in order of precedence. */
public enum TokenRefusal {
    /** No such token is known here. */
    TOKEN_UNKNOWN,
    /** The token was deleted. */
    TOKEN_DELETED,
    /** The token is suspended. */
    TOKEN_SUSPENDED,
    /** The token's expiry date has passed. */
    TOKEN_EXPIRED,
    /** The cryptogram is not of the known layout, or its code is wrong. */
    CRYPTOGRAM_WRONG,
    /** The transaction counter was used before or lies too far back. */
    COUNTER_REUSED
}
