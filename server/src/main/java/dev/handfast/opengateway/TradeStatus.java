package dev.handfast.opengateway;

import dev.handfast.payments.Capture;
import dev.handfast.payments.Payment;
import dev.handfast.payments.State;

import java.time.Duration;
import java.time.Instant;

/** How far a trade is, in the dialect's words. */
enum TradeStatus {
    /** Nobody has paid, or it is not known yet whether somebody has. */
    WAIT_BUYER_PAY,
    /** Paid; money can be given back. */
    TRADE_SUCCESS,
    /** Paid; the time in which money can be given back is over. */
    TRADE_FINISHED,
    /** Never paid, or all of it given back. */
    TRADE_CLOSED;

    /** How long after the payment money can be given back: twelve months. */
    static final Duration REFUND_WINDOW = Duration.ofDays(365);

    /** The status of a payment at {@code now}. */
    static TradeStatus of(Payment payment, Instant now) {
        return switch (payment.state()) {
            case State.Waiting waiting -> isPast(payment, now) ? TRADE_CLOSED : WAIT_BUYER_PAY;
            case State.Unknown unknown -> WAIT_BUYER_PAY;
            case State.Authorised authorised -> WAIT_BUYER_PAY;
            case State.Captured captured -> paid(captured.capture(), now);
            case State.Closed closed -> TRADE_CLOSED;
        };
    }

    private static TradeStatus paid(Capture capture, Instant now) {
        if (capture.refundable().isZero()) {
            return TRADE_CLOSED;
        }
        return now.isBefore(capture.at().plus(REFUND_WINDOW)) ? TRADE_SUCCESS : TRADE_FINISHED;
    }

    /** Nobody can pay it any more, although nobody has written that down yet. */
    private static boolean isPast(Payment payment, Instant now) {
        return payment.terms().expiresAt().map(end -> !now.isBefore(end)).orElse(false);
    }
}
