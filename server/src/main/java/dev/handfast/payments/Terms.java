package dev.handfast.payments;

import dev.handfast.money.Money;
import dev.handfast.sales.Sale;

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
 * @param custody where the merchant's share of the capture is kept at first
 * @param brokerage what a platform has to do with it, where one has
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
        Optional<Instant> expiresAt,
        Custody custody,
        Optional<Brokerage> brokerage) {
    /** When the money moves. */
    public enum CaptureMode {
        /** As soon as the payer has paid. */
        AUTOMATIC,
        /** When the merchant asks; until then it is held. */
        MANUAL
    }

    /** Checks the amounts. */
    public Terms {
        if (!amount.isPositive()) {
            throw new IllegalArgumentException("amount is more than zero, got " + amount);
        }
        if (brokerage.isPresent() && !brokerage.get().fits(amount)) {
            throw new IllegalArgumentException(
                    "a platform's share is at most %s, got %s".formatted(amount, brokerage.get()));
        }
    }

    /** Terms of a payment whose capture is simply payable to its merchant. */
    public Terms(
            UUID merchant,
            UUID acquirer,
            Channel channel,
            Money amount,
            CaptureMode capture,
            Optional<String> reference,
            String description,
            String details,
            Optional<Instant> expiresAt) {
        this(
                merchant,
                acquirer,
                channel,
                amount,
                capture,
                reference,
                description,
                details,
                expiresAt,
                Custody.PAYABLE,
                Optional.empty());
    }

    /** The same terms with the merchant's share kept somewhere else. */
    public Terms keptIn(Custody other) {
        return new Terms(
                merchant,
                acquirer,
                channel,
                amount,
                capture,
                reference,
                description,
                details,
                expiresAt,
                other,
                brokerage);
    }

    /** The same terms with a platform's part in it. */
    public Terms brokered(Optional<Brokerage> by) {
        return new Terms(
                merchant,
                acquirer,
                channel,
                amount,
                capture,
                reference,
                description,
                details,
                expiresAt,
                custody,
                by);
    }

    /**
     * The terms of a checkout session.
     *
     * @param acquirer the merchant's partner
     */
    public static Terms ofSale(UUID merchant, UUID acquirer, Sale sale, Instant expiresAt) {
        return new Terms(
                merchant,
                acquirer,
                Channel.MERCHANT_API,
                sale.total(),
                switch (sale.capture()) {
                    case AT_ONCE -> CaptureMode.AUTOMATIC;
                    case LATER -> CaptureMode.MANUAL;
                },
                Optional.empty(),
                sale.description(),
                sale.details(),
                Optional.of(expiresAt));
    }

    /** Whether another request under the same reference asks for the same thing. */
    boolean sameAs(Terms other) {
        return amount.equals(other.amount)
                && description.equals(other.description)
                && channel == other.channel;
    }
}
