package dev.handfast.payments;

import dev.handfast.engine.Naming;
import dev.handfast.engine.Working;
import dev.handfast.ledger.Account;
import dev.handfast.ledger.AccountRef;
import dev.handfast.ledger.Entry;
import dev.handfast.ledger.Purpose;
import dev.handfast.ledger.Step;
import dev.handfast.money.Money;
import dev.handfast.money.Share;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Makes the merchant's share of a refund payable before it goes back: receivers of splits return
 * their parts, what is in escrow is released, what is frozen is unfrozen.
 *
 * @param rules what every command needs
 * @param request the refund
 */
record RefundSources(Rules rules, RefundRequest request) {
    /** Why the sources do not give what is asked of them. */
    record Lack(PaymentRefusal why, String detail) {}

    void name(Naming naming) {
        naming.row(Proceeds.TABLE, request.payment());
        request.sources()
                .settlement()
                .ifPresent(
                        number -> {
                            UUID claim = SettleCommand.claim(request.merchant(), number);
                            naming.row(Claim.TABLE, claim);
                            naming.rows(
                                    Settlement.TABLE,
                                    working ->
                                            working
                                                    .find(Claim.TABLE, claim)
                                                    .map(Claim::subject)
                                                    .stream()
                                                    .toList());
                        });
        List<UUID> relations = relations().toList();
        if (relations.isEmpty()) {
            return;
        }
        relations.forEach(relation -> naming.row(Relation.TABLE, relation));
        naming.rows(
                Portion.TABLE,
                working ->
                        receivers(working).stream()
                                .map(receiver -> Portion.idOf(request.payment(), receiver))
                                .toList());
        rules.ledger()
                .nameAccounts(
                        naming,
                        working ->
                                working.find(PaymentTable.TABLE, request.payment())
                                        .map(known -> accounts(working, known))
                                        .orElse(List.of()));
    }

    private Stream<UUID> relations() {
        return Stream.concat(
                        request.sources().returns().stream().map(RefundRequest.Return::account),
                        request.sources().inProportion().stream())
                .map(account -> Relation.idOf(request.merchant(), account));
    }

    private List<Receiver> receivers(Working working) {
        return relations()
                .map(relation -> working.find(Relation.TABLE, relation))
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

    /**
     * What receivers give back for a refund of this amount. Of those in proportion each gives the
     * same part of what it has left as the refund is of what is left of the capture, rounded once,
     * and all together never more than the refund.
     */
    private List<RefundRequest.Return> returns(Working working, Capture capture, Money amount) {
        if (request.sources().inProportion().isEmpty()) {
            return request.sources().returns();
        }
        List<RefundRequest.Return> all = new ArrayList<>(request.sources().returns());
        Money room = amount;
        for (RefundRequest.Return part : all) {
            room = room.minus(part.amount());
        }
        for (String account : request.sources().inProportion()) {
            Money has =
                    working.find(Relation.TABLE, Relation.idOf(request.merchant(), account))
                            .map(row -> Portion.idOf(request.payment(), row.receiver()))
                            .flatMap(id -> working.find(Portion.TABLE, id))
                            .map(Portion::amount)
                            .orElse(Money.zero(amount.currency()));
            Money due = new Share(has, capture.refundable()).upTo(amount);
            Money part = due.isMoreThan(room) ? room : due;
            if (part.isPositive()) {
                all.add(new RefundRequest.Return(account, part));
                room = room.minus(part);
            }
        }
        return all;
    }

    /** What is missing for a refund of this amount, if anything is. */
    Optional<Lack> lack(Working working, Capture capture, Money amount) {
        List<RefundRequest.Return> returns = returns(working, capture, amount);
        return noSettlement(working, capture, amount)
                .or(() -> tooMuchReturned(working, returns, amount))
                .or(() -> tooLittleBalance(working, returns));
    }

    private Optional<Lack> noSettlement(Working working, Capture capture, Money amount) {
        Optional<String> number = request.sources().settlement();
        if (number.isEmpty()) {
            return Optional.empty();
        }
        boolean known =
                working.find(Claim.TABLE, SettleCommand.claim(request.merchant(), number.get()))
                        .map(claim -> working.get(Settlement.TABLE, claim.subject()))
                        .filter(row -> row.payment().equals(request.payment()))
                        .isPresent();
        if (!known) {
            return Optional.of(
                    new Lack(
                            PaymentRefusal.SETTLEMENT_NOT_FOUND,
                            "no settlement of this payment has the number " + number.get()));
        }
        Money settled =
                capture.refundable()
                        .minus(working.get(Proceeds.TABLE, request.payment()).unsettled());
        return amount.isMoreThan(settled)
                ? Optional.of(
                        new Lack(
                                PaymentRefusal.REFUND_EXCEEDS_CAPTURE,
                                "%s is settled and not given back, %s was asked for"
                                        .formatted(settled.format(), amount.format())))
                : Optional.empty();
    }

    private Optional<Lack> tooMuchReturned(
            Working working, List<RefundRequest.Return> returns, Money amount) {
        Map<UUID, Money> left = new HashMap<>();
        Money total = Money.zero(amount.currency());
        for (RefundRequest.Return part : returns) {
            Optional<UUID> portion =
                    working.find(Relation.TABLE, relation(part))
                            .map(row -> Portion.idOf(request.payment(), row.receiver()));
            Money before =
                    portion.flatMap(id -> Optional.ofNullable(left.get(id)))
                            .or(
                                    () ->
                                            portion.flatMap(id -> working.find(Portion.TABLE, id))
                                                    .map(Portion::amount))
                            .orElse(Money.zero(amount.currency()));
            if (!part.amount().isPositive()
                    || !part.amount().currency().equals(before.currency())
                    || part.amount().isMoreThan(before)) {
                return Optional.of(
                        new Lack(
                                PaymentRefusal.SPLIT_RETURN_EXCEEDED,
                                "%s has %s of this payment, %s was asked for"
                                        .formatted(
                                                part.account(),
                                                before.format(),
                                                part.amount().format())));
            }
            portion.ifPresent(id -> left.put(id, before.minus(part.amount())));
            total = total.plus(part.amount());
        }
        return total.isMoreThan(amount)
                ? Optional.of(
                        new Lack(
                                PaymentRefusal.SPLIT_RETURN_EXCEEDED,
                                "%s would be returned for a refund of %s"
                                        .formatted(total.format(), amount.format())))
                : Optional.empty();
    }

    private Optional<Lack> tooLittleBalance(Working working, List<RefundRequest.Return> returns) {
        Map<UUID, Money> asked = new HashMap<>();
        for (RefundRequest.Return part : returns) {
            Receiver receiver = working.get(Relation.TABLE, relation(part)).receiver();
            AccountRef account = receiver.account(part.amount().currency());
            Money sum = asked.merge(account.id(), part.amount(), Money::plus);
            Money available =
                    rules.ledger()
                            .find(working, account)
                            .map(Account::available)
                            .orElse(Money.zero(account.currency()));
            if (sum.isMoreThan(available)) {
                return Optional.of(
                        new Lack(
                                PaymentRefusal.RECEIVER_BALANCE_NOT_ENOUGH,
                                "%s does not hold %s".formatted(part.account(), sum.format())));
            }
        }
        return Optional.empty();
    }

    /** Makes the merchant's share of the refund payable, as far as it is somewhere else. */
    void gather(Working working, Flow flow, Capture capture, Money amount) {
        Optional<Proceeds> known = working.find(Proceeds.TABLE, request.payment());
        if (known.isEmpty()) {
            return;
        }
        Money needed = Flow.share(capture).minus(Flow.share(capture.refundedBy(amount)));
        List<Step> steps = new ArrayList<>();
        Money returned = takeBack(working, flow, returns(working, capture, amount), steps);
        Proceeds after = known.get().splitting(returned.negated());
        needed = needed.minus(returned);
        Money unsettled = known.get().unsettled();
        if (request.sources().settlement().isEmpty() && unsettled.isPositive()) {
            Money part = amount.isMoreThan(unsettled) ? unsettled : amount;
            Settlement settlement =
                    known.get()
                            .leaving(
                                    request.id(),
                                    Settlement.Kind.REFUNDED,
                                    part,
                                    Optional.empty(),
                                    working.now());
            working.insert(Settlement.TABLE, settlement);
            steps.addAll(flow.release(settlement.released()));
            after = after.less(part);
            needed = needed.minus(settlement.released());
        }
        if (needed.isPositive() && after.frozen().isPositive()) {
            Money unfrozen = needed.isMoreThan(after.frozen()) ? after.frozen() : needed;
            steps.addAll(flow.unfreeze(unfrozen));
            after = after.freezing(unfrozen.negated());
        }
        working.update(Proceeds.TABLE, after);
        if (!steps.isEmpty()) {
            rules.post(working, new Entry(request.payment(), steps));
        }
    }

    private Money takeBack(
            Working working, Flow flow, List<RefundRequest.Return> returns, List<Step> steps) {
        Money sum = Money.zero(flow.merchant().currency());
        int number = 0;
        for (RefundRequest.Return part : returns) {
            Receiver receiver = working.get(Relation.TABLE, relation(part)).receiver();
            steps.addAll(receiver.takeBack(flow.merchant(), part.amount(), Purpose.SPLIT_BACK));
            Portion portion = working.get(Portion.TABLE, Portion.idOf(request.payment(), receiver));
            working.update(Portion.TABLE, portion.plus(part.amount().negated()));
            number++;
            working.insert(
                    Split.TABLE,
                    new Split(
                            SplitCommand.numbered(request.id(), number),
                            request.payment(),
                            request.id(),
                            Split.Kind.BACK,
                            part.account(),
                            receiver,
                            part.amount(),
                            "",
                            working.now()));
            sum = sum.plus(part.amount());
        }
        return sum;
    }

    private UUID relation(RefundRequest.Return part) {
        return Relation.idOf(request.merchant(), part.account());
    }
}
