package dev.handfast.payments;

import dev.handfast.engine.Command;
import dev.handfast.engine.Decision;
import dev.handfast.engine.Naming;
import dev.handfast.engine.Working;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * Offers a waiting payment to the wallets of a partner that runs its own gateway, on the terms of
 * this moment. The same payment as it stands is offered once at each gateway, however often this is
 * asked for.
 *
 * @param rules what every command needs
 * @param id a fresh id in time order; the offer's own
 * @param wanted which payment, as its reader saw it, and where
 */
record InviteCommand(Rules rules, UUID id, Invitation wanted) implements Command<Invited> {
    /** How soon the gateway is asked whether somebody has paid, unless it tells before. */
    static final Duration FIRST_ASKED = Duration.ofSeconds(10);

    @Override
    public int lane() {
        return wanted.merchant().hashCode();
    }

    @Override
    public void name(Naming naming) {
        UUID claim = PartnerOffer.claim(wanted);
        naming.row(Claim.TABLE, claim);
        naming.row(PaymentTable.TABLE, wanted.payment());
        naming.row(PartnerOffer.TABLE, id);
        naming.rows(
                PartnerOffer.TABLE,
                working -> working.find(Claim.TABLE, claim).map(Claim::subject).stream().toList());
        Bargain.name(naming, Optional.empty(), this::parties);
    }

    private Optional<Bargain.Parties> parties(Working working) {
        Optional<Rail.Reach> there = reach();
        Optional<Payment> known = working.find(PaymentTable.TABLE, wanted.payment());
        if (there.isEmpty() || known.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new Bargain.Parties(
                        there.get().partner(),
                        there.get().currency(),
                        Bargain.Ask.of(known.get().terms())));
    }

    private Optional<Rail.Reach> reach() {
        return Optional.ofNullable(rules.reaches().get(wanted.rail()));
    }

    @Override
    public Decision<Invited> decide(Working working) {
        Optional<Payment> known =
                working.find(PaymentTable.TABLE, wanted.payment())
                        .filter(row -> row.terms().merchant().equals(wanted.merchant()));
        Optional<Rail.Reach> reach = reach();
        if (known.isEmpty() || reach.isEmpty()) {
            return refuse(PaymentRefusal.PAYMENT_NOT_FOUND, "no such payment, or no such partner");
        }
        Payment payment = known.get();
        Optional<PaymentRefusal> late = Target.tooLate(payment, working.now());
        if (late.isPresent()) {
            return refuse(late.get(), Refusals.standing(payment));
        }
        if (!payment.terms().amount().equals(wanted.amount())) {
            return refuse(
                    PaymentRefusal.APPROVED_AMOUNT_DIFFERS,
                    "the payment is %s by now".formatted(payment.terms().amount().format()));
        }
        if (!working.now().isBefore(wanted.until())) {
            return refuse(
                    PaymentRefusal.PAYMENT_EXPIRED, "it could be paid until " + wanted.until());
        }
        Optional<PartnerOffer> standing =
                working.find(Claim.TABLE, PartnerOffer.claim(wanted))
                        .map(claim -> working.get(PartnerOffer.TABLE, claim.subject()));
        return standing.isPresent()
                ? new Decision.Done<>(told(standing.get()))
                : offer(working, payment, reach.get());
    }

    private Decision<Invited> offer(Working working, Payment payment, Rail.Reach reach) {
        Bargain.Side side =
                new Bargain.Side(
                        new Payer.PartnerHolder(wanted.rail(), id),
                        reach.partner(),
                        reach.currency(),
                        Optional.empty());
        return switch (Bargain.strike(working, side, Bargain.Ask.of(payment.terms()))) {
            case Bargain.Refused(PaymentRefusal why, String detail) -> refuse(why, detail);
            case Bargain.Struck(Backing backing) -> {
                PartnerOffer offer =
                        new PartnerOffer(
                                id,
                                wanted.payment(),
                                wanted.merchant(),
                                wanted.rail(),
                                wanted.amount(),
                                new PartnerOffer.Agreed(
                                        backing.issuer(),
                                        backing.price(),
                                        backing.merchantFee(),
                                        backing.issuingShare()),
                                wanted.until(),
                                working.now(),
                                working.now().plus(FIRST_ASKED),
                                new PartnerOffer.Progress(
                                        PartnerOffer.State.ASKED, Optional.empty()));
                working.insert(PartnerOffer.TABLE, offer);
                working.insert(
                        Claim.TABLE,
                        new Claim(
                                PartnerOffer.claim(wanted),
                                Claim.Kind.PARTNER_OFFER,
                                id,
                                working.now()));
                yield new Decision.Done<>(told(offer));
            }
        };
    }

    private static Invited told(PartnerOffer offer) {
        return offer.progress().code().isPresent()
                ? new Invited.Shown(offer)
                : new Invited.NotShown(offer);
    }

    private static Decision<Invited> refuse(PaymentRefusal why, String detail) {
        return new Decision.Refused<>(new Invited.Refused(why, detail));
    }
}
