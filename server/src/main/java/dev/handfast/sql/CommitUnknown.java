package dev.handfast.sql;

import java.util.OptionalLong;

/**
 * The connection broke while the commit was under way, so the transaction may be committed or not.
 *
 * <p>If the work had asked for {@link Tx#transactionId}, the number is here, and {@link
 * Database#fateOf} tells what became of it.
 */
public final class CommitUnknown extends SqlFailure {
    private final transient OptionalLong transactionId;

    CommitUnknown(OptionalLong transactionId, String message, Throwable cause) {
        super(message, cause);
        this.transactionId = transactionId;
    }

    /** Returns the transaction's 64-bit number, or empty if the work never asked for it. */
    public OptionalLong transactionId() {
        return transactionId;
    }
}
