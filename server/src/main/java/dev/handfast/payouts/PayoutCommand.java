package dev.handfast.payouts;

import dev.handfast.engine.Command;
import dev.handfast.engine.Decision;
import dev.handfast.engine.Naming;
import dev.handfast.engine.Working;
import dev.handfast.ledger.Account;
import dev.handfast.ledger.AccountRef;
import dev.handfast.ledger.Entry;
import dev.handfast.ledger.Ledger;
import dev.handfast.ledger.Posting;
import dev.handfast.money.Money;
import dev.handfast.outbox.Delivery;
import dev.handfast.outbox.Event;
import dev.handfast.payments.Announcer.Announcement;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Makes a payout or takes it further.
 *
 * @param rules what every command needs
 * @param id a fresh id in time order
 * @param request what is asked
 * @param pending what is not available yet, where it was asked
 */
record PayoutCommand(Rules rules, UUID id, PayoutRequest request, Pending pending)
        implements Command<PayoutOutcome> {
    /** How long a payout can be called back. */
    static final Duration RECALL = Duration.ofMinutes(1);

    /** What every payout command needs. */
    record Rules(Ledger ledger, PayoutAnnouncer announcer) {}

    /** What of a balance is not available yet. */
    record Pending(Optional<Seen> seen) {
        static final Pending NONE = new Pending(Optional.empty());

        /**
         * What was seen shortly before.
         *
         * @param minor how much was pending
         * @param account the balances at that moment; none before the first transfer
         */
        record Seen(long minor, Optional<Account> account) {}

        /**
         * What is available now. What came in since is not counted, since it may be pending; what
         * went out since is. So it is never more than is available, whatever went on meanwhile.
         */
        Money availableNow(Account now) {
            Money all = now.available();
            if (seen.isEmpty()) {
                return all;
            }
            Optional<Account> account = seen.get().account();
            long before = account.map(known -> known.available().minor()).orElse(0L);
            long out = Math.subtractExact(debits(now), account.map(Pending::debits).orElse(0L));
            Money known = new Money(before - seen.get().minor() - out, all.currency());
            return known.isLessThan(all) ? known : all;
        }

        private static long debits(Account account) {
            return Math.addExact(
                    account.balances().debitsPosted(), account.balances().debitsPending());
        }
    }

    @Override
    public int lane() {
        return merchant().hashCode();
    }

    private UUID merchant() {
        return switch (request) {
            case PayoutRequest.Create create -> create.owner().merchant();
            case PayoutRequest.Cancel cancel -> cancel.merchant();
            case PayoutRequest.Note note -> note.merchant();
            case PayoutRequest.Leave leave -> leave.merchant();
            case PayoutRequest.Answered answered -> answered.merchant();
        };
    }

    private UUID payout() {
        return switch (request) {
            case PayoutRequest.Create create -> create.id();
            case PayoutRequest.Cancel cancel -> cancel.payout();
            case PayoutRequest.Note note -> note.payout();
            case PayoutRequest.Leave leave -> leave.payout();
            case PayoutRequest.Answered answered -> answered.payout();
        };
    }

    @Override
    public void name(Naming naming) {
        naming.row(Payout.TABLE, payout());
        rules.ledger().nameAccounts(naming, this::accounts);
    }

    private List<AccountRef> accounts(Working working) {
        return request instanceof PayoutRequest.Create create
                ? PayoutFlow.accounts(create.owner(), create.currency())
                : working.find(Payout.TABLE, payout())
                        .map(found -> PayoutFlow.accounts(found.owner(), found.amount().currency()))
                        .orElse(List.of());
    }

    @Override
    public Decision<PayoutOutcome> decide(Working working) {
        Optional<Payout> found =
                working.find(Payout.TABLE, payout())
                        .filter(known -> known.owner().merchant().equals(merchant()));
        if (request instanceof PayoutRequest.Create create) {
            return found.isPresent() ? unchanged(found.get()) : create(working, create);
        }
        if (found.isEmpty()) {
            return refuse(PayoutRefusal.PAYOUT_NOT_FOUND, "no such payout");
        }
        Payout known = found.get();
        return switch (request) {
            case PayoutRequest.Create create -> throw new IllegalStateException("decided above");
            case PayoutRequest.Cancel cancel -> cancel(working, known);
            case PayoutRequest.Note(UUID merchant, UUID payout, String details) -> {
                Payout noted = known.with(details);
                working.update(Payout.TABLE, noted);
                yield unchanged(noted);
            }
            case PayoutRequest.Leave leave -> leave(working, known);
            case PayoutRequest.Answered answered -> answered(working, known, answered.answer());
        };
    }

    private Decision<PayoutOutcome> create(Working working, PayoutRequest.Create create) {
        AccountRef payable = create.owner().payable(create.currency());
        Money available =
                rules.ledger()
                        .find(working, payable)
                        .map(pending::availableNow)
                        .orElse(Money.zero(create.currency()));
        Money amount = create.amount().orElse(available);
        if (!amount.isPositive() || amount.isMoreThan(available)) {
            return refuse(
                    PayoutRefusal.PAYOUT_EXCEEDS_BALANCE,
                    "%s is available, %s was asked for"
                            .formatted(available.format(), amount.format()));
        }
        Payout payout =
                new Payout(
                        create.id(),
                        create.owner(),
                        amount,
                        create.origin(),
                        create.details(),
                        working.now(),
                        working.now().plus(RECALL),
                        Payout.State.PENDING,
                        working.now(),
                        Optional.empty());
        working.insert(Payout.TABLE, payout);
        return moved(working, payout);
    }

    private Decision<PayoutOutcome> cancel(Working working, Payout known) {
        return switch (known.state()) {
            case PENDING -> change(working, known.in(Payout.State.CANCELED, working.now()));
            case CANCELED -> unchanged(known);
            case IN_TRANSIT, PAID, FAILED ->
                    refuse(
                            PayoutRefusal.PAYOUT_HAS_LEFT,
                            "it is %s since %s".formatted(known.state(), known.stateAt()));
        };
    }

    private Decision<PayoutOutcome> leave(Working working, Payout known) {
        if (known.state() != Payout.State.PENDING || working.now().isBefore(known.dueAt())) {
            return unchanged(known);
        }
        Payout left = known.in(Payout.State.IN_TRANSIT, working.now());
        working.update(Payout.TABLE, left);
        announce(working, left);
        return unchanged(left);
    }

    private Decision<PayoutOutcome> answered(Working working, Payout known, Bank.Answer answer) {
        if (known.state() != Payout.State.IN_TRANSIT) {
            // Somebody else has taken the answer in already.
            return unchanged(known);
        }
        return switch (answer) {
            case Bank.Answer.Paid paid ->
                    change(working, known.in(Payout.State.PAID, working.now()));
            case Bank.Answer.Failed(String reason) ->
                    change(
                            working,
                            known.in(Payout.State.FAILED, working.now(), Optional.of(reason)));
            case Bank.Answer.NeverHeard never -> unchanged(known);
            case Bank.Answer.Unknown unknown -> unchanged(known);
        };
    }

    private Decision<PayoutOutcome> change(Working working, Payout payout) {
        working.update(Payout.TABLE, payout);
        return moved(working, payout);
    }

    private Decision<PayoutOutcome> moved(Working working, Payout payout) {
        Entry entry = Entry.of(payout.id(), payout.id(), PayoutFlow.steps(payout));
        switch (rules.ledger().post(working, entry)) {
            case Posting.Posted posted -> {}
            case Posting.Refused(var why, int step) ->
                    throw new IllegalStateException("a payout cannot be posted: " + why);
        }
        announce(working, payout);
        return unchanged(payout);
    }

    private void announce(Working working, Payout payout) {
        PayoutAnnouncer.News news = new PayoutAnnouncer.News(payout, id, working.now());
        for (Announcement announcement : rules.announcer().announce(news)) {
            working.insert(Event.TABLE, announcement.event());
            announcement.deliveries().forEach(row -> working.insert(Delivery.TABLE, row));
        }
    }

    private static Decision<PayoutOutcome> unchanged(Payout payout) {
        return new Decision.Done<>(new PayoutOutcome.Done(payout));
    }

    private static Decision<PayoutOutcome> refuse(PayoutRefusal why, String detail) {
        return new Decision.Refused<>(new PayoutOutcome.Refused(why, detail));
    }
}
