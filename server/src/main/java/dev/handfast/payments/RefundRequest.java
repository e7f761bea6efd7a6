package dev.handfast.payments;

import dev.handfast.money.Money;

import java.util.Optional;
import java.util.UUID;

/**
 * A request to give money back.
 *
 * @param id the refund's id, fresh and in time order
 * @param merchant whose payment it must be
 * @param payment which
 * @param amount how much; all that is left, where it is empty
 * @param reference the merchant's own number for the refund, unique within the payment
 * @param details what else the dialect wants to keep, as JSON text
 */
public record RefundRequest(
        UUID id,
        UUID merchant,
        UUID payment,
        Optional<Money> amount,
        Optional<String> reference,
        String details) {}
