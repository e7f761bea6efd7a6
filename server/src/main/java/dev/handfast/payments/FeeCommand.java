package dev.handfast.payments;

import dev.handfast.engine.Command;
import dev.handfast.engine.Decision;
import dev.handfast.engine.Naming;
import dev.handfast.engine.Working;
import dev.handfast.ledger.Entry;
import dev.handfast.money.Money;

import java.util.Optional;

/**
 * Gives a platform's fee back, or notes something with what went back.
 *
 * @param rules what every command needs
 * @param request what is asked
 */
record FeeCommand(Rules rules, FeeRequest request) implements Command<FeeOutcome> {
    @Override
    public int lane() {
        return request.platform().hashCode();
    }

    @Override
    public void name(Naming naming) {
        naming.row(PaymentTable.TABLE, request.payment());
        naming.row(Commission.TABLE, request.payment());
        naming.row(CommissionReturn.TABLE, request.id());
        rules.nameAccounts(naming, request.payment());
    }

    @Override
    public Decision<FeeOutcome> decide(Working working) {
        Optional<Commission> found =
                working.find(Commission.TABLE, request.payment())
                        .filter(known -> known.platform().equals(request.platform()))
                        .filter(known -> known.has(Commission.Part.FEE));
        if (found.isEmpty()) {
            return refuse(FeeRefusal.FEE_NOT_FOUND, "no such fee");
        }
        return switch (request) {
            case FeeRequest.GiveBack wanted -> giveBack(working, found.get(), wanted);
            case FeeRequest.Note note -> note(working, found.get(), note);
        };
    }

    private Decision<FeeOutcome> giveBack(
            Working working, Commission known, FeeRequest.GiveBack wanted) {
        Money left = known.feeLeft();
        Money amount = wanted.amount().orElse(left);
        if (!amount.currency().equals(left.currency())) {
            return refuse(
                    FeeRefusal.FEE_CURRENCY_DIFFERS,
                    "the fee is in %s, %s was asked for"
                            .formatted(left.currency().code(), amount.format()));
        }
        if (!amount.isPositive() || amount.isMoreThan(left)) {
            return refuse(
                    FeeRefusal.FEE_REFUND_EXCEEDS_FEE,
                    "%s is left of the fee of %s, %s was asked for"
                            .formatted(
                                    left.format(), known.moved().fee().format(), amount.format()));
        }
        Payment payment = working.get(PaymentTable.TABLE, known.payment());
        Money none = Money.zero(amount.currency());
        CommissionReturn part =
                new CommissionReturn(
                        wanted.id(),
                        known.payment(),
                        known.platform(),
                        new Brokerage.Shares(none, amount),
                        new CommissionReturn.With(
                                Optional.empty(), payment.capture().orElseThrow().refunded(), left),
                        wanted.details(),
                        working.now());
        Commission after = known.returning(part.amounts());
        working.update(Commission.TABLE, after);
        working.insert(CommissionReturn.TABLE, part);
        Flow flow = Flow.of(payment.terms(), payment.backing().orElseThrow());
        rules.post(working, Entry.of(payment.id(), part.id(), flow.restore(part.amounts())));
        Announcer.News.Returned returned = new Announcer.News.Returned(after, part);
        rules.announce(
                working,
                new Announcer.News(
                        Announcer.Happening.FEE_RETURNED,
                        payment,
                        Optional.empty(),
                        Optional.of(returned),
                        part.id(),
                        working.now()));
        return new Decision.Done<>(new FeeOutcome.Done(after, part));
    }

    private Decision<FeeOutcome> note(Working working, Commission known, FeeRequest.Note note) {
        Optional<CommissionReturn> found =
                working.find(CommissionReturn.TABLE, note.id())
                        .filter(part -> part.payment().equals(known.payment()))
                        .filter(part -> part.amounts().fee().isPositive());
        if (found.isEmpty()) {
            return refuse(FeeRefusal.FEE_REFUND_NOT_FOUND, "no such refund of this fee");
        }
        CommissionReturn noted = found.get().noting(note.details().apply(found.get().details()));
        working.update(CommissionReturn.TABLE, noted);
        return new Decision.Done<>(new FeeOutcome.Done(known, noted));
    }

    private static Decision<FeeOutcome> refuse(FeeRefusal why, String detail) {
        return new Decision.Refused<>(new FeeOutcome.Refused(why, detail));
    }
}
