package dev.handfast.payments;

import dev.handfast.engine.Command;
import dev.handfast.engine.Decision;
import dev.handfast.engine.Naming;
import dev.handfast.engine.Working;

import java.util.Optional;

/**
 * Notes something with a refund.
 *
 * @param rules what every command needs
 * @param request what is asked
 */
record NoteCommand(Rules rules, Request.Note request) implements Command<Outcome> {
    @Override
    public int lane() {
        return request.owner().hashCode();
    }

    @Override
    public void name(Naming naming) {
        naming.row(PaymentTable.TABLE, request.payment());
        naming.row(Refund.TABLE, request.refund());
    }

    @Override
    public Decision<Outcome> decide(Working working) {
        Optional<Payment> payment =
                working.find(PaymentTable.TABLE, request.payment())
                        .filter(known -> known.terms().merchant().equals(request.owner()));
        Optional<Refund> refund =
                working.find(Refund.TABLE, request.refund())
                        .filter(known -> known.payment().equals(request.payment()));
        if (payment.isEmpty() || refund.isEmpty()) {
            return new Decision.Refused<>(
                    Refusals.of(
                            PaymentRefusal.PAYMENT_NOT_FOUND, "no such refund", Optional.empty()));
        }
        Refund noted = refund.get().noting(request.details().apply(refund.get().details()));
        working.update(Refund.TABLE, noted);
        rules.announce(
                working,
                Announcer.Happening.REFUND_NOTED,
                payment.get(),
                Optional.of(noted),
                request.id());
        return new Decision.Done<>(new Outcome.Refunded(payment.get(), noted));
    }
}
