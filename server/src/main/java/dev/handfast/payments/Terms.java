package dev.handfast.payments;

import dev.handfast.money.Money;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * What a merchant asks for; fixed when the payment is created.
 *
 * @param merchant who is to be paid
 * @param acquirer the merchant's partner
 * @param channel the dialect
 * @param amount more than zero
 * @param capture when the money moves
 * @param reference the merchant's own number for it, unique for this merchant
 * @param description what is paid for, as shown to the payer
 * @param details what else the dialect wants to keep, as JSON text
 * @param expiresAt from this moment on it can no longer be paid
 */
public record Terms(
        UUID merchant,
        UUID acquirer,
        Channel channel,
        Money amount,
        CaptureMode capture,
        Optional<String> reference,
        String description,
        String details,
        Optional<Instant> expiresAt) {
    /** When the money moves. */
    public enum CaptureMode {
        /** As soon as the payer has paid. */
        AUTOMATIC,
        /** When the merchant asks; until then it is held. */
        MANUAL
    }

    /** Checks the amount. */
    public Terms {
        if (!amount.isPositive()) {
            throw new IllegalArgumentException("amount is more than zero, got " + amount);
        }
    }

    /** Whether another request under the same reference asks for the same thing. */
    boolean sameAs(Terms other) {
        return amount.equals(other.amount)
                && description.equals(other.description)
                && channel == other.channel;
    }
}
