package dev.handfast.opengateway;

import dev.handfast.alipay.GatewayError;
import dev.handfast.payments.Outcome;
import dev.handfast.payments.Payment;
import dev.handfast.payments.Request;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Function;

/**
 * Opens trades that wait for their payer. Each gets a QR code, whether it is asked for or not, so
 * that a later precreate of the same order finds one.
 *
 * @param desk what to work with
 */
record Opening(Desk desk) {
    private static final SecureRandom RANDOM = new SecureRandom();

    /** Bytes of a code: 128 bits, so that nobody finds a trade by trying. */
    private static final int CODE_BYTES = 16;

    /** Opens the trade, or finds the one that is open for the same order. */
    Answer open(Call call, Order order, Function<Payment, Answer> told) {
        Optional<GatewayError> late = order.tooLate(call.now());
        // An order that is there is answered by its state, which says more than its time.
        if (late.isPresent() && desk.trades(call).byNumber(order.number()).isEmpty()) {
            return Answer.refused(late.get());
        }
        String code = code();
        order.details().put(Details.QR_CODE, code);
        Request create =
                new Request.Create(desk.ids().next(), order.terms(call), Optional.of(code));
        return desk.once(call, create, outcome -> render(outcome, call.now(), told));
    }

    private String code() {
        byte[] bytes = new byte[CODE_BYTES];
        RANDOM.nextBytes(bytes);
        return desk.publicUrl()
                + "/qr/"
                + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static Answer render(Outcome outcome, Instant now, Function<Payment, Answer> told) {
        return switch (outcome) {
            case Outcome.Done(Payment payment) -> told.apply(payment);
            case Outcome.Already(Payment payment) -> again(payment, now, told);
            case Outcome.Refused refused -> Answer.refused(Refusals.of(refused));
            case Outcome.Refunded refunded -> throw misplaced(outcome);
            case Outcome.AlreadyRefunded refunded -> throw misplaced(outcome);
            case Outcome.AskRail ask -> throw misplaced(outcome);
            case Outcome.InDoubt inDoubt -> throw misplaced(outcome);
        };
    }

    private static Answer again(Payment payment, Instant now, Function<Payment, Answer> told) {
        return switch (TradeStatus.of(payment, now)) {
            case WAIT_BUYER_PAY -> told.apply(payment);
            case TRADE_SUCCESS, TRADE_FINISHED ->
                    Answer.refused(Acq.TRADE_HAS_SUCCESS.error("this order has been paid"));
            case TRADE_CLOSED -> Answer.refused(Acq.TRADE_HAS_CLOSE.error("this order is closed"));
        };
    }

    /** An outcome that this command cannot have. */
    static IllegalStateException misplaced(Outcome outcome) {
        return new IllegalStateException(
                "this command has no such outcome: " + outcome.getClass().getSimpleName());
    }
}
