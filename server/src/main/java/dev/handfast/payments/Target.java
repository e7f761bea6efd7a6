package dev.handfast.payments;

import dev.handfast.engine.Naming;
import dev.handfast.engine.Working;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** The payment that a request is about, or why there is none. */
sealed interface Target {
    /**
     * It is there.
     *
     * @param fresh whether this request creates it; it is not in the working set yet then
     */
    record Found(Payment payment, boolean fresh) implements Target {}

    /** There is none for this request. */
    record Refused(Outcome outcome) implements Target {}

    /** Names what {@link #find} looks at. */
    static void name(Naming naming, PayRequest.Target wanted, UUID id) {
        switch (wanted) {
            case PayRequest.Target.Create(Terms terms) ->
                    CreateCommand.Opened.name(naming, id, terms);
            case PayRequest.Target.Existing(UUID merchant, UUID payment) ->
                    naming.row(PaymentTable.TABLE, payment);
        }
    }

    static Target find(Working working, PayRequest.Target wanted, UUID id) {
        return switch (wanted) {
            case PayRequest.Target.Create(Terms terms) ->
                    switch (CreateCommand.Opened.open(working, id, terms)) {
                        case CreateCommand.Opened.Fresh(Payment payment) ->
                                new Found(payment, true);
                        case CreateCommand.Opened.Existing(Payment payment) ->
                                new Found(payment, false);
                        case CreateCommand.Opened.Clash(Payment payment) ->
                                new Refused(CreateCommand.Opened.clash(payment));
                    };
            case PayRequest.Target.Existing(UUID merchant, UUID payment) ->
                    working.find(PaymentTable.TABLE, payment)
                            .filter(known -> known.terms().merchant().equals(merchant))
                            .<Target>map(known -> new Found(known, false))
                            .orElseGet(
                                    () ->
                                            new Refused(
                                                    Refusals.of(
                                                            PaymentRefusal.PAYMENT_NOT_FOUND,
                                                            "no such payment",
                                                            Optional.empty())));
        };
    }

    /** Why a payment can no longer be paid, where it cannot. */
    static Optional<PaymentRefusal> tooLate(Payment payment, Instant now) {
        return switch (payment.state()) {
            case State.Waiting waiting ->
                    payment.expiredAt(now)
                            ? Optional.of(PaymentRefusal.PAYMENT_EXPIRED)
                            : Optional.empty();
            case State.Unknown unknown -> Optional.of(PaymentRefusal.PAYMENT_IN_PROGRESS);
            case State.Authorised authorised -> Optional.of(PaymentRefusal.PAYMENT_ALREADY_PAID);
            case State.Captured captured -> Optional.of(PaymentRefusal.PAYMENT_ALREADY_PAID);
            case State.Closed closed -> Optional.of(PaymentRefusal.PAYMENT_CLOSED);
        };
    }
}
