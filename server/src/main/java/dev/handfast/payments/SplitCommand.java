package dev.handfast.payments;

import dev.handfast.engine.Command;
import dev.handfast.engine.Decision;
import dev.handfast.engine.Ids;
import dev.handfast.engine.Naming;
import dev.handfast.engine.Working;
import dev.handfast.ledger.Account;
import dev.handfast.ledger.AccountRef;
import dev.handfast.ledger.Entry;
import dev.handfast.ledger.Purpose;
import dev.handfast.ledger.Step;
import dev.handfast.money.Money;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Splits a merchant's share of a payment: what is frozen for it first, then what is payable.
 *
 * @param rules what every command needs
 * @param request what is asked
 */
record SplitCommand(Rules rules, SplitRequest request) implements Command<Moved<SplitOrder>> {
    @Override
    public int lane() {
        return request.merchant().hashCode();
    }

    @Override
    public void name(Naming naming) {
        naming.row(PaymentTable.TABLE, request.payment());
        naming.row(Claim.TABLE, claim());
        naming.row(Proceeds.TABLE, request.payment());
        request.parts().forEach(part -> naming.row(Relation.TABLE, relation(part)));
        naming.rows(
                SplitOrder.TABLE,
                working ->
                        working.find(Claim.TABLE, claim()).map(Claim::subject).stream().toList());
        naming.rows(
                Portion.TABLE,
                working ->
                        receivers(working).stream()
                                .map(receiver -> Portion.idOf(request.payment(), receiver))
                                .toList());
        rules.nameAccounts(naming, request.payment());
        rules.ledger()
                .nameAccounts(
                        naming,
                        working ->
                                working.find(PaymentTable.TABLE, request.payment())
                                        .map(known -> accounts(working, known))
                                        .orElse(List.of()));
    }

    private List<Receiver> receivers(Working working) {
        return request.parts().stream()
                .map(part -> working.find(Relation.TABLE, relation(part)))
                .flatMap(Optional::stream)
                .map(Relation::receiver)
                .toList();
    }

    private List<AccountRef> accounts(Working working, Payment payment) {
        AccountRef merchant = Flow.merchant(payment.terms());
        List<AccountRef> all = new ArrayList<>();
        receivers(working).forEach(receiver -> all.addAll(receiver.accounts(merchant)));
        return all;
    }

    @Override
    public Decision<Moved<SplitOrder>> decide(Working working) {
        Optional<Payment> found =
                working.find(PaymentTable.TABLE, request.payment())
                        .filter(known -> known.terms().merchant().equals(request.merchant()));
        if (found.isEmpty()) {
            return refuse(MoveRefusal.TRADE_NOT_FOUND, "no such payment");
        }
        Optional<Claim> before = working.find(Claim.TABLE, claim());
        if (before.isPresent()) {
            return again(working.get(SplitOrder.TABLE, before.get().subject()));
        }
        if (!(found.get().state() instanceof State.Captured(Backing backing, Capture capture))) {
            return refuse(MoveRefusal.NOTHING_CAPTURED, Refusals.standing(found.get()));
        }
        if (capture.refundable().isZero()) {
            return refuse(MoveRefusal.ALL_REFUNDED, "all of it has gone back to the payer");
        }
        for (SplitRequest.Part part : request.parts()) {
            Optional<Relation> relation =
                    working.find(Relation.TABLE, relation(part))
                            .filter(known -> known.state() == Relation.State.BOUND);
            if (relation.isEmpty()) {
                return refuse(
                        MoveRefusal.RECEIVER_NOT_BOUND,
                        "receivers are bound before, got " + part.account());
            }
            if (relation.get().receiver().id().equals(request.merchant())) {
                return refuse(
                        MoveRefusal.RECEIVER_IS_MERCHANT,
                        "a receiver is somebody else than the merchant, got " + part.account());
            }
        }
        return split(working, found.get(), Flow.of(found.get().terms(), backing), capture);
    }

    private Decision<Moved<SplitOrder>> again(SplitOrder known) {
        if (!known.payment().equals(request.payment())) {
            return refuse(MoveRefusal.NUMBER_TAKEN, "this number names another payment's splits");
        }
        return known.content().equals(content())
                ? new Decision.Done<>(new Moved.Again<>(known))
                : refuse(MoveRefusal.NUMBER_REUSED, "this number names another order of splits");
    }

    private Decision<Moved<SplitOrder>> split(
            Working working, Payment payment, Flow flow, Capture capture) {
        Proceeds before = working.find(Proceeds.TABLE, payment.id()).orElse(Proceeds.none(payment));
        Money total = Money.zero(capture.amount().currency());
        for (SplitRequest.Part part : request.parts()) {
            if (!part.amount().isPositive() || !part.amount().currency().equals(total.currency())) {
                return refuse(
                        MoveRefusal.SPLIT_EXCEEDS_SHARE,
                        "a part is more than nothing, in %s, got %s"
                                .formatted(total.currency(), part.amount().format()));
            }
            total = total.plus(part.amount());
        }
        Money share = Flow.share(capture).minus(before.split());
        if (total.isMoreThan(share.minus(before.escrow()))) {
            return total.isMoreThan(share)
                    ? refuse(
                            MoveRefusal.SPLIT_EXCEEDS_SHARE,
                            "%s is left of the merchant's share, %s was asked for"
                                    .formatted(share.format(), total.format()))
                    : refuse(
                            MoveRefusal.SPLIT_BEFORE_SETTLEMENT,
                            before.escrow().format() + " of the merchant's share is in escrow");
        }
        Money fromFrozen = total.isMoreThan(before.frozen()) ? before.frozen() : total;
        Money left = before.frozen().minus(fromFrozen);
        Optional<Money> unfrozen = unfrozen(left);
        if (unfrozen.isEmpty()) {
            return refuse(
                    MoveRefusal.UNFREEZE_EXCEEDS_FROZEN, left.format() + " is frozen after it");
        }
        Money fromPayable = total.minus(fromFrozen);
        if (fromPayable.isPositive() && fromPayable.isMoreThan(available(working, flow))) {
            return refuse(
                    MoveRefusal.MERCHANT_BALANCE_NOT_ENOUGH,
                    "%s is asked of the merchant's balance, which is %s"
                            .formatted(fromPayable.format(), available(working, flow).format()));
        }
        Proceeds after =
                before.freezing(fromFrozen.plus(unfrozen.get()).negated()).splitting(total);
        if (working.find(Proceeds.TABLE, payment.id()).isPresent()) {
            working.update(Proceeds.TABLE, after);
        } else {
            working.insert(Proceeds.TABLE, after);
        }
        List<Step> steps = new ArrayList<>(flow.unfreeze(fromFrozen));
        steps.addAll(give(working, flow));
        steps.addAll(flow.unfreeze(unfrozen.get()));
        if (!steps.isEmpty()) {
            rules.post(working, Entry.of(payment.id(), request.id(), steps));
        }
        return new Decision.Done<>(new Moved.Done<>(written(working, unfrozen.get())));
    }

    private Money available(Working working, Flow flow) {
        AccountRef merchant = flow.merchant();
        return rules.ledger()
                .find(working, merchant)
                .map(Account::available)
                .orElse(Money.zero(merchant.currency()));
    }

    /** What becomes payable of what is left of the frozen; nothing where it is not enough. */
    private Optional<Money> unfrozen(Money left) {
        return switch (request.unfreeze()) {
            case SplitRequest.Unfreeze.Nothing nothing -> Optional.of(Money.zero(left.currency()));
            case SplitRequest.Unfreeze.Everything everything -> Optional.of(left);
            case SplitRequest.Unfreeze.Instead instead -> Optional.of(left);
            case SplitRequest.Unfreeze.Some(Money amount) ->
                    amount.isMoreThan(left) ? Optional.empty() : Optional.of(amount);
        };
    }

    /** The steps of the parts, each with its rows. */
    private List<Step> give(Working working, Flow flow) {
        List<Step> steps = new ArrayList<>();
        int number = 0;
        for (SplitRequest.Part part : request.parts()) {
            Receiver receiver = working.get(Relation.TABLE, relation(part)).receiver();
            steps.addAll(receiver.give(flow.merchant(), part.amount(), Purpose.SPLIT));
            UUID portion = Portion.idOf(request.payment(), receiver);
            Optional<Portion> known = working.find(Portion.TABLE, portion);
            if (known.isPresent()) {
                working.update(Portion.TABLE, known.get().plus(part.amount()));
            } else {
                working.insert(
                        Portion.TABLE,
                        new Portion(portion, request.payment(), receiver, part.amount()));
            }
            number++;
            working.insert(
                    Split.TABLE,
                    new Split(
                            numbered(request.id(), number),
                            request.payment(),
                            request.id(),
                            Split.Kind.OUT,
                            part.account(),
                            receiver,
                            part.amount(),
                            part.description(),
                            working.now()));
        }
        return steps;
    }

    private SplitOrder written(Working working, Money unfrozen) {
        SplitOrder order =
                new SplitOrder(
                        request.id(),
                        request.payment(),
                        request.merchant(),
                        request.reference(),
                        content(),
                        unfrozen,
                        working.now());
        working.insert(SplitOrder.TABLE, order);
        working.insert(
                Claim.TABLE,
                new Claim(claim(), Claim.Kind.SPLIT_REFERENCE, order.id(), working.now()));
        return order;
    }

    /** An id in the time of {@code id} for the part with this number. */
    static UUID numbered(UUID id, int number) {
        UUID named = Ids.named("split", id.toString(), Integer.toString(number));
        return new UUID(id.getMostSignificantBits(), named.getLeastSignificantBits());
    }

    /** What tells two orders apart. */
    private String content() {
        if (request.unfreeze() instanceof SplitRequest.Unfreeze.Instead(MoveRefusal why)) {
            return SplitOrder.failed(why);
        }
        StringBuilder text = new StringBuilder();
        for (SplitRequest.Part part : request.parts()) {
            text.append(part.account()).append(' ').append(part.amount()).append('\n');
        }
        return text.append(request.unfreeze()).toString();
    }

    private UUID relation(SplitRequest.Part part) {
        return Relation.idOf(request.merchant(), part.account());
    }

    private UUID claim() {
        return claim(request.merchant(), request.reference());
    }

    /** The claim of a merchant's own number for splits. */
    static UUID claim(UUID merchant, String reference) {
        return Claim.idOf(Claim.Kind.SPLIT_REFERENCE, merchant.toString(), reference);
    }

    private static Decision<Moved<SplitOrder>> refuse(MoveRefusal why, String detail) {
        return new Decision.Refused<>(new Moved.Refused<>(why, detail));
    }
}
