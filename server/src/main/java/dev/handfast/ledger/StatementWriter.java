package dev.handfast.ledger;

import dev.handfast.engine.Working;
import dev.handfast.money.Money;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.UUID;

/** Writes the lines that an entry makes on merchants' statements. */
final class StatementWriter {
    /** Money that an entry has moved. */
    private record Moved(AccountRef debit, AccountRef credit, Money amount, Purpose purpose) {
        long gainOf(AccountRef account) {
            return credit.equals(account) ? amount.minor() : -amount.minor();
        }

        /** What partners earned by it. */
        long earned() {
            boolean given = debit.kind() == AccountKind.FEE_INCOME;
            boolean taken = credit.kind() == AccountKind.FEE_INCOME;
            return taken == given ? 0 : (taken ? amount.minor() : -amount.minor());
        }
    }

    /** Which line of which statement. */
    private record Key(AccountRef account, LineKind kind) {
        /** Whether a platform's fee is told as a fee of this line rather than being the line. */
        boolean tellsApplicationFee() {
            return switch (kind) {
                case CHARGE, REFUND, PAYMENT, PAYMENT_REFUND -> true;
                case DISPUTE,
                        DISPUTE_REVERSAL,
                        PAYOUT,
                        PAYOUT_FAILURE,
                        PAYOUT_CANCEL,
                        APPLICATION_FEE,
                        APPLICATION_FEE_REFUND,
                        TRANSFER,
                        TRANSFER_REFUND,
                        ADJUSTMENT ->
                        false;
            };
        }
    }

    private final Working working;
    private final Entry entry;
    private final List<Moved> moved = new ArrayList<>();
    private final SequencedMap<Key, List<Moved>> lines = new LinkedHashMap<>();

    StatementWriter(Working working, Entry entry) {
        this.working = working;
        this.entry = entry;
    }

    /** Takes note of a transfer that stands. */
    void moved(UUID debit, UUID credit, Money amount, Purpose purpose) {
        AccountRef from = working.get(LedgerTables.ACCOUNT, debit).ref();
        AccountRef to = working.get(LedgerTables.ACCOUNT, credit).ref();
        Moved one = new Moved(from, to, amount, purpose);
        moved.add(one);
        note(from, purpose.line(Purpose.Side.DEBIT), one);
        note(to, purpose.line(Purpose.Side.CREDIT), one);
    }

    private void note(AccountRef account, Optional<LineKind> kind, Moved one) {
        if (account.kind() == AccountKind.MERCHANT_PAYABLE) {
            Key key = new Key(account, kind.orElseGet(() -> newestOf(account)));
            lines.computeIfAbsent(key, _ -> new ArrayList<>()).add(one);
        }
    }

    /** The line of this account that was begun last; where there is none, the move is its own. */
    private LineKind newestOf(AccountRef account) {
        return lines.sequencedKeySet().reversed().stream()
                .filter(key -> key.account().equals(account))
                .map(Key::kind)
                .findFirst()
                .orElse(LineKind.ADJUSTMENT);
    }

    /** Writes the lines of every merchant whose money moved. */
    void write(long first, Instant at) {
        boolean feesSaid = false;
        for (Key key : lines.keySet()) {
            boolean bears = key.kind().bearsFees() && !feesSaid;
            feesSaid |= bears;
            working.insert(Line.TABLE, line(key, bears, new Moment(first, at)));
        }
    }

    /** When an entry was written: its first transfer, and the time. */
    private record Moment(long first, Instant at) {}

    private Line line(Key key, boolean bears, Moment moment) {
        AccountRef account = key.account();
        long net = 0;
        long application = 0;
        for (Moved one : lines.getOrDefault(key, List.of())) {
            long gain = one.gainOf(account);
            net = Math.addExact(net, gain);
            if (one.purpose().isApplicationFee() && key.tellsApplicationFee()) {
                application = Math.subtractExact(application, gain);
            }
        }
        long earned = bears ? moved.stream().mapToLong(Moved::earned).reduce(0, Math::addExact) : 0;
        UUID source = entry.source().orElse(entry.subject());
        UUID id =
                entry.source().isPresent()
                        ? Line.idOf(account, source, key.kind())
                        : Line.idOf(account.id(), source, ~moment.first());
        return new Line(
                id,
                account.id(),
                account.holder(),
                key.kind(),
                new Money(net, account.currency()),
                new Money(Math.addExact(earned, application), account.currency()),
                new Money(application, account.currency()),
                new Line.About(source, entry.subject(), moment.first()),
                moment.at());
    }
}
