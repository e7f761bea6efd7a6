package dev.handfast.payments;

import dev.handfast.engine.Command;
import dev.handfast.engine.Decision;
import dev.handfast.engine.Naming;
import dev.handfast.engine.Working;

import java.util.Optional;
import java.util.UUID;

/**
 * Offers a payment, new or waiting, to whoever scans its code.
 *
 * @param rules what every command needs
 * @param request what is asked
 */
record OfferCommand(Rules rules, Request.Offer request) implements Command<Outcome> {
    @Override
    public int lane() {
        return request.target().merchant().hashCode();
    }

    @Override
    public void name(Naming naming) {
        Target.name(naming, request.target(), request.id());
        naming.row(Claim.TABLE, claim());
    }

    @Override
    public Decision<Outcome> decide(Working working) {
        return switch (Target.find(working, request.target(), request.id())) {
            case Target.Refused(Outcome outcome) -> new Decision.Refused<>(outcome);
            case Target.Found(Payment payment, boolean fresh) ->
                    new Decision.Done<>(offer(working, payment, fresh));
        };
    }

    private Outcome offer(Working working, Payment payment, boolean fresh) {
        Offer offer = new Offer(request.returnUrl(), Optional.of(working.now().plus(Offer.LIFE)));
        Payment offered = payment.offered(offer);
        if (fresh) {
            working.insert(PaymentTable.TABLE, offered);
        } else {
            working.update(PaymentTable.TABLE, offered);
        }
        if (working.find(Claim.TABLE, claim()).isEmpty()) {
            working.insert(
                    Claim.TABLE,
                    new Claim(claim(), Claim.Kind.QR_CODE, payment.id(), working.now()));
        }
        rules.announce(
                working, Announcer.Happening.OFFERED, offered, Optional.empty(), request.id());
        return new Outcome.Done(offered);
    }

    private UUID claim() {
        return Claim.idOf(Claim.Kind.QR_CODE, request.code());
    }
}
