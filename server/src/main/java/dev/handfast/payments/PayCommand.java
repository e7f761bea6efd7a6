package dev.handfast.payments;

import dev.handfast.engine.Command;
import dev.handfast.engine.Decision;
import dev.handfast.engine.Naming;
import dev.handfast.engine.Working;
import dev.handfast.ledger.AccountRef;
import dev.handfast.ledger.Entry;
import dev.handfast.ledger.Posting;
import dev.handfast.ledger.Step;
import dev.handfast.limits.Limits;
import dev.handfast.money.Money;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Pays a payment: finds who pays, checks that they may, agrees a price, moves or holds the money.
 *
 * @param rules what every command needs
 * @param request what is asked
 */
record PayCommand(Rules rules, PayRequest request) implements Command<Outcome> {
    /** How long held money waits to be captured. */
    static final Duration HOLD = Duration.ofDays(7);

    @Override
    public int lane() {
        return request.target().merchant().hashCode();
    }

    @Override
    public void name(Naming naming) {
        Target.name(naming, request.target(), request.id());
        PayerFinder finder = new PayerFinder(rules, request);
        finder.name(naming);
        Bargain.name(
                naming,
                request.quote(),
                working ->
                        finder.guess(working)
                                .flatMap(
                                        found ->
                                                Target.terms(working, request.target())
                                                        .map(
                                                                terms ->
                                                                        new Bargain.Parties(
                                                                                found.issuer(),
                                                                                found.currency(),
                                                                                Bargain.Ask.of(
                                                                                        terms)))));
        rules.limits().name(naming, working -> finder.guess(working).flatMap(finder::limited));
        rules.ledger().nameAccounts(naming, working -> accounts(working, finder));
    }

    @Override
    public Decision<Outcome> decide(Working working) {
        Decision<Outcome> decision = tried(working);
        return decision.result() instanceof Outcome.Refused refused
                ? refused(working, refused)
                : decision;
    }

    private Decision<Outcome> refused(Working working, Outcome.Refused refused) {
        return refused.why().isPayersSide()
                ? remember(working, refused)
                : asItWas(working, refused);
    }

    /** A refusal that leaves nothing behind shows the payment without what it was to change. */
    private static Decision<Outcome> asItWas(Working working, Outcome.Refused refused) {
        return new Decision.Refused<>(
                Refusals.of(
                        refused.why(),
                        refused.detail(),
                        refused.payment()
                                .flatMap(known -> working.find(PaymentTable.TABLE, known.id()))));
    }

    /** Pays, or leaves nothing behind, not even why it failed. */
    Decision<Outcome> tried(Working working) {
        return working.attempt(new Try(this));
    }

    /** The try to pay, which leaves nothing behind where it fails. */
    private record Try(PayCommand command) implements Command<Outcome> {
        @Override
        public void name(Naming naming) {
            command.name(naming);
        }

        @Override
        public Decision<Outcome> decide(Working working) {
            return command.pay(working);
        }
    }

    /**
     * Keeps the payment, and why it could not be paid, where the dialect has it so: another try may
     * follow.
     */
    private Decision<Outcome> remember(Working working, Outcome.Refused refused) {
        if (!(Target.find(working, request.target(), request.id())
                        instanceof Target.Found(Payment payment, boolean fresh))
                || payment.terms().channel() != Channel.MERCHANT_API) {
            return asItWas(working, refused);
        }
        State.Waiting.Failure failure = new State.Waiting.Failure(refused.why(), refused.detail());
        Payment waiting = payment.in(new State.Waiting(Optional.of(failure)));
        if (fresh) {
            working.insert(PaymentTable.TABLE, waiting);
        } else {
            working.update(PaymentTable.TABLE, waiting);
        }
        rules.announce(
                working, Announcer.Happening.FAILED, waiting, Optional.empty(), request.id());
        return new Decision.Done<>(
                new Outcome.Refused(refused.why(), refused.detail(), Optional.of(waiting)));
    }

    private Decision<Outcome> pay(Working working) {
        return switch (Target.find(working, request.target(), request.id())) {
            case Target.Found(Payment payment, boolean fresh) -> pay(working, payment, fresh);
            case Target.Refused(Outcome outcome) -> new Decision.Refused<>(outcome);
        };
    }

    private Decision<Outcome> pay(Working working, Payment payment, boolean fresh) {
        if (lapsed(payment, working.now())) {
            return refuse(
                    PaymentRefusal.PAYMENT_EXPIRED, Refusals.standing(payment), payment, fresh);
        }
        PayerFinder finder = new PayerFinder(rules, request);
        return switch (finder.find(working, payment)) {
            case PayerFinder.Result.Refused(PaymentRefusal why, String detail) ->
                    refuse(why, detail, payment, fresh);
            case PayerFinder.Result.Found(PayerFinder.Found found)
                    when request.instrument() instanceof Instrument.Frozen frozen ->
                    settle(working, payment, thawed(working, found, frozen), fresh);
            case PayerFinder.Result.Found(PayerFinder.Found found)
                    when request.instrument() instanceof Instrument.AtPartner(UUID offer) ->
                    settle(working, payment, promised(working, found, offer), fresh);
            case PayerFinder.Result.Found(PayerFinder.Found found) ->
                    back(working, payment, new Payers(found, finder.limited(found)), fresh);
        };
    }

    /** Whether the holder of a wallet comes too late for what was offered. */
    private boolean lapsed(Payment payment, Instant now) {
        return request.instrument() instanceof Instrument.Wallet
                && payment.offer().filter(offer -> !offer.standsAt(now)).isPresent();
    }

    /** Who pays, and whose limits count. */
    private record Payers(PayerFinder.Found found, Optional<Limits.Subject> limited) {}

    private Decision<Outcome> back(Working working, Payment payment, Payers payers, boolean fresh) {
        PayerFinder.Found found = payers.found();
        Bargain.Side side =
                new Bargain.Side(found.payer(), found.issuer(), found.currency(), request.quote());
        return switch (Bargain.strike(working, side, Bargain.Ask.of(payment.terms()))) {
            case Bargain.Struck(Backing backing) ->
                    within(working, payment, new Paying(backing, found, payers.limited()), fresh);
            case Bargain.Refused(PaymentRefusal why, String detail) ->
                    refuse(why, detail, payment, fresh);
        };
    }

    /** Who pays on which terms. */
    private record Paying(
            Backing backing, PayerFinder.Found found, Optional<Limits.Subject> limited) {}

    /** Goes on if the payer's limits allow it. */
    private Decision<Outcome> within(
            Working working, Payment payment, Paying paying, boolean fresh) {
        Money home = paying.backing().home(payment.terms().amount());
        Optional<Limits.Check> check =
                paying.limited().map(subject -> rules.limits().check(working, subject, home));
        return check.isPresent() && check.get() instanceof Limits.Check.Exceeded exceeded
                ? refuse(Refusals.of(exceeded), exceeded.detail(), payment, fresh)
                : settle(working, payment, paying, fresh);
    }

    /** Who pays out of a freeze, on the terms of the day on which it was agreed to. */
    private static Paying thawed(
            Working working, PayerFinder.Found found, Instrument.Frozen frozen) {
        Freeze.Holding holding = working.get(Freeze.TABLE, frozen.freeze()).holding().orElseThrow();
        Backing backing =
                new Backing(
                        found.payer(),
                        found.issuer(),
                        Optional.empty(),
                        holding.merchantFee(),
                        holding.issuingShare(),
                        List.of());
        return new Paying(backing, found, Optional.empty());
    }

    /**
     * Who has paid at a partner's gateway, on the terms of the moment when it was offered there.
     */
    private static Paying promised(Working working, PayerFinder.Found found, UUID offer) {
        Backing backing = working.get(PartnerOffer.TABLE, offer).backing();
        return new Paying(backing, found, Optional.empty());
    }

    /** Lets go of what is paid out of a freeze, and of the rest where that is wanted. */
    private void thaw(Working working, Payment payment) {
        if (!(request.instrument()
                instanceof Instrument.Frozen(UUID id, Instrument.Frozen.Rest rest))) {
            return;
        }
        Freeze freeze = working.get(Freeze.TABLE, id);
        Money amount = payment.terms().amount();
        Money less =
                switch (rest) {
                    case KEPT -> amount;
                    case UNFROZEN -> freeze.rest();
                };
        Freeze after =
                UnfreezeCommand.shrink(
                        rules, working, freeze, new UnfreezeCommand.Shrinking(less, amount));
        working.insert(
                FreezeOperation.TABLE,
                new FreezeOperation(
                        payment.id(),
                        id,
                        FreezeOperation.Kind.PAY,
                        amount,
                        payment.terms().reference(),
                        working.now()));
        if (less.isMoreThan(amount)) {
            FreezeOperation unfrozen =
                    new FreezeOperation(
                            SplitCommand.numbered(payment.id(), 0),
                            id,
                            FreezeOperation.Kind.UNFREEZE,
                            less.minus(amount),
                            Optional.empty(),
                            working.now());
            working.insert(FreezeOperation.TABLE, unfrozen);
            rules.announce(
                    working,
                    new FreezeAnnouncer.News(
                            FreezeAnnouncer.Happening.UNFROZEN,
                            after,
                            unfrozen,
                            after.order().details(),
                            unfrozen.id(),
                            working.now()));
        }
    }

    private Decision<Outcome> settle(
            Working working, Payment payment, Paying paying, boolean fresh) {
        thaw(working, payment);
        Flow flow = Flow.of(payment.terms(), paying.backing());
        boolean atOnce =
                paying.found().asked().isEmpty()
                        && payment.terms().capture() == Terms.CaptureMode.AUTOMATIC;
        Instant holdEnd = working.now().plus(HOLD);
        Capture capture = Captures.of(payment.terms().amount(), paying.backing(), working.now());
        List<Step> steps = atOnce ? flow.payAndSettle(capture) : flow.hold(holdEnd);
        return switch (rules.ledger().post(working, Entry.of(payment.id(), payment.id(), steps))) {
            case Posting.Refused(var why, int step) ->
                    refuse(
                            Refusals.of(why),
                            "the wallet does not hold "
                                    + paying.backing().home(payment.terms().amount()).format(),
                            payment,
                            fresh);
            case Posting.Posted(List<Long> transfers) -> {
                Backing held = paying.backing().holding(atOnce ? List.of() : transfers);
                State next =
                        atOnce ? new State.Captured(held, capture) : next(working, held, paying);
                Payment paid = payment.in(next);
                if (fresh) {
                    working.insert(PaymentTable.TABLE, paid);
                } else {
                    working.update(PaymentTable.TABLE, paid);
                }
                paying.found().use().accept(working, payment.id());
                count(working, payment, paying);
                if (paying.found().asked().isEmpty() && Keeping.isFresh(request.instrument())) {
                    Keeping.keep(rules, working, paid, request.id());
                }
                if (atOnce) {
                    rules.keep(working, paid);
                }
                yield done(working, paid, paying);
            }
        };
    }

    private void count(Working working, Payment payment, Paying paying) {
        Money home = paying.backing().home(payment.terms().amount());
        paying.limited()
                .ifPresent(subject -> rules.limits().count(working, subject, home, payment.id()));
    }

    private static State next(Working working, Backing held, Paying paying) {
        return paying.found().asked().isPresent()
                ? new State.Unknown(held, working.now())
                : new State.Authorised(held, working.now().plus(HOLD));
    }

    private Decision<Outcome> done(Working working, Payment paid, Paying paying) {
        Announcer.Happening what =
                switch (paid.state()) {
                    case State.Unknown unknown -> Announcer.Happening.IN_PROGRESS;
                    case State.Authorised authorised -> Announcer.Happening.AUTHORISED;
                    case State.Captured captured -> Announcer.Happening.CAPTURED;
                    case State.Waiting waiting -> throw new IllegalStateException("nobody paid");
                    case State.Closed closed -> throw new IllegalStateException("nobody paid");
                };
        rules.announce(working, what, paid, Optional.empty(), request.id());
        return new Decision.Done<>(
                paying.found()
                        .asked()
                        .<Outcome>map(
                                ask ->
                                        new Outcome.AskRail(
                                                paid,
                                                new RailOrder(
                                                        request.id(),
                                                        ask.apply(paid),
                                                        paying.backing()
                                                                .home(paid.terms().amount()),
                                                        paid.terms().capture())))
                        .orElseGet(() -> new Outcome.Done(paid)));
    }

    private static Decision<Outcome> refuse(
            PaymentRefusal why, String detail, Payment payment, boolean fresh) {
        Optional<Payment> existing = fresh ? Optional.empty() : Optional.of(payment);
        return new Decision.Refused<>(new Outcome.Refused(why, detail, existing));
    }

    private List<AccountRef> accounts(Working working, PayerFinder finder) {
        Optional<PayerFinder.Found> found = finder.guess(working);
        Optional<Terms> terms = Target.terms(working, request.target());
        if (found.isEmpty() || terms.isEmpty()) {
            return List.of();
        }
        return Flow.accounts(
                terms.get(), found.get().issuer(), found.get().payer(), found.get().currency());
    }
}
