package dev.handfast.mandates;

import dev.handfast.engine.Command;
import dev.handfast.engine.Decision;
import dev.handfast.engine.Naming;
import dev.handfast.engine.Working;
import dev.handfast.wallets.Wallet;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The holder of a wallet agrees to a mandate.
 *
 * @param voice tells of it, and what follows from it
 * @param id a fresh id in time order
 * @param mandate as it was read before: what is used of it here never changes
 * @param wallet whose holder agrees
 */
record AgreeCommand(Voice voice, UUID id, Mandate mandate, UUID wallet)
        implements Command<MandateOutcome> {
    /**
     * What is told and done once a holder has agreed.
     *
     * @param announcer puts news into the dialects' words
     * @param consequences what waits for the mandate
     */
    record Voice(MandateAnnouncer announcer, Consequences consequences) {}

    @Override
    public int lane() {
        return mandate.proposal().merchant().hashCode();
    }

    @Override
    public void name(Naming naming) {
        naming.row(MandateSlot.TABLE, slot());
        naming.row(MandateTable.TABLE, mandate.id());
        naming.rows(
                MandateTable.TABLE,
                working ->
                        working.find(MandateSlot.TABLE, slot())
                                .map(MandateSlot::mandate)
                                .map(List::of)
                                .orElse(List.of()));
        naming.row(Wallet.TABLE, wallet);
        voice.consequences().name(naming, mandate);
    }

    @Override
    public Decision<MandateOutcome> decide(Working working) {
        Mandate known = working.get(MandateTable.TABLE, mandate.id());
        return switch (known.state()) {
            case Mandate.State.Active(UUID by, var agreedAt) when by.equals(wallet) ->
                    new Decision.Done<>(new MandateOutcome.Already(known));
            case Mandate.State.Active active -> taken();
            case Mandate.State.Ended ended -> taken();
            case Mandate.State.Proposed proposed -> agree(working, known);
        };
    }

    private static Decision<MandateOutcome> taken() {
        return MandateCommand.refuse(
                MandateRefusal.MANDATE_ALREADY_AGREED, "somebody has agreed to it already");
    }

    private Decision<MandateOutcome> agree(Working working, Mandate known) {
        Mandate.Times times = known.proposal().times();
        if (!working.now().isBefore(times.agreeBefore())) {
            return MandateCommand.refuse(
                    MandateRefusal.MANDATE_PROPOSAL_EXPIRED,
                    "it could be agreed to until " + times.agreeBefore());
        }
        if (!voice.consequences().stillWanted(working, known)) {
            return MandateCommand.refuse(
                    MandateRefusal.MANDATE_PROPOSAL_EXPIRED,
                    "the merchant has given up what it was proposed for");
        }
        Optional<Wallet> holder =
                working.find(Wallet.TABLE, wallet)
                        .filter(found -> found.state() == Wallet.State.ACTIVE);
        if (holder.isEmpty()) {
            return MandateCommand.refuse(
                    MandateRefusal.MANDATE_WALLET_UNFIT,
                    "there is no such wallet, or it is frozen");
        }
        Optional<MandateSlot> before = working.find(MandateSlot.TABLE, slot());
        boolean another =
                before.map(place -> working.get(MandateTable.TABLE, place.mandate()))
                        .filter(other -> other.isActive(working.now()))
                        .isPresent();
        if (another) {
            return MandateCommand.refuse(
                    MandateRefusal.MANDATE_ALREADY_AGREED,
                    "another mandate of this kind is active; it has to be ended first");
        }
        MandateSlot place = new MandateSlot(slot(), known.id());
        if (before.isPresent()) {
            working.update(MandateSlot.TABLE, place);
        } else {
            working.insert(MandateSlot.TABLE, place);
        }
        Mandate active = known.in(new Mandate.State.Active(wallet, working.now()));
        working.update(MandateTable.TABLE, active);
        MandateAnnouncer.News news =
                new MandateAnnouncer.News(
                        MandateAnnouncer.Happening.AGREED, active, holder.get(), id, working.now());
        voice.announcer().write(working, news);
        voice.consequences().agreed(working, news);
        return new Decision.Done<>(new MandateOutcome.Done(active));
    }

    private UUID slot() {
        return MandateSlot.idOf(mandate.proposal().merchant(), mandate.proposal().kind(), wallet);
    }
}
