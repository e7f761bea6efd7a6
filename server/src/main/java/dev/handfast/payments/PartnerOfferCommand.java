package dev.handfast.payments;

import dev.handfast.engine.Command;
import dev.handfast.engine.Decision;
import dev.handfast.engine.Naming;
import dev.handfast.engine.Working;

import java.util.Optional;
import java.util.UUID;

/**
 * Takes in what a partner's gateway says about an offer: what its code says, that somebody has
 * paid, or that nobody can pay any more.
 *
 * <p>What somebody has paid pays the payment, if that still waits for just this amount. Otherwise
 * it goes back: the gateway is told so in the same batch, and again until it has heard.
 *
 * @param rules what every command needs
 * @param id a fresh id in time order
 * @param offer which offer, as it was read
 * @param said what the gateway says
 */
record PartnerOfferCommand(Rules rules, UUID id, PartnerOffer offer, Said said)
        implements Command<PartnerOffer> {
    /** What a gateway says about an offer. */
    sealed interface Said {
        /** It shows this code. */
        record Shows(String code) implements Said {}

        /** Somebody has paid. */
        record Paid() implements Said {}

        /** Nobody has paid, and nobody can any more. */
        record Over() implements Said {}
    }

    @Override
    public int lane() {
        return offer.merchant().hashCode();
    }

    @Override
    public void name(Naming naming) {
        naming.row(PartnerOffer.TABLE, offer.id());
        if (said instanceof Said.Paid) {
            paying().name(naming);
        }
    }

    @Override
    public Decision<PartnerOffer> decide(Working working) {
        PartnerOffer known = working.get(PartnerOffer.TABLE, offer.id());
        return switch (said) {
            case Said.Shows(String code) ->
                    known.progress().state() == PartnerOffer.State.ASKED
                            ? changed(working, known.shown(code))
                            : new Decision.Done<>(known);
            case Said.Over over ->
                    known.progress().state().isOpen()
                            ? changed(working, known.in(PartnerOffer.State.CLOSED))
                            : new Decision.Done<>(known);
            case Said.Paid paid ->
                    switch (known.progress().state()) {
                        // One that was thought over as well: money counts more than promises.
                        case ASKED, OPEN, CLOSED -> paid(working, known);
                        case TAKEN, SURPLUS -> new Decision.Done<>(known);
                    };
        };
    }

    private Decision<PartnerOffer> paid(Working working, PartnerOffer known) {
        Decision<Outcome> tried = paying().tried(working);
        if (tried.result() instanceof Outcome.Done) {
            return new Decision.Done<>(working.get(PartnerOffer.TABLE, known.id()));
        }
        working.insert(
                RailTask.TABLE,
                new RailTask(
                        id,
                        known.id(),
                        known.rail(),
                        RailTask.Kind.REFUND,
                        known.home(),
                        working.now()));
        return changed(working, known.in(PartnerOffer.State.SURPLUS));
    }

    private PayCommand paying() {
        return new PayCommand(
                rules,
                new PayRequest(
                        id,
                        new PayRequest.Target.Existing(offer.merchant(), offer.payment()),
                        new Instrument.AtPartner(offer.id()),
                        Optional.empty()));
    }

    private static Decision<PartnerOffer> changed(Working working, PartnerOffer after) {
        working.update(PartnerOffer.TABLE, after);
        return new Decision.Done<>(after);
    }
}
