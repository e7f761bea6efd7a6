package dev.handfast.payments;

import dev.handfast.engine.Command;
import dev.handfast.engine.Decision;
import dev.handfast.engine.Naming;
import dev.handfast.engine.Working;
import dev.handfast.ledger.Entry;
import dev.handfast.ledger.Posting;
import dev.handfast.ledger.Step;
import dev.handfast.money.Money;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Gives captured money back, wholly or in part.
 *
 * @param rules what every command needs
 * @param request what is asked
 */
record RefundCommand(Rules rules, RefundRequest request) implements Command<Outcome> {
    @Override
    public int lane() {
        return request.merchant().hashCode();
    }

    @Override
    public void name(Naming naming) {
        naming.row(PaymentTable.TABLE, request.payment());
        claim().ifPresent(claim -> naming.row(Claim.TABLE, claim));
        naming.rows(
                Refund.TABLE,
                working ->
                        claim().flatMap(claim -> working.find(Claim.TABLE, claim))
                                .map(Claim::subject)
                                .map(List::of)
                                .orElse(List.of()));
        sources().name(naming);
        naming.row(Contest.TABLE, request.payment());
        if (!wanted().isEmpty()) {
            naming.row(Commission.TABLE, request.payment());
        }
        rules.nameAccounts(naming, request.payment());
    }

    @Override
    public Decision<Outcome> decide(Working working) {
        Optional<Payment> found =
                working.find(PaymentTable.TABLE, request.payment())
                        .filter(known -> known.terms().merchant().equals(request.merchant()));
        if (found.isEmpty()) {
            return refuse(PaymentRefusal.PAYMENT_NOT_FOUND, "no such payment", Optional.empty());
        }
        Optional<Claim> before = claim().flatMap(claim -> working.find(Claim.TABLE, claim));
        if (before.isPresent()) {
            return again(found.get(), working.get(Refund.TABLE, before.get().subject()));
        }
        if (!(found.get().state() instanceof State.Captured(Backing backing, Capture capture))) {
            return refuse(PaymentRefusal.NOT_CAPTURED, Refusals.standing(found.get()), found);
        }
        Optional<Contest> contest = working.find(Contest.TABLE, request.payment());
        if (contest.filter(known -> known.state() == Contest.State.OPEN).isPresent()) {
            return refuse(
                    PaymentRefusal.PAYMENT_DISPUTED,
                    "%s of it is disputed".formatted(contest.get().amount().format()),
                    found);
        }
        Capture left = contest.map(known -> capture.refundedBy(known.lost())).orElse(capture);
        Money amount = request.amount().orElse(left.refundable());
        if (!amount.currency().equals(left.amount().currency())) {
            return refuse(
                    PaymentRefusal.CURRENCY_DIFFERS, Refusals.currency(found.get(), amount), found);
        }
        if (!amount.isPositive() || amount.isMoreThan(left.refundable())) {
            return refuse(
                    PaymentRefusal.REFUND_EXCEEDS_CAPTURE,
                    "%s is left of the capture of %s, %s was asked for"
                            .formatted(
                                    left.refundable().format(),
                                    left.amount().format(),
                                    amount.format()),
                    found);
        }
        if (!wanted().stream().allMatch(part -> has(working, part))) {
            return refuse(
                    PaymentRefusal.SHARE_MISSING,
                    "no platform got a fee of it or passed it on, %s was to go back"
                            .formatted(wanted()),
                    found);
        }
        Optional<RefundSources.Lack> lack = sources().lack(working, left, amount);
        if (lack.isPresent()) {
            return refuse(lack.get().why(), lack.get().detail(), found);
        }
        return give(working, found.get(), new Taken(backing, capture, left), amount);
    }

    /**
     * What was captured.
     *
     * @param left the same, with what a lost dispute took counted as gone
     */
    private record Taken(Backing backing, Capture capture, Capture left) {}

    private Decision<Outcome> again(Payment payment, Refund refund) {
        if (request.amount().isPresent() && !request.amount().get().equals(refund.amount())) {
            return refuse(
                    PaymentRefusal.REFUND_REFERENCE_REUSED,
                    "this reference names a refund of %s".formatted(refund.amount().format()),
                    Optional.of(payment));
        }
        return new Decision.Done<>(new Outcome.AlreadyRefunded(payment, refund));
    }

    private Decision<Outcome> give(Working working, Payment payment, Taken captured, Money amount) {
        Flow flow = Flow.of(payment.terms(), captured.backing());
        sources().gather(working, flow, captured.left(), amount);
        Refund refund =
                new Refund(
                        request.id(),
                        payment.id(),
                        request.merchant(),
                        amount,
                        flow.homeOf(captured.left(), amount),
                        request.reference(),
                        request.details(),
                        working.now());
        Optional<CommissionReturn> part = returned(working, captured.left(), refund);
        List<Step> steps = new ArrayList<>(flow.refund(captured.left(), amount));
        part.ifPresent(row -> steps.addAll(flow.restore(row.amounts())));
        Entry entry = Entry.of(payment.id(), refund.id(), steps);
        switch (rules.ledger().post(working, entry)) {
            case Posting.Posted posted -> {}
            case Posting.Refused(var why, int step) -> {
                return refuse(
                        Refusals.of(why),
                        "step %d of the refund cannot be posted".formatted(step),
                        Optional.of(payment));
            }
        }
        Payment after =
                payment.in(
                        new State.Captured(
                                captured.backing(), captured.capture().refundedBy(amount)));
        working.update(PaymentTable.TABLE, after);
        working.insert(Refund.TABLE, refund);
        claim().ifPresent(
                        claim ->
                                working.insert(
                                        Claim.TABLE,
                                        new Claim(
                                                claim,
                                                Claim.Kind.REFUND_REFERENCE,
                                                refund.id(),
                                                working.now())));
        if (captured.backing().payer() instanceof Payer.ByRail holder
                && refund.home().isPositive()) {
            working.insert(
                    RailTask.TABLE,
                    new RailTask(
                            refund.id(),
                            holder.attempt(),
                            holder.rail(),
                            RailTask.Kind.REFUND,
                            refund.home(),
                            working.now()));
        }
        rules.announce(
                working,
                new Announcer.News(
                        Announcer.Happening.REFUNDED,
                        after,
                        Optional.of(refund),
                        part.map(row -> restored(working, row)),
                        request.id(),
                        working.now()));
        return new Decision.Done<>(new Outcome.Refunded(after, refund));
    }

    private Set<Commission.Part> wanted() {
        return request.sources().commission();
    }

    private boolean has(Working working, Commission.Part part) {
        return working.find(Commission.TABLE, request.payment())
                .filter(known -> known.has(part))
                .isPresent();
    }

    /** What of a platform's commission goes back with a refund, where anything does. */
    private Optional<CommissionReturn> returned(Working working, Capture left, Refund refund) {
        if (wanted().isEmpty()) {
            return Optional.empty();
        }
        Commission known = working.get(Commission.TABLE, request.payment());
        Brokerage.Shares back = known.dueWith(wanted(), left, refund.amount());
        if (back.fee().isZero() && back.passed().isZero()) {
            return Optional.empty();
        }
        return Optional.of(
                new CommissionReturn(
                        refund.id(),
                        refund.payment(),
                        known.platform(),
                        back,
                        new CommissionReturn.With(
                                Optional.of(refund.id()), left.refunded(), known.feeLeft()),
                        "{}",
                        working.now()));
    }

    /** Notes that it has gone back. */
    private Announcer.News.Returned restored(Working working, CommissionReturn part) {
        Commission after = working.get(Commission.TABLE, part.payment()).returning(part.amounts());
        working.update(Commission.TABLE, after);
        working.insert(CommissionReturn.TABLE, part);
        return new Announcer.News.Returned(after, part);
    }

    private RefundSources sources() {
        return new RefundSources(rules, request);
    }

    private Optional<UUID> claim() {
        return request.reference()
                .map(
                        text ->
                                Claim.idOf(
                                        Claim.Kind.REFUND_REFERENCE,
                                        request.payment().toString(),
                                        text));
    }

    private static Decision<Outcome> refuse(
            PaymentRefusal why, String detail, Optional<Payment> payment) {
        return new Decision.Refused<>(Refusals.of(why, detail, payment));
    }
}
