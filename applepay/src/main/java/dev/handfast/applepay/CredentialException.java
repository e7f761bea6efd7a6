package dev.handfast.applepay;

/**
 * The merchant's own keys or certificates cannot be used; the message says why and what was found.
 *
 * <p>Thrown at start-up, where a wrong key must stop the program instead of failing each payment.
 */
public final class CredentialException extends IllegalArgumentException {
    private final Refusal why;
    private final String finding;

    CredentialException(Refusal why, String message) {
        super(why.meaning() + ": " + message);
        this.why = why;
        this.finding = message;
    }

    CredentialException(Refusal why, String message, Throwable cause) {
        super(why.meaning() + ": " + message, cause);
        this.why = why;
        this.finding = message;
    }

    /**
     * {@link Refusal#CREDENTIAL_UNREADABLE}, {@link Refusal#KEY_CERT_MISMATCH} or {@link
     * Refusal#MERCHANT_ID_MISSING}; for an answer of Apple's, {@link Refusal#PAYLOAD_MALFORMED}.
     */
    public Refusal why() {
        return why;
    }

    /** What was expected and what was found, without the reason; safe to log. */
    public String finding() {
        return finding;
    }
}
