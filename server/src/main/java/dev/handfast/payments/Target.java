package dev.handfast.payments;

import dev.handfast.engine.Naming;
import dev.handfast.engine.Working;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** The payment that a request is to pay, or why it cannot be paid. */
sealed interface Target {
    /**
     * It is there and waits.
     *
     * @param payment changed as the request wants it; the change is not in the working set yet
     * @param fresh whether this request creates it; it is not in the working set yet then
     */
    record Found(Payment payment, boolean fresh) implements Target {}

    /** There is none for this request, or it is not to be paid any more. */
    record Refused(Outcome outcome) implements Target {}

    /** Names what {@link #find} looks at. */
    static void name(Naming naming, PayRequest.Target wanted, UUID id) {
        switch (wanted) {
            case PayRequest.Target.Create(Terms terms) ->
                    CreateCommand.Opened.name(naming, id, terms);
            case PayRequest.Target.Existing existing ->
                    naming.row(PaymentTable.TABLE, existing.payment());
        }
    }

    /** The terms on which it will be paid, for naming what that needs; empty for no payment. */
    static Optional<Terms> terms(Working working, PayRequest.Target wanted) {
        return switch (wanted) {
            case PayRequest.Target.Create(Terms terms) -> Optional.of(terms);
            case PayRequest.Target.Existing existing ->
                    working.find(PaymentTable.TABLE, existing.payment())
                            .map(
                                    known ->
                                            amended(known, existing.amendment(), working.now())
                                                            instanceof Found found
                                                    ? found.payment().terms()
                                                    : known.terms());
        };
    }

    static Target find(Working working, PayRequest.Target wanted, UUID id) {
        return switch (wanted) {
            case PayRequest.Target.Create(Terms terms) ->
                    switch (CreateCommand.Opened.open(working, id, terms)) {
                        case CreateCommand.Opened.Fresh(Payment payment) ->
                                inTime(new Found(payment, true), working.now());
                        case CreateCommand.Opened.Existing(Payment payment) ->
                                inTime(new Found(payment, false), working.now());
                        case CreateCommand.Opened.Clash(Payment payment) ->
                                new Refused(CreateCommand.Opened.clash(payment));
                    };
            case PayRequest.Target.Existing existing ->
                    working.find(PaymentTable.TABLE, existing.payment())
                            .filter(known -> known.terms().merchant().equals(existing.merchant()))
                            .map(known -> amended(known, existing.amendment(), working.now()))
                            .orElseGet(
                                    () ->
                                            new Refused(
                                                    Refusals.of(
                                                            PaymentRefusal.PAYMENT_NOT_FOUND,
                                                            "no such payment",
                                                            Optional.empty())));
        };
    }

    private static Target inTime(Found found, Instant now) {
        Payment payment = found.payment();
        Optional<Payment> known = found.fresh() ? Optional.empty() : Optional.of(payment);
        return tooLate(payment, now)
                .<Target>map(
                        late -> new Refused(Refusals.of(late, Refusals.standing(payment), known)))
                .orElse(found);
    }

    private static Target amended(Payment known, Optional<Amendment> wanted, Instant now) {
        Target found = inTime(new Found(known, false), now);
        if (wanted.isEmpty() || !(found instanceof Found)) {
            return found;
        }
        return switch (wanted.get().amend(known, now)) {
            case Amendment.Result.Amended(Payment payment) -> new Found(payment, false);
            case Amendment.Result.Refused(PaymentRefusal why, String detail) ->
                    new Refused(Refusals.of(why, detail, Optional.of(known)));
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
