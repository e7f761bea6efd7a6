package dev.handfast.ledger;

import dev.handfast.engine.Naming;
import dev.handfast.engine.Table;
import dev.handfast.engine.Working;
import dev.handfast.money.Money;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Posts entries inside an engine's batch. Pure: works on the rows of the batch and nothing else.
 *
 * <p>A command names what it will touch with the {@code name…} methods, then calls {@link #post}.
 */
public final class Ledger {
    private final Table<Integer, Chain> chains;

    /**
     * A ledger whose heads are sealed.
     *
     * @param seal seals the heads of the journal
     */
    public Ledger(Seal seal) {
        this.chains = LedgerTables.chain(seal);
    }

    /** The ledger's tables that lock first: the heads of the lanes. */
    public List<Table<?, ?>> firstTables() {
        return List.of(chains);
    }

    /** The ledger's tables that lock last: holds, accounts, the journal and statements. */
    public List<Table<?, ?>> lastTables() {
        return List.of(LedgerTables.HOLD, LedgerTables.ACCOUNT, LedgerTables.TRANSFER, Line.TABLE);
    }

    /** Names the accounts that the command's entry will touch, and the lane's journal. */
    public void nameAccounts(
            Naming naming, Function<Working, ? extends Collection<AccountRef>> accounts) {
        naming.rows(chains, working -> List.of(working.lane()));
        naming.rows(
                LedgerTables.ACCOUNT,
                working -> accounts.apply(working).stream().map(AccountRef::id).toList());
    }

    /** Names the holds that the command's entry will post or release, and their accounts. */
    public void nameHolds(Naming naming, Function<Working, ? extends Collection<Long>> holds) {
        naming.rows(chains, working -> List.of(working.lane()));
        naming.rows(LedgerTables.HOLD, holds);
        naming.rows(
                LedgerTables.ACCOUNT,
                working ->
                        holds.apply(working).stream()
                                .map(id -> working.find(LedgerTables.HOLD, id))
                                .flatMap(Optional::stream)
                                .flatMap(hold -> Stream.of(hold.debit(), hold.credit()))
                                .toList());
    }

    /** The account as the batch sees it; empty before its first transfer. */
    public Optional<Account> find(Working working, AccountRef account) {
        return working.find(LedgerTables.ACCOUNT, account.id());
    }

    /** The hold as the batch sees it. */
    public Optional<Hold> findHold(Working working, long hold) {
        return working.find(LedgerTables.HOLD, hold);
    }

    /**
     * Proves that a batch keeps the books balanced: over all changed accounts of one partner and
     * one currency, debits grow by what credits grow, posted and pending alike.
     *
     * @throws IllegalStateException when they do not; nothing of the batch may be stored
     */
    public void check(Working working) {
        Map<List<Object>, Long> sums = new HashMap<>();
        for (Working.Change<Account> change : working.changes(LedgerTables.ACCOUNT)) {
            AccountRef ref = change.after().ref();
            Account.Balances after = change.after().balances();
            Account.Balances before =
                    change.before().map(Account::balances).orElse(Account.Balances.ZERO);
            sums.merge(
                    List.of(ref.partner(), ref.currency(), "posted"),
                    Math.subtractExact(
                            after.debitsPosted() - before.debitsPosted(),
                            after.creditsPosted() - before.creditsPosted()),
                    Math::addExact);
            sums.merge(
                    List.of(ref.partner(), ref.currency(), "pending"),
                    Math.subtractExact(
                            after.debitsPending() - before.debitsPending(),
                            after.creditsPending() - before.creditsPending()),
                    Math::addExact);
        }
        sums.forEach(
                (what, sum) -> {
                    if (sum != 0) {
                        throw new IllegalStateException(
                                "the batch would unbalance the books: %s is off by %d"
                                        .formatted(what, sum));
                    }
                });
    }

    /**
     * The moment at which an entry posted now is written: the batch's, or that of the lane's last
     * transfer where another process's clock was ahead, because the journal's time never goes back.
     */
    public Instant moment(Working working) {
        return moment(working, head(working));
    }

    private static Instant moment(Working working, Chain head) {
        Instant now = working.now().truncatedTo(ChronoUnit.MICROS);
        return now.isBefore(head.at()) ? head.at() : now;
    }

    private Chain head(Working working) {
        return working.find(chains, working.lane()).orElse(Chain.begin(working.lane()));
    }

    /** Posts all steps of an entry, or says which one cannot be. */
    public Posting post(Working working, Entry entry) {
        Chain chain = head(working);
        Writer writer = new Writer(working, entry, chain);
        for (int index = 0; index < entry.steps().size(); index++) {
            Optional<LedgerRefusal> refusal = writer.write(entry.steps().get(index));
            if (refusal.isPresent()) {
                return new Posting.Refused(refusal.get(), index);
            }
        }
        if (chain.number() == 0) {
            working.insert(chains, writer.chain);
        } else {
            working.update(chains, writer.chain);
        }
        writer.statements.write(writer.entry, writer.at);
        return new Posting.Posted(writer.written);
    }

    /** Writes the steps of one entry. */
    private static final class Writer {
        private final Working working;
        private final UUID subject;
        private final long entry;
        private final Instant at;
        private final List<Long> written = new ArrayList<>();
        private final StatementWriter statements;
        private Chain chain;

        Writer(Working working, Entry posted, Chain chain) {
            this.working = working;
            this.subject = posted.subject();
            this.statements = new StatementWriter(working, posted);
            this.chain = chain;
            this.entry = chain.id(chain.number() + 1);
            this.at = moment(working, chain);
        }

        Optional<LedgerRefusal> write(Step step) {
            return switch (step) {
                case Step.Post(Leg leg) -> post(leg);
                case Step.HoldBack(Leg leg, Instant expiresAt) -> hold(leg, expiresAt);
                case Step.PostHold(long hold, Money amount) -> postHold(hold, amount);
                case Step.Release(long hold) -> release(hold);
            };
        }

        private Optional<LedgerRefusal> post(Leg leg) {
            Optional<LedgerRefusal> refusal = refuse(leg);
            if (refusal.isPresent()) {
                return refusal;
            }
            long amount = leg.amount().minor();
            change(leg.debit(), account -> account.with(account.balances().debit(amount)));
            change(leg.credit(), account -> account.with(account.balances().credit(amount)));
            Sides sides = new Sides(leg.debit().id(), leg.credit().id());
            append(TransferKind.POSTED, sides, leg.amount(), Optional.empty(), leg.purpose());
            return Optional.empty();
        }

        private Optional<LedgerRefusal> hold(Leg leg, Instant expiresAt) {
            Optional<LedgerRefusal> refusal = refuse(leg);
            if (refusal.isPresent()) {
                return refusal;
            }
            long amount = leg.amount().minor();
            change(leg.debit(), account -> account.with(account.balances().debitPending(amount)));
            change(leg.credit(), account -> account.with(account.balances().creditPending(amount)));
            Sides sides = new Sides(leg.debit().id(), leg.credit().id());
            long id =
                    append(TransferKind.HELD, sides, leg.amount(), Optional.empty(), leg.purpose());
            working.insert(
                    LedgerTables.HOLD,
                    new Hold(
                            id,
                            sides.debit(),
                            sides.credit(),
                            leg.amount(),
                            subject,
                            leg.purpose(),
                            expiresAt.truncatedTo(ChronoUnit.MICROS),
                            Hold.State.OPEN));
            return Optional.empty();
        }

        private Optional<LedgerRefusal> postHold(long id, Money amount) {
            Optional<Hold> found = working.find(LedgerTables.HOLD, id);
            if (!amount.isPositive()) {
                return Optional.of(LedgerRefusal.AMOUNT_MUST_BE_POSITIVE);
            }
            if (found.isPresent() && !amount.currency().equals(found.get().amount().currency())) {
                return Optional.of(LedgerRefusal.CURRENCY_MUST_MATCH);
            }
            Optional<LedgerRefusal> refusal = refuseEnded(found);
            if (refusal.isPresent()) {
                return refusal;
            }
            Hold hold = found.orElseThrow();
            if (!at.isBefore(hold.expiresAt())) {
                return Optional.of(LedgerRefusal.HOLD_EXPIRED);
            }
            if (amount.minor() > hold.amount().minor()) {
                return Optional.of(LedgerRefusal.AMOUNT_EXCEEDS_HOLD);
            }
            long held = hold.amount().minor();
            changeById(
                    hold.debit(),
                    account ->
                            account.with(
                                    account.balances().debitPending(-held).debit(amount.minor())));
            changeById(
                    hold.credit(),
                    account ->
                            account.with(
                                    account.balances()
                                            .creditPending(-held)
                                            .credit(amount.minor())));
            end(hold, Hold.State.POSTED, TransferKind.HOLD_POSTED, amount);
            return Optional.empty();
        }

        private Optional<LedgerRefusal> release(long id) {
            Optional<Hold> found = working.find(LedgerTables.HOLD, id);
            Optional<LedgerRefusal> refusal = refuseEnded(found);
            if (refusal.isPresent()) {
                return refusal;
            }
            Hold hold = found.orElseThrow();
            long held = hold.amount().minor();
            changeById(
                    hold.debit(), account -> account.with(account.balances().debitPending(-held)));
            changeById(
                    hold.credit(),
                    account -> account.with(account.balances().creditPending(-held)));
            if (at.isBefore(hold.expiresAt())) {
                end(hold, Hold.State.RELEASED, TransferKind.HOLD_RELEASED, hold.amount());
            } else {
                end(hold, Hold.State.EXPIRED, TransferKind.HOLD_EXPIRED, hold.amount());
            }
            return Optional.empty();
        }

        private void end(Hold hold, Hold.State state, TransferKind kind, Money amount) {
            working.update(LedgerTables.HOLD, hold.ended(state));
            Sides sides = new Sides(hold.debit(), hold.credit());
            append(kind, sides, amount, Optional.of(hold.id()), hold.purpose());
        }

        private static Optional<LedgerRefusal> refuseEnded(Optional<Hold> found) {
            if (found.isEmpty()) {
                return Optional.of(LedgerRefusal.HOLD_NOT_FOUND);
            }
            return switch (found.get().state()) {
                case OPEN -> Optional.empty();
                case POSTED -> Optional.of(LedgerRefusal.HOLD_ALREADY_POSTED);
                case RELEASED -> Optional.of(LedgerRefusal.HOLD_ALREADY_RELEASED);
                case EXPIRED -> Optional.of(LedgerRefusal.HOLD_EXPIRED);
            };
        }

        private Optional<LedgerRefusal> refuse(Leg leg) {
            if (!leg.amount().isPositive()) {
                return Optional.of(LedgerRefusal.AMOUNT_MUST_BE_POSITIVE);
            }
            if (leg.debit().equals(leg.credit())) {
                return Optional.of(LedgerRefusal.ACCOUNTS_MUST_DIFFER);
            }
            if (!leg.debit().currency().equals(leg.amount().currency())
                    || !leg.credit().currency().equals(leg.amount().currency())) {
                return Optional.of(LedgerRefusal.CURRENCY_MUST_MATCH);
            }
            if (!leg.debit().partner().equals(leg.credit().partner())) {
                return Optional.of(LedgerRefusal.PARTNER_MUST_MATCH);
            }
            if (leg.debit().kind().forbidsOverdraft() && exceeds(leg)) {
                return Optional.of(LedgerRefusal.BALANCE_NOT_ENOUGH);
            }
            return Optional.empty();
        }

        private boolean exceeds(Leg leg) {
            long available =
                    working.find(LedgerTables.ACCOUNT, leg.debit().id())
                            .map(account -> account.available().minor())
                            .orElse(0L);
            return leg.amount().minor() > available;
        }

        private void change(AccountRef ref, Function<Account, Account> change) {
            UUID id = ref.id();
            Optional<Account> found = working.find(LedgerTables.ACCOUNT, id);
            if (found.isPresent()) {
                working.update(LedgerTables.ACCOUNT, change.apply(found.get()));
            } else {
                working.insert(LedgerTables.ACCOUNT, change.apply(Account.opened(ref, id, at)));
            }
        }

        private void changeById(UUID id, Function<Account, Account> change) {
            Account account = working.get(LedgerTables.ACCOUNT, id);
            working.update(LedgerTables.ACCOUNT, change.apply(account));
        }

        private record Sides(UUID debit, UUID credit) {}

        private long append(
                TransferKind kind,
                Sides sides,
                Money amount,
                Optional<Long> hold,
                Purpose purpose) {
            long number = chain.number() + 1;
            long id = chain.id(number);
            Transfer bare =
                    new Transfer(
                            id,
                            entry,
                            kind,
                            sides.debit(),
                            sides.credit(),
                            amount,
                            hold,
                            subject,
                            purpose,
                            at,
                            chain.digest());
            Digest digest = Digests.next(chain.digest(), bare);
            working.insert(LedgerTables.TRANSFER, bare.with(digest));
            chain = new Chain(chain.lane(), number, digest, at);
            written.add(id);
            if (kind == TransferKind.POSTED || kind == TransferKind.HOLD_POSTED) {
                statements.moved(sides.debit(), sides.credit(), amount, purpose);
            }
            return id;
        }
    }
}
