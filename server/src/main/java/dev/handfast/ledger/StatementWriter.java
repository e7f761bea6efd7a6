package dev.handfast.ledger;

import dev.handfast.engine.Working;
import dev.handfast.money.Money;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Writes the lines that an entry makes on merchants' statements. */
final class StatementWriter {
    /** Money that an entry has moved. */
    private record Moved(AccountRef debit, AccountRef credit, Money amount, Purpose purpose) {
        long gainOf(UUID account) {
            if (credit.id().equals(account)) {
                return amount.minor();
            }
            return debit.id().equals(account) ? -amount.minor() : 0;
        }

        /** What partners earned by it. */
        long earned() {
            boolean given = debit.kind() == AccountKind.FEE_INCOME;
            boolean taken = credit.kind() == AccountKind.FEE_INCOME;
            return taken == given ? 0 : (taken ? amount.minor() : -amount.minor());
        }

        boolean isApplicationFee() {
            return purpose.line() == LineKind.APPLICATION_FEE
                    || purpose.line() == LineKind.APPLICATION_FEE_REFUND;
        }
    }

    private final Working working;
    private final Entry entry;
    private final List<Moved> moved = new ArrayList<>();
    private final Set<AccountRef> merchants = new LinkedHashSet<>();

    StatementWriter(Working working, Entry entry) {
        this.working = working;
        this.entry = entry;
    }

    /** Takes note of a transfer that stands. */
    void moved(UUID debit, UUID credit, Money amount, Purpose purpose) {
        AccountRef from = working.get(LedgerTables.ACCOUNT, debit).ref();
        AccountRef to = working.get(LedgerTables.ACCOUNT, credit).ref();
        moved.add(new Moved(from, to, amount, purpose));
        for (AccountRef account : List.of(from, to)) {
            if (account.kind() == AccountKind.MERCHANT_PAYABLE) {
                merchants.add(account);
            }
        }
    }

    /** Writes a line for every merchant whose money moved. */
    void write(long first, Instant at) {
        boolean feesSaid = false;
        for (AccountRef account : merchants) {
            LineKind kind = kindFor(account);
            boolean bears = kind.bearsFees() && !feesSaid;
            feesSaid |= bears;
            working.insert(Line.TABLE, line(account, kind, bears, new Moment(first, at)));
        }
    }

    /** When an entry was written: its first transfer, and the time. */
    private record Moment(long first, Instant at) {}

    private Line line(AccountRef account, LineKind kind, boolean bears, Moment moment) {
        long net = 0;
        long earned = 0;
        long application = 0;
        for (Moved one : moved) {
            long gain = one.gainOf(account.id());
            net = Math.addExact(net, gain);
            if (bears) {
                earned = Math.addExact(earned, one.earned());
                application = Math.subtractExact(application, one.isApplicationFee() ? gain : 0);
            }
        }
        UUID source = entry.source().orElse(entry.subject());
        UUID id =
                entry.source().isPresent()
                        ? Line.idOf(account, source, kind)
                        : Line.idOf(account.id(), source, ~moment.first());
        return new Line(
                id,
                account.id(),
                account.holder(),
                kind,
                new Money(net, account.currency()),
                new Money(Math.addExact(earned, application), account.currency()),
                new Money(application, account.currency()),
                new Line.About(source, entry.subject(), moment.first()),
                moment.at());
    }

    /** What the first transfer that touched the account was for. */
    private LineKind kindFor(AccountRef account) {
        return moved.stream()
                .filter(one -> one.debit().equals(account) || one.credit().equals(account))
                .map(one -> one.purpose().line())
                .findFirst()
                .orElseThrow();
    }
}
