package dev.handfast.applepay;

/**
 * Why a token was refused, in order of precedence: when several reasons apply, the first is given.
 *
 * <p>{@link #CREDENTIAL_UNREADABLE}, {@link #KEY_CERT_MISMATCH} and {@link #MERCHANT_ID_MISSING}
 * concern the merchant's own credentials and are found when a {@link MerchantKey} is made, before
 * any token arrives.
 */
public enum Refusal {
    /** The text or file holds no key or certificate of the kind that is wanted. */
    CREDENTIAL_UNREADABLE("the key or certificate cannot be read"),

    /** The private key does not belong to the certificate. */
    KEY_CERT_MISMATCH("private key and certificate do not belong together"),

    /** The merchant's certificate names no merchant id, so no key can be derived with it. */
    MERCHANT_ID_MISSING("the certificate names no merchant id"),

    /** The text is not a token: bad JSON, Base64 or hex, a missing field, two keys or none. */
    MALFORMED_TOKEN("the token is malformed"),

    /** The token comes from the iOS simulator, whose tokens carry no payment. */
    SIMULATED_TOKEN("the token comes from a simulator and carries no payment"),

    /** The version is neither EC_v1 nor RSA_v1. */
    UNSUPPORTED_VERSION("the token's version is not supported"),

    /** The signer's certificates do not lead to a trusted root, or lack their marker extension. */
    UNTRUSTED_SIGNER("the token's signer is not trusted"),

    /** The signature does not hold over this token's content. */
    SIGNATURE_INVALID("the token's signature does not hold"),

    /** The token was signed too long ago, or in the future: possibly a replay, or a wrong clock. */
    SIGNING_TIME_OUT_OF_WINDOW("the token's signing time is outside the window"),

    /** The token was encrypted to a certificate that is not among the known ones. */
    UNKNOWN_PUBLIC_KEY("the token is encrypted to a key that is not loaded"),

    /** The content does not decrypt: the key fits the header, yet the tag does not. */
    DECRYPT_FAILED("the token's content does not decrypt"),

    /** The content decrypts, yet is not a payment as Apple describes it. */
    PAYLOAD_MALFORMED("the decrypted payment is malformed"),

    /** The amount differs from the one that was asked for. */
    AMOUNT_MISMATCH("the token's amount is not the one asked for"),

    /** The currency differs from the one that was asked for. */
    CURRENCY_MISMATCH("the token's currency is not the one asked for"),

    /** The token belongs to another order: its application data differs or is absent. */
    APPLICATION_DATA_MISMATCH("the token's application data is not the one asked for"),

    /**
     * The transaction was credited before. Last, because claiming a transaction is an effect: a
     * token that is refused for anything else claims nothing.
     */
    REPLAYED_TRANSACTION("the transaction was already credited");

    private final String meaning;

    Refusal(String meaning) {
        this.meaning = meaning;
    }

    /** One line in plain words, without a full stop, for logs and reports. */
    public String meaning() {
        return meaning;
    }
}
