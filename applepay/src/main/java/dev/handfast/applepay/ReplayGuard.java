package dev.handfast.applepay;

/**
 * Remembers which transactions were credited. The caller implements it where the payment itself is
 * kept: best as a unique row on (merchant, transaction id) in the payment's own transaction.
 */
@FunctionalInterface
public interface ReplayGuard {
    /** Claims nothing and lets every token pass: for callers that check when they credit. */
    ReplayGuard NONE = token -> true;

    /**
     * Claims this token's transaction id, in one step.
     *
     * @return whether it was free until now
     */
    boolean claim(PaymentToken token);
}
