package dev.handfast.payments;

import dev.handfast.engine.Naming;
import dev.handfast.engine.Working;
import dev.handfast.ledger.AccountRef;
import dev.handfast.ledger.Entry;
import dev.handfast.ledger.Ledger;
import dev.handfast.ledger.Posting;
import dev.handfast.ledger.Step;
import dev.handfast.money.Money;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Moves the money of disputed payments, inside the commands of those who decide about disputes.
 *
 * @param ledger the books
 */
public record Contests(Ledger ledger) {
    /** What is to be disputed. */
    public record Opening(UUID payment, UUID dispute, Optional<Money> amount, Money fee) {}

    /** Whether a dispute could be opened. */
    public sealed interface Opened {
        /** It is; the money is kept. */
        record Kept(Contest contest) implements Opened {}

        /** It is not. */
        record Refused(PaymentRefusal why, String detail) implements Opened {}
    }

    /** Names the rows that a dispute of a payment touches. */
    public void name(Naming naming, UUID payment) {
        naming.row(PaymentTable.TABLE, payment);
        naming.row(Contest.TABLE, payment);
        naming.row(Proceeds.TABLE, payment);
        ledger.nameAccounts(naming, working -> accounts(working, payment));
    }

    private static List<AccountRef> accounts(Working working, UUID payment) {
        List<AccountRef> all = new ArrayList<>();
        working.find(PaymentTable.TABLE, payment)
                .filter(known -> known.backing().isPresent())
                .map(known -> Flow.of(known.terms(), known.backing().orElseThrow()))
                .ifPresent(
                        flow -> {
                            all.addAll(flow.accounts());
                            all.addAll(flow.contestAccounts());
                        });
        return all;
    }

    /** The payment as the batch sees it. */
    public Optional<Payment> payment(Working working, UUID payment) {
        return working.find(PaymentTable.TABLE, payment);
    }

    /** Keeps the merchant's money; all that is left of the capture, where no amount is given. */
    public Opened open(Working working, Opening opening) {
        Optional<Payment> found = payment(working, opening.payment());
        if (found.isEmpty()) {
            return new Opened.Refused(PaymentRefusal.PAYMENT_NOT_FOUND, "no such payment");
        }
        Payment payment = found.get();
        if (!(payment.state() instanceof State.Captured(Backing backing, Capture capture))) {
            return new Opened.Refused(PaymentRefusal.NOT_CAPTURED, Refusals.standing(payment));
        }
        if (working.find(Contest.TABLE, payment.id()).isPresent()) {
            return new Opened.Refused(
                    PaymentRefusal.PAYMENT_DISPUTED, "it has been disputed before");
        }
        Money amount = opening.amount().orElse(capture.refundable());
        if (!amount.isPositive() || amount.isMoreThan(capture.refundable())) {
            return new Opened.Refused(
                    PaymentRefusal.DISPUTE_EXCEEDS_CAPTURE,
                    "%s is left of the capture, %s was asked for"
                            .formatted(capture.refundable().format(), amount.format()));
        }
        Contest contest =
                new Contest(
                        payment.id(),
                        opening.dispute(),
                        amount,
                        opening.fee(),
                        capture.refunded(),
                        Contest.State.OPEN);
        working.insert(Contest.TABLE, contest);
        Flow flow = Flow.of(payment.terms(), backing);
        List<Step> steps = new ArrayList<>(outOfCustody(working, flow, contest));
        steps.addAll(flow.contest(amount, contest.fee()));
        post(working, contest, steps);
        return new Opened.Kept(contest);
    }

    /**
     * Makes payable what is disputed, as far as it is in escrow or frozen: it is drawn on first,
     * and whoever wins gets it, so that it never goes back into custody.
     */
    private static List<Step> outOfCustody(Working working, Flow flow, Contest contest) {
        Optional<Proceeds> known = working.find(Proceeds.TABLE, contest.payment());
        if (known.isEmpty()) {
            return List.of();
        }
        List<Step> steps = new ArrayList<>();
        Proceeds after = known.get();
        Money needed = contest.amount();
        if (after.unsettled().isPositive()) {
            Settlement settlement =
                    after.leaving(
                            contest.dispute(),
                            Settlement.Kind.DISPUTED,
                            least(needed, after.unsettled()),
                            Optional.empty(),
                            working.now());
            working.insert(Settlement.TABLE, settlement);
            steps.addAll(flow.release(settlement.released()));
            after = after.less(settlement.amount());
            needed = needed.minus(settlement.released());
        }
        Money unfrozen = least(needed, after.frozen());
        if (unfrozen.isPositive()) {
            steps.addAll(flow.unfreeze(unfrozen));
            after = after.freezing(unfrozen.negated());
        }
        working.update(Proceeds.TABLE, after);
        return steps;
    }

    private static Money least(Money one, Money other) {
        return one.isMoreThan(other) ? other : one;
    }

    /** Decides an open dispute. */
    public void decide(Working working, UUID payment, Contest.State verdict) {
        Contest contest = working.get(Contest.TABLE, payment);
        if (contest.state() != Contest.State.OPEN
                || !(working.get(PaymentTable.TABLE, payment).state()
                        instanceof State.Captured(Backing backing, Capture capture))) {
            throw new IllegalStateException("nothing is open about payment " + payment);
        }
        Flow flow = Flow.of(working.get(PaymentTable.TABLE, payment).terms(), backing);
        List<Step> steps =
                switch (verdict) {
                    case OPEN -> throw new IllegalArgumentException("open is no verdict");
                    case WON -> flow.contestWon(contest.amount());
                    case LOST -> flow.contestLost(capture, contest);
                };
        working.update(Contest.TABLE, contest.in(verdict));
        post(working, contest, steps);
    }

    private void post(Working working, Contest contest, List<Step> steps) {
        Entry entry = Entry.of(contest.payment(), contest.dispute(), steps);
        switch (ledger.post(working, entry)) {
            case Posting.Posted posted -> {}
            case Posting.Refused(var why, int step) ->
                    throw new IllegalStateException(
                            "step %d of a dispute cannot be posted: %s".formatted(step, why));
        }
    }
}
