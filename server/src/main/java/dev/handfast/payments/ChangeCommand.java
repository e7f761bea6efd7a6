package dev.handfast.payments;

import dev.handfast.engine.Command;
import dev.handfast.engine.Decision;
import dev.handfast.engine.Naming;
import dev.handfast.engine.Working;
import dev.handfast.ledger.AccountRef;
import dev.handfast.ledger.Entry;
import dev.handfast.ledger.Posting;
import dev.handfast.ledger.Step;
import dev.handfast.money.Money;
import dev.handfast.payments.Announcer.Happening;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;

/**
 * Changes a payment that somebody has paid or that waits: captures it, closes it, or takes in what
 * a rail has answered.
 *
 * @param rules what every command needs
 * @param id a fresh id in time order
 * @param owner whose payment it must be
 * @param payment which
 * @param change what to do
 */
record ChangeCommand(Rules rules, UUID id, UUID owner, UUID payment, Change change)
        implements Command<Outcome> {
    /** What to do with a payment. */
    sealed interface Change {
        /** Take what is held, or a part of it. */
        record TakeHeld(Optional<Money> amount, UnaryOperator<Optional<Brokerage>> brokerage)
                implements Change {}

        /** End it without any money moved; a held amount is released. */
        record Close(State.Closed.Reason reason) implements Change {}

        /** End it if its time, or its hold's or offer's, has run out; otherwise do nothing. */
        record Expire() implements Change {}

        /** Ask for something else. */
        record Amend(Amendment amendment) implements Change {}

        /** A rail has answered about an attempt to pay. */
        record Answered(UUID attempt, Rail.Answer answer) implements Change {}
    }

    @Override
    public int lane() {
        return owner.hashCode();
    }

    @Override
    public void name(Naming naming) {
        naming.row(PaymentTable.TABLE, payment);
        rules.ledger()
                .nameHolds(
                        naming,
                        working ->
                                working.find(PaymentTable.TABLE, payment)
                                        .flatMap(Payment::backing)
                                        .map(Backing::holds)
                                        .orElse(List.of()));
        rules.nameAccounts(naming, payment);
        if (change instanceof Change.Answered) {
            Keeping.name(naming, payment);
        }
        if (change instanceof Change.TakeHeld take) {
            rules.ledger().nameAccounts(naming, working -> others(working, take));
        }
    }

    /** The accounts of those who take part only now. */
    private List<AccountRef> others(Working working, Change.TakeHeld take) {
        return working.find(PaymentTable.TABLE, payment).map(Payment::terms).stream()
                .flatMap(
                        terms ->
                                take.brokerage().apply(terms.brokerage()).stream()
                                        .map(by -> Flow.payable(terms, by)))
                .toList();
    }

    @Override
    public Decision<Outcome> decide(Working working) {
        Optional<Payment> found =
                working.find(PaymentTable.TABLE, payment)
                        .filter(known -> known.terms().merchant().equals(owner));
        if (found.isEmpty()) {
            return new Decision.Refused<>(
                    Refusals.of(
                            PaymentRefusal.PAYMENT_NOT_FOUND, "no such payment", Optional.empty()));
        }
        return switch (change) {
            case Change.TakeHeld take -> capture(working, found.get(), take);
            case Change.Close(State.Closed.Reason reason) -> close(working, found.get(), reason);
            case Change.Expire expire -> expire(working, found.get());
            case Change.Amend(Amendment amendment) -> amend(working, found.get(), amendment);
            case Change.Answered answered -> answered(working, found.get(), answered);
        };
    }

    private static Decision<Outcome> amend(Working working, Payment known, Amendment amendment) {
        return switch (amendment.amend(known, working.now())) {
            case Amendment.Result.Amended(Payment amended) -> {
                working.update(PaymentTable.TABLE, amended);
                yield new Decision.Done<>(new Outcome.Done(amended));
            }
            case Amendment.Result.Refused(PaymentRefusal why, String detail) ->
                    refuse(why, detail, known);
        };
    }

    /** What is captured under changed terms; nothing where the share is not within the amount. */
    private static Optional<Payment> brokered(Payment known, Change.TakeHeld take, Money amount) {
        Optional<Brokerage> before = known.terms().brokerage();
        Optional<Brokerage> after = take.brokerage().apply(before);
        // What was agreed on before takes at most what is captured; what is said now must fit.
        return after.equals(before)
                ? Optional.of(known)
                : Optional.of(after)
                        .filter(by -> by.map(some -> some.fits(amount)).orElse(true))
                        .map(by -> known.asking(known.terms().brokered(by)));
    }

    private Decision<Outcome> capture(Working working, Payment known, Change.TakeHeld wanted) {
        return switch (known.state()) {
            case State.Waiting waiting ->
                    refuse(PaymentRefusal.NOT_AUTHORISED, "nobody has paid yet", known);
            case State.Unknown unknown ->
                    refuse(PaymentRefusal.PAYMENT_IN_PROGRESS, Refusals.standing(known), known);
            case State.Captured captured ->
                    refuse(PaymentRefusal.PAYMENT_ALREADY_PAID, Refusals.standing(known), known);
            case State.Closed closed ->
                    refuse(PaymentRefusal.PAYMENT_CLOSED, Refusals.standing(known), known);
            case State.Authorised(Backing backing, Instant expiresAt) -> {
                Money amount = wanted.amount().orElse(known.terms().amount());
                if (!rules.ledger().moment(working).isBefore(expiresAt)) {
                    yield refuse(
                            PaymentRefusal.AUTHORISATION_EXPIRED,
                            "the money was held until " + expiresAt,
                            known);
                }
                if (!amount.currency().equals(known.terms().amount().currency())) {
                    yield refuse(
                            PaymentRefusal.CURRENCY_DIFFERS,
                            Refusals.currency(known, amount),
                            known);
                }
                if (!amount.isPositive() || amount.isMoreThan(known.terms().amount())) {
                    yield refuse(
                            PaymentRefusal.CAPTURE_EXCEEDS_AUTHORISATION,
                            "%s is held, %s was asked for"
                                    .formatted(known.terms().amount().format(), amount.format()),
                            known);
                }
                Optional<Payment> agreed = brokered(known, wanted, amount);
                if (agreed.isEmpty()) {
                    yield refuse(
                            PaymentRefusal.SHARE_EXCEEDS_AMOUNT,
                            Refusals.shareTooLarge(amount),
                            known);
                }
                Payment paid = take(working, agreed.get(), backing, amount);
                tellRail(working, paid, backing, RailTask.Kind.CAPTURE);
                yield done(working, paid, Happening.CAPTURED);
            }
        };
    }

    private Payment take(Working working, Payment known, Backing backing, Money amount) {
        Capture capture = Captures.of(amount, backing, working.now());
        Flow flow = Flow.of(known.terms(), backing);
        post(working, flow.captureAndSettle(backing.holds(), capture));
        return captured(working, known, backing, capture);
    }

    /**
     * Takes everything. The issuer has already moved the money, so that even a hold whose time ran
     * out while nobody answered must not stand in the way: it ends, and the money moves without it.
     */
    private Payment takeAll(Working working, Payment known, Backing backing, Instant askedAt) {
        Money amount = known.terms().amount();
        if (rules.ledger().moment(working).isBefore(askedAt.plus(PayCommand.HOLD))) {
            return take(working, known, backing, amount);
        }
        Capture capture = Captures.of(amount, backing, working.now());
        release(working, backing);
        post(working, Flow.of(known.terms(), backing).payAndSettle(capture));
        return captured(working, known, backing, capture);
    }

    private Payment captured(Working working, Payment known, Backing backing, Capture capture) {
        Payment paid = known.in(new State.Captured(backing.holding(List.of()), capture));
        working.update(PaymentTable.TABLE, paid);
        rules.keep(working, paid);
        return paid;
    }

    private Decision<Outcome> close(Working working, Payment known, State.Closed.Reason reason) {
        return switch (known.state()) {
            case State.Waiting waiting -> closed(working, known, reason);
            case State.Authorised(Backing backing, Instant expiresAt) -> {
                release(working, backing);
                tellRail(working, known, backing, RailTask.Kind.CANCEL);
                yield closed(working, known, reason);
            }
            case State.Unknown unknown ->
                    refuse(PaymentRefusal.PAYMENT_IN_PROGRESS, Refusals.standing(known), known);
            case State.Captured captured ->
                    refuse(PaymentRefusal.CANCEL_AFTER_CAPTURE, Refusals.standing(known), known);
            case State.Closed closed ->
                    refuse(PaymentRefusal.PAYMENT_CLOSED, Refusals.standing(known), known);
        };
    }

    private Decision<Outcome> expire(Working working, Payment known) {
        Optional<Offer> over =
                known.offer()
                        .filter(offer -> offer.until().isPresent())
                        .filter(offer -> !offer.standsAt(working.now()));
        if (over.isPresent() && !known.expiredAt(working.now())) {
            Payment waiting = known.offered(over.get().lapsed());
            working.update(PaymentTable.TABLE, waiting);
            return done(working, waiting, Happening.FAILED);
        }
        boolean due =
                switch (known.state()) {
                    case State.Waiting waiting -> known.expiredAt(working.now());
                    case State.Authorised authorised ->
                            !working.now().isBefore(authorised.expiresAt());
                    case State.Unknown unknown -> false;
                    case State.Captured captured -> false;
                    case State.Closed closed -> false;
                };
        return due
                ? close(working, known, State.Closed.Reason.EXPIRED)
                : new Decision.Done<>(new Outcome.Already(known));
    }

    private Decision<Outcome> answered(Working working, Payment known, Change.Answered answered) {
        if (!(known.state() instanceof State.Unknown(Backing backing, Instant askedAt))
                || !(backing.payer() instanceof Payer.ByRail holder)
                || !holder.attempt().equals(answered.attempt())) {
            // Somebody else has taken the answer in already; a late one changes nothing.
            return new Decision.Done<>(new Outcome.Already(known));
        }
        return switch (answered.answer()) {
            case Rail.Answer.Approved approved ->
                    switch (known.terms().capture()) {
                        case AUTOMATIC -> {
                            Payment paid = takeAll(working, known, backing, askedAt);
                            Keeping.keep(rules, working, paid, id);
                            yield done(working, paid, Happening.CAPTURED);
                        }
                        case MANUAL -> {
                            Instant until = askedAt.plus(PayCommand.HOLD);
                            Payment held = known.in(new State.Authorised(backing, until));
                            working.update(PaymentTable.TABLE, held);
                            Keeping.keep(rules, working, held, id);
                            yield done(working, held, Happening.AUTHORISED);
                        }
                    };
            case Rail.Answer.Declined(String reason) -> failed(working, known, backing, reason);
            case Rail.Answer.NeverHeard never ->
                    failed(working, known, backing, "the issuer was never reached");
            case Rail.Answer.NoAnswer none -> new Decision.Done<>(new Outcome.InDoubt(known));
        };
    }

    /** The payer could not pay; the payment waits for another try. The change stands. */
    private Decision<Outcome> failed(
            Working working, Payment known, Backing backing, String reason) {
        release(working, backing);
        State.Waiting.Failure failure = new State.Waiting.Failure(PaymentRefusal.DECLINED, reason);
        Payment waiting = known.in(new State.Waiting(Optional.of(failure)));
        working.update(PaymentTable.TABLE, waiting);
        rules.announce(working, Happening.FAILED, waiting, Optional.empty(), id);
        return new Decision.Done<>(
                new Outcome.Refused(PaymentRefusal.DECLINED, reason, Optional.of(waiting)));
    }

    private void release(Working working, Backing backing) {
        List<Step> steps = new ArrayList<>();
        backing.holds().forEach(hold -> steps.add(new Step.Release(hold)));
        post(working, steps);
    }

    private void post(Working working, List<Step> steps) {
        switch (rules.ledger().post(working, Entry.of(payment, payment, steps))) {
            case Posting.Posted posted -> {}
            case Posting.Refused(var why, int step) ->
                    throw new IllegalStateException(
                            "step %d of a held payment cannot be posted: %s".formatted(step, why));
        }
    }

    private void tellRail(Working working, Payment known, Backing backing, RailTask.Kind kind) {
        if (backing.payer() instanceof Payer.ByRail holder) {
            Money amount =
                    known.capture()
                            .map(capture -> Flow.of(known.terms(), backing).homeTaken(capture))
                            .orElse(backing.home(known.terms().amount()));
            working.insert(
                    RailTask.TABLE,
                    new RailTask(id, holder.attempt(), holder.rail(), kind, amount, working.now()));
        }
    }

    private Decision<Outcome> closed(Working working, Payment known, State.Closed.Reason reason) {
        Payment over = known.in(new State.Closed(reason, working.now()));
        working.update(PaymentTable.TABLE, over);
        return done(working, over, Happening.CLOSED);
    }

    private Decision<Outcome> done(Working working, Payment changed, Happening what) {
        rules.announce(working, what, changed, Optional.empty(), id);
        return new Decision.Done<>(new Outcome.Done(changed));
    }

    private static Decision<Outcome> refuse(PaymentRefusal why, String detail, Payment known) {
        return new Decision.Refused<>(Refusals.of(why, detail, Optional.of(known)));
    }
}
