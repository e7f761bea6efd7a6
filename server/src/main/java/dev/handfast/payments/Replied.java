package dev.handfast.payments;

/** The answer to a request that carried an idempotency key. */
public sealed interface Replied {
    /**
     * The answer, the same for the first and every later request.
     *
     * @param status the HTTP status
     * @param body the body
     * @param replayed whether it was recorded before
     */
    record Answered(int status, String body, boolean replayed) implements Replied {}

    /** The key belongs to a request with other content. */
    record KeyReused() implements Replied {}
}
