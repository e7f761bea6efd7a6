package dev.handfast.ledger;

/** What a row of the journal does. */
public enum TransferKind {
    /** Moves the amount at once. */
    POSTED(1),
    /** Holds the amount until it is posted or released. */
    HELD(2),
    /** Posts a held transfer, wholly or in part; the rest of the hold is released. */
    HOLD_POSTED(3),
    /** Releases a held transfer. */
    HOLD_RELEASED(4),
    /** Releases a held transfer whose time has run out. */
    HOLD_EXPIRED(5);

    private final byte code;

    TransferKind(int code) {
        this.code = (byte) code;
    }

    /** How the kind stands in a row's digest; a code is never given a second meaning. */
    byte code() {
        return code;
    }
}
