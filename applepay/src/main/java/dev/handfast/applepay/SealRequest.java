package dev.handfast.applepay;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;

/**
 * What to seal into a token, and to whom. Only the recipient, the payment and the time are needed.
 *
 * @param recipient the merchant's payment processing certificate; a P-256 key makes it EC_v1, an
 *     RSA key RSA_v1
 * @param payment what is encrypted
 * @param signedAt the signing time
 * @param transactionId 32 bytes; absent for a random one
 * @param applicationData the payment request's application data, of which the token gets the hash
 */
public record SealRequest(
        X509Certificate recipient,
        PaymentToken.Payment payment,
        Instant signedAt,
        Optional<SecretBytes> transactionId,
        Optional<SecretBytes> applicationData) {
    public SealRequest {
        if (transactionId.isPresent()) {
            int length = transactionId.get().length();
            if (length < 1 || length > Limits.TRANSACTION_ID_BYTES_MAX) {
                throw new IllegalArgumentException(
                        "a transaction id has 1 to %d bytes, got %d"
                                .formatted(Limits.TRANSACTION_ID_BYTES_MAX, length));
            }
        }
    }

    /** A token with a random transaction id and without application data. */
    public static SealRequest of(
            X509Certificate recipient, PaymentToken.Payment payment, Instant signedAt) {
        return new SealRequest(recipient, payment, signedAt, Optional.empty(), Optional.empty());
    }

    /** The same with this transaction id instead of a random one. */
    public SealRequest withTransactionId(byte[] id) {
        return new SealRequest(
                recipient, payment, signedAt, Optional.of(SecretBytes.of(id)), applicationData);
    }

    /** The same for a payment request that had this application data. */
    public SealRequest withApplicationData(byte[] original) {
        return new SealRequest(
                recipient, payment, signedAt, transactionId, Optional.of(SecretBytes.of(original)));
    }
}
