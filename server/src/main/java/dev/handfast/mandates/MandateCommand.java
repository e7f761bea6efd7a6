package dev.handfast.mandates;

import dev.handfast.engine.Command;
import dev.handfast.engine.Decision;
import dev.handfast.engine.Naming;
import dev.handfast.engine.Working;
import dev.handfast.wallets.Wallet;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Proposes a mandate, or changes one.
 *
 * @param announcer puts news into the dialects' words
 * @param id a fresh id in time order; the mandate's own, where it is proposed
 * @param change what is asked
 */
record MandateCommand(MandateAnnouncer announcer, UUID id, Change change)
        implements Command<MandateOutcome> {
    /** What is asked. */
    sealed interface Change {
        /** Propose a new one. */
        record Propose(Mandate.Proposal proposal) implements Change {}

        /** The merchant, or the holder, ends it. */
        record End(UUID mandate, By by) implements Change {}

        /** The merchant puts the next payment off. */
        record Defer(UUID mandate, UUID merchant, LocalDate due) implements Change {}
    }

    /** Who ends a mandate. */
    sealed interface By {
        /** The merchant. */
        record Merchant(UUID merchant) implements By {}

        /** The holder of the wallet. */
        record Holder(UUID wallet) implements By {}

        default boolean mayEnd(Mandate mandate) {
            return switch (this) {
                case Merchant(UUID merchant) -> mandate.proposal().merchant().equals(merchant);
                case Holder(UUID wallet) -> mandate.wallet().equals(Optional.of(wallet));
            };
        }
    }

    @Override
    public void name(Naming naming) {
        switch (change) {
            case Change.Propose propose -> naming.row(MandateTable.TABLE, id);
            case Change.End end -> nameWithWallet(naming, end.mandate());
            case Change.Defer defer -> naming.row(MandateTable.TABLE, defer.mandate());
        }
    }

    private static void nameWithWallet(Naming naming, UUID mandate) {
        naming.row(MandateTable.TABLE, mandate);
        naming.rows(
                Wallet.TABLE,
                working ->
                        working.find(MandateTable.TABLE, mandate)
                                .flatMap(Mandate::wallet)
                                .map(List::of)
                                .orElse(List.of()));
    }

    @Override
    public Decision<MandateOutcome> decide(Working working) {
        return switch (change) {
            case Change.Propose(Mandate.Proposal proposal) -> {
                Mandate mandate = Mandate.proposed(id, proposal, working.now());
                working.insert(MandateTable.TABLE, mandate);
                yield new Decision.Done<>(new MandateOutcome.Done(mandate));
            }
            case Change.End(UUID mandate, By by) ->
                    working.find(MandateTable.TABLE, mandate)
                            .filter(by::mayEnd)
                            .map(found -> end(working, found))
                            .orElseGet(MandateCommand::unknown);
            case Change.Defer(UUID mandate, UUID merchant, LocalDate due) ->
                    working.find(MandateTable.TABLE, mandate)
                            .filter(found -> found.proposal().merchant().equals(merchant))
                            .map(found -> defer(working, found, due))
                            .orElseGet(MandateCommand::unknown);
        };
    }

    private Decision<MandateOutcome> end(Working working, Mandate mandate) {
        return switch (mandate.state()) {
            case Mandate.State.Proposed proposed ->
                    refuse(MandateRefusal.MANDATE_NOT_ACTIVE, "nobody has agreed to it yet");
            case Mandate.State.Ended ended ->
                    new Decision.Done<>(new MandateOutcome.Already(mandate));
            case Mandate.State.Active(UUID wallet, var agreedAt) -> {
                Mandate over = mandate.in(new Mandate.State.Ended(wallet, agreedAt, working.now()));
                working.update(MandateTable.TABLE, over);
                Wallet known = working.get(Wallet.TABLE, wallet);
                announcer.write(
                        working,
                        new MandateAnnouncer.News(
                                MandateAnnouncer.Happening.ENDED, over, known, id, working.now()));
                yield new Decision.Done<>(new MandateOutcome.Done(over));
            }
        };
    }

    private static Decision<MandateOutcome> defer(Working working, Mandate mandate, LocalDate due) {
        if (!mandate.isActive(working.now())) {
            return refuse(MandateRefusal.MANDATE_NOT_ACTIVE, "nobody agrees to it any more or yet");
        }
        Optional<Allowance.Plan> plan = mandate.proposal().rule().flatMap(Allowance::plan);
        if (plan.isEmpty()) {
            return refuse(MandateRefusal.MANDATE_WITHOUT_PERIODS, "it has no periods");
        }
        LocalDate before = mandate.taken().nextDue().orElseThrow();
        if (due.equals(before)) {
            return new Decision.Done<>(new MandateOutcome.Already(mandate));
        }
        if (due.isBefore(before) || !plan.get().cycle().admits(due)) {
            return refuse(
                    MandateRefusal.MANDATE_DATE_UNFIT,
                    "the payment of %s can be put off, with months to a 28th at the most, got %s"
                            .formatted(before, due));
        }
        Mandate.Taken taken = mandate.taken();
        Mandate later =
                mandate.with(
                        new Mandate.Taken(
                                taken.payments(), taken.minor(), taken.lastAt(), Optional.of(due)));
        working.update(MandateTable.TABLE, later);
        return new Decision.Done<>(new MandateOutcome.Done(later));
    }

    private static Decision<MandateOutcome> unknown() {
        return refuse(MandateRefusal.MANDATE_NOT_FOUND, "there is no such mandate");
    }

    static Decision<MandateOutcome> refuse(MandateRefusal why, String detail) {
        return new Decision.Refused<>(new MandateOutcome.Refused(why, detail));
    }
}
