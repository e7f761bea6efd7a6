package dev.handfast.engine;

/**
 * The commit of the command's batch was sent, and whether it took effect could not be learnt in
 * time. The same command under the same idempotency key finds out.
 */
public final class OutcomeUnknown extends RuntimeException {
    private static final long serialVersionUID = 1;

    OutcomeUnknown(String message, Throwable cause) {
        super(message, cause);
    }
}
