package dev.handfast.payments;

import dev.handfast.engine.Command;
import dev.handfast.engine.Decision;
import dev.handfast.engine.Naming;
import dev.handfast.engine.Working;
import dev.handfast.ledger.Entry;
import dev.handfast.ledger.Step;
import dev.handfast.money.Money;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Settles what lies in escrow, because the merchant says so.
 *
 * @param rules what every command needs
 * @param request what is asked
 */
record SettleCommand(Rules rules, SettleRequest request) implements Command<Moved<Settlement>> {
    @Override
    public int lane() {
        return request.merchant().hashCode();
    }

    @Override
    public void name(Naming naming) {
        naming.row(PaymentTable.TABLE, request.payment());
        naming.row(Claim.TABLE, claim());
        naming.row(Proceeds.TABLE, request.payment());
        naming.rows(
                Settlement.TABLE,
                working ->
                        working.find(Claim.TABLE, claim()).map(Claim::subject).stream().toList());
        rules.nameAccounts(naming, request.payment());
    }

    @Override
    public Decision<Moved<Settlement>> decide(Working working) {
        Optional<Payment> found =
                working.find(PaymentTable.TABLE, request.payment())
                        .filter(known -> known.terms().merchant().equals(request.merchant()));
        if (found.isEmpty()) {
            return refuse(MoveRefusal.TRADE_NOT_FOUND, "no such payment");
        }
        Optional<Claim> before = working.find(Claim.TABLE, claim());
        if (before.isPresent()) {
            return again(working.get(Settlement.TABLE, before.get().subject()));
        }
        if (!(found.get().state() instanceof State.Captured(Backing backing, Capture capture))) {
            return refuse(MoveRefusal.NOTHING_CAPTURED, Refusals.standing(found.get()));
        }
        Optional<Proceeds> proceeds = working.find(Proceeds.TABLE, request.payment());
        if (proceeds.isEmpty() || proceeds.get().dueAt().isEmpty()) {
            return refuse(MoveRefusal.NOT_IN_ESCROW, "the payment was made without escrow");
        }
        Money unsettled = proceeds.get().unsettled();
        if (unsettled.isZero()) {
            return capture.refundable().isZero()
                    ? refuse(MoveRefusal.ALL_REFUNDED, "all of it has gone back to the payer")
                    : refuse(MoveRefusal.ALREADY_SETTLED, "all of it is settled");
        }
        Optional<String> wrong = wrong(capture, unsettled);
        if (wrong.isPresent()) {
            return refuse(MoveRefusal.SETTLEMENT_AMOUNT_WRONG, wrong.get());
        }
        Settlement settlement =
                proceeds.get()
                        .leaving(
                                request.id(),
                                request.then().kind(),
                                request.part().orElse(unsettled),
                                Optional.of(request.reference()),
                                working.now());
        working.insert(
                Claim.TABLE,
                new Claim(
                        claim(), Claim.Kind.SETTLEMENT_REFERENCE, settlement.id(), working.now()));
        settle(rules, working, Flow.of(found.get().terms(), backing), settlement);
        return new Decision.Done<>(new Moved.Done<>(settlement));
    }

    /** What is wrong with the amounts, if anything is. */
    private Optional<String> wrong(Capture capture, Money unsettled) {
        if (request.part().isPresent()) {
            Money part = request.part().get();
            boolean good =
                    part.currency().equals(unsettled.currency())
                            && part.isPositive()
                            && !part.isMoreThan(unsettled);
            return good
                    ? Optional.empty()
                    : Optional.of(
                            "%s is not settled yet, %s was asked for"
                                    .formatted(unsettled.format(), part.format()));
        }
        Money left = capture.refundable();
        return request.total()
                .filter(total -> !total.equals(left))
                .map(
                        total ->
                                "%s is left of the payment, %s was named"
                                        .formatted(left.format(), total.format()));
    }

    private Decision<Moved<Settlement>> again(Settlement known) {
        if (!known.payment().equals(request.payment())) {
            return refuse(MoveRefusal.NUMBER_TAKEN, "this number names another payment's");
        }
        boolean same =
                known.kind() == request.then().kind()
                        && request.part().map(known.amount()::equals).orElse(true);
        return same
                ? new Decision.Done<>(new Moved.Again<>(known))
                : refuse(
                        MoveRefusal.NUMBER_REUSED,
                        "this number names a settlement of " + known.amount().format());
    }

    /** Lets a part leave escrow, for whatever reason, and writes it down. */
    static void settle(Rules rules, Working working, Flow flow, Settlement settlement) {
        Proceeds before = working.get(Proceeds.TABLE, settlement.payment());
        Proceeds after = before.less(settlement.amount());
        List<Step> steps = new ArrayList<>(flow.release(settlement.released()));
        if (settlement.kind() == Settlement.Kind.FROZEN) {
            steps.addAll(flow.freeze(settlement.released()));
            after = after.freezing(settlement.released());
        }
        working.update(Proceeds.TABLE, after);
        working.insert(Settlement.TABLE, settlement);
        if (!steps.isEmpty()) {
            rules.post(working, Entry.of(settlement.payment(), settlement.id(), steps));
        }
    }

    private UUID claim() {
        return claim(request.merchant(), request.reference());
    }

    /** The claim of a merchant's own number for a settlement. */
    static UUID claim(UUID merchant, String reference) {
        return Claim.idOf(Claim.Kind.SETTLEMENT_REFERENCE, merchant.toString(), reference);
    }

    private static Decision<Moved<Settlement>> refuse(MoveRefusal why, String detail) {
        return new Decision.Refused<>(new Moved.Refused<>(why, detail));
    }
}
