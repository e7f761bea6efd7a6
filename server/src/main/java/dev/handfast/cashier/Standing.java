package dev.handfast.cashier;

import dev.handfast.payments.Payment;
import dev.handfast.payments.State;

import java.time.Instant;

/** How far a payment is, as its payer is told. */
enum Standing {
    /** It waits for its payer. */
    PAYABLE,
    /** It is not known yet whether it was paid. */
    IN_PROGRESS,
    /** The money is held, or has moved. */
    PAID,
    /** Paid, and all of it given back. */
    REFUNDED,
    /** The merchant has called it off. */
    CLOSED,
    /** Its time has run out. */
    EXPIRED;

    static Standing of(Payment payment, Instant now) {
        return switch (payment.state()) {
            case State.Waiting waiting ->
                    payment.terms().expiresAt().map(end -> !now.isBefore(end)).orElse(false)
                            ? EXPIRED
                            : PAYABLE;
            case State.Unknown unknown -> IN_PROGRESS;
            case State.Authorised authorised -> PAID;
            case State.Captured captured ->
                    captured.capture().refundable().isZero() ? REFUNDED : PAID;
            case State.Closed closed ->
                    switch (closed.reason()) {
                        case CANCELLED, DUPLICATE, FRAUDULENT, REQUESTED_BY_CUSTOMER, ABANDONED ->
                                CLOSED;
                        case EXPIRED -> EXPIRED;
                    };
        };
    }
}
