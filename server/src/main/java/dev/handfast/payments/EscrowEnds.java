package dev.handfast.payments;

import dev.handfast.engine.Command;
import dev.handfast.engine.Decision;
import dev.handfast.engine.Naming;
import dev.handfast.engine.Working;

import java.util.Optional;
import java.util.UUID;

/**
 * Settles what is still in escrow when the time is over; does nothing before. True when it did.
 *
 * @param rules what every command needs
 * @param id a fresh id in time order
 * @param merchant whose
 * @param payment of which payment
 */
record EscrowEnds(Rules rules, UUID id, UUID merchant, UUID payment) implements Command<Boolean> {
    @Override
    public int lane() {
        return merchant.hashCode();
    }

    @Override
    public void name(Naming naming) {
        naming.row(PaymentTable.TABLE, payment);
        naming.row(Proceeds.TABLE, payment);
        rules.nameAccounts(naming, payment);
    }

    @Override
    public Decision<Boolean> decide(Working working) {
        Optional<Proceeds> due =
                working.find(Proceeds.TABLE, payment)
                        .filter(row -> row.unsettled().isPositive())
                        .filter(
                                row ->
                                        row.dueAt()
                                                .filter(end -> !working.now().isBefore(end))
                                                .isPresent());
        if (due.isEmpty()) {
            return new Decision.Done<>(false);
        }
        Payment known = working.get(PaymentTable.TABLE, payment);
        Settlement settlement =
                due.get()
                        .leaving(
                                id,
                                Settlement.Kind.ENDED,
                                due.get().unsettled(),
                                Optional.empty(),
                                working.now());
        Flow flow = Flow.of(known.terms(), known.backing().orElseThrow());
        SettleCommand.settle(rules, working, flow, settlement);
        return new Decision.Done<>(true);
    }
}
