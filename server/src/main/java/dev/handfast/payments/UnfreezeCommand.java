package dev.handfast.payments;

import dev.handfast.engine.Command;
import dev.handfast.engine.Decision;
import dev.handfast.engine.Naming;
import dev.handfast.engine.Working;
import dev.handfast.ledger.Entry;
import dev.handfast.ledger.Leg;
import dev.handfast.ledger.Posting;
import dev.handfast.ledger.Purpose;
import dev.handfast.ledger.Step;
import dev.handfast.money.Money;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Unfreezes what a freeze holds: a part, all of it where nothing was paid, or what is left when its
 * time is over.
 *
 * @param rules what every command needs
 * @param id a fresh id in time order
 * @param merchant whose freeze it must be
 * @param freeze which
 * @param what how much, and why
 */
record UnfreezeCommand(Rules rules, UUID id, UUID merchant, UUID freeze, What what)
        implements Command<FreezeOutcome> {
    /** How much is unfrozen, and why. */
    sealed interface What {
        /** The merchant wants a part of it unfrozen; the dialect keeps {@code details} of that. */
        record Part(Money amount, String reference, String details) implements What {}

        /** The merchant calls it off; the dialect keeps {@code details} of that. */
        record Cancel(String details) implements What {}

        /** Its payer says no; nothing happens if somebody has agreed. */
        record Decline() implements What {}

        /** Its time may be over; nothing happens if it is not. */
        record Expire() implements What {}
    }

    @Override
    public int lane() {
        return merchant.hashCode();
    }

    @Override
    public void name(Naming naming) {
        naming.row(Freeze.TABLE, freeze);
        naming.row(FreezeOperation.TABLE, freeze);
        if (what instanceof What.Part part) {
            naming.row(Claim.TABLE, claim(part.reference()));
            naming.rows(
                    FreezeOperation.TABLE,
                    working ->
                            working
                                    .find(Claim.TABLE, claim(part.reference()))
                                    .map(Claim::subject)
                                    .stream()
                                    .toList());
        }
        nameHold(rules, naming, freeze);
    }

    /** Names the hold of a freeze and its accounts. */
    static void nameHold(Rules rules, Naming naming, UUID freeze) {
        rules.ledger()
                .nameHolds(
                        naming,
                        working ->
                                working.find(Freeze.TABLE, freeze).flatMap(Freeze::hold).stream()
                                        .toList());
    }

    @Override
    public Decision<FreezeOutcome> decide(Working working) {
        Optional<Freeze> known =
                working.find(Freeze.TABLE, freeze)
                        .filter(row -> row.order().merchant().equals(merchant));
        if (known.isEmpty()) {
            return refuse(FreezeRefusal.FREEZE_UNKNOWN, "no such freeze");
        }
        return switch (what) {
            case What.Part part -> part(working, known.get(), part);
            case What.Cancel(String details) -> cancel(working, known.get(), details);
            case What.Decline decline -> decline(working, known.get());
            case What.Expire expire -> expire(working, known.get());
        };
    }

    private Decision<FreezeOutcome> part(Working working, Freeze known, What.Part part) {
        Optional<Claim> before = working.find(Claim.TABLE, claim(part.reference()));
        if (before.isPresent()) {
            FreezeOperation done = working.get(FreezeOperation.TABLE, before.get().subject());
            return done.amount().equals(part.amount())
                    ? new Decision.Done<>(new FreezeOutcome.Again(known, done))
                    : refuse(
                            FreezeRefusal.FREEZE_NUMBER_REUSED,
                            "this number names an unfreezing of " + done.amount().format());
        }
        Optional<FreezeOutcome> over = over(known);
        if (over.isPresent()) {
            return new Decision.Refused<>(over.get());
        }
        boolean good =
                part.amount().isPositive()
                        && part.amount().currency().equals(known.rest().currency())
                        && !part.amount().isMoreThan(known.rest());
        if (!good) {
            return refuse(
                    FreezeRefusal.UNFREEZE_EXCEEDS_REST,
                    "%s is frozen, %s was asked for"
                            .formatted(known.rest().format(), part.amount().format()));
        }
        working.insert(
                Claim.TABLE,
                new Claim(
                        claim(part.reference()), Claim.Kind.UNFREEZE_REFERENCE, id, working.now()));
        FreezeOutcome.Done done =
                unfreeze(working, known, part.amount(), Optional.of(part.reference()));
        tell(working, FreezeAnnouncer.Happening.UNFROZEN, done, part.details());
        return new Decision.Done<>(done);
    }

    private static Optional<FreezeOutcome> over(Freeze known) {
        return switch (known.state()) {
            case WAITING ->
                    Optional.of(
                            new FreezeOutcome.Refused(
                                    FreezeRefusal.FREEZE_WAITS, "nobody has agreed yet"));
            case FROZEN -> Optional.empty();
            case FINISHED ->
                    Optional.of(
                            new FreezeOutcome.Refused(
                                    FreezeRefusal.FREEZE_IS_FINISHED,
                                    "nothing is frozen any more"));
            case CLOSED ->
                    Optional.of(
                            new FreezeOutcome.Refused(
                                    FreezeRefusal.FREEZE_IS_CLOSED, "the freeze is closed"));
        };
    }

    private Decision<FreezeOutcome> cancel(Working working, Freeze known, String details) {
        return switch (known.state()) {
            case WAITING -> new Decision.Done<>(called(working, close(working, known), details));
            case CLOSED -> new Decision.Done<>(as(working, known));
            case FINISHED -> refuse(FreezeRefusal.FREEZE_IS_FINISHED, "it has been paid from");
            case FROZEN ->
                    known.paid().isPositive()
                            ? refuse(
                                    FreezeRefusal.UNFREEZE_EXCEEDS_REST,
                                    "%s has been paid from it".formatted(known.paid().format()))
                            : new Decision.Done<>(
                                    called(
                                            working,
                                            unfreeze(
                                                    working, known, known.rest(), Optional.empty()),
                                            details));
        };
    }

    /** Tells that it was called off, of what was called off. */
    private FreezeOutcome.Done called(Working working, FreezeOutcome.Done done, String details) {
        FreezeOperation first = working.get(FreezeOperation.TABLE, freeze);
        tell(
                working,
                FreezeAnnouncer.Happening.CANCELLED,
                new FreezeOutcome.Done(done.freeze(), first),
                details);
        return done;
    }

    private void tell(
            Working working,
            FreezeAnnouncer.Happening what,
            FreezeOutcome.Done done,
            String details) {
        rules.announce(
                working,
                new FreezeAnnouncer.News(
                        what, done.freeze(), done.operation(), details, id, working.now()));
    }

    private Decision<FreezeOutcome> decline(Working working, Freeze known) {
        return switch (known.state()) {
            case WAITING -> new Decision.Done<>(close(working, known));
            case FROZEN, FINISHED, CLOSED -> new Decision.Done<>(as(working, known));
        };
    }

    /** Nothing happened to it. */
    private FreezeOutcome as(Working working, Freeze known) {
        return new FreezeOutcome.Again(known, working.get(FreezeOperation.TABLE, freeze));
    }

    private Decision<FreezeOutcome> expire(Working working, Freeze known) {
        boolean late = !working.now().isBefore(known.order().expiresAt());
        if (known.state() == Freeze.State.WAITING && late) {
            return new Decision.Done<>(close(working, known));
        }
        boolean over =
                known.state() == Freeze.State.FROZEN
                        && !rules.ledger()
                                .moment(working)
                                .isBefore(known.holding().orElseThrow().until());
        if (!over) {
            return new Decision.Done<>(as(working, known));
        }
        FreezeOutcome.Done done = unfreeze(working, known, known.rest(), Optional.empty());
        tell(working, FreezeAnnouncer.Happening.UNFROZEN, done, known.order().details());
        return new Decision.Done<>(done);
    }

    private FreezeOutcome.Done close(Working working, Freeze known) {
        Freeze closed = known.in(Freeze.State.CLOSED);
        working.update(Freeze.TABLE, closed);
        return new FreezeOutcome.Done(closed, working.get(FreezeOperation.TABLE, freeze));
    }

    private FreezeOutcome.Done unfreeze(
            Working working, Freeze known, Money amount, Optional<String> reference) {
        Freeze after =
                shrink(rules, working, known, new Shrinking(amount, Money.zero(amount.currency())));
        FreezeOperation operation =
                new FreezeOperation(
                        id,
                        freeze,
                        FreezeOperation.Kind.UNFREEZE,
                        amount,
                        reference,
                        working.now());
        working.insert(FreezeOperation.TABLE, operation);
        return new FreezeOutcome.Done(after, operation);
    }

    /** How much less is frozen, and how much of that is paid. */
    record Shrinking(Money less, Money paid) {}

    /** Lets go of a part of what is frozen: of all of it, and freezes the rest anew. */
    static Freeze shrink(Rules rules, Working working, Freeze known, Shrinking shrinking) {
        Freeze.Holding holding = known.holding().orElseThrow();
        Money left = known.rest().minus(shrinking.less());
        List<Step> steps = new ArrayList<>();
        steps.add(new Step.Release(holding.hold().orElseThrow()));
        if (left.isPositive()) {
            Leg leg =
                    new Leg(
                            known.wallet(holding),
                            known.target(holding.issuer()),
                            left,
                            Purpose.FREEZE);
            steps.add(new Step.HoldBack(leg, holding.until()));
        }
        return switch (rules.ledger().post(working, new Entry(known.id(), steps))) {
            case Posting.Posted(List<Long> ids) -> {
                Optional<Long> hold =
                        left.isPositive() ? Optional.of(ids.getLast()) : Optional.empty();
                Freeze after = known.with(left, shrinking.paid(), hold);
                working.update(Freeze.TABLE, after);
                yield after;
            }
            case Posting.Refused(var why, int step) ->
                    throw new IllegalStateException(
                            "step %d of a freeze cannot be posted: %s".formatted(step, why));
        };
    }

    private UUID claim(String reference) {
        return Claim.idOf(Claim.Kind.UNFREEZE_REFERENCE, freeze.toString(), reference);
    }

    private static Decision<FreezeOutcome> refuse(FreezeRefusal why, String detail) {
        return new Decision.Refused<>(new FreezeOutcome.Refused(why, detail));
    }
}
