package dev.handfast.payments;

import dev.handfast.engine.Command;
import dev.handfast.engine.Decision;
import dev.handfast.engine.Naming;
import dev.handfast.engine.Working;
import dev.handfast.sales.Session;

import java.util.Optional;
import java.util.UUID;

/**
 * Creates a payment that is a checkout session, and notes that it is one.
 *
 * @param payment creates the payment
 * @param link the payment link it came by, where it came by one
 */
record SellCommand(CreateCommand payment, Optional<UUID> link) implements Command<Outcome> {
    @Override
    public int lane() {
        return payment.lane();
    }

    @Override
    public void name(Naming naming) {
        payment.name(naming);
        naming.row(Session.TABLE, payment.id());
    }

    @Override
    public Decision<Outcome> decide(Working working) {
        Decision<Outcome> decision = payment.decide(working);
        if (decision.result() instanceof Outcome.Done(Payment created)) {
            UUID merchant = created.terms().merchant();
            working.insert(Session.TABLE, new Session(created.id(), merchant, link, working.now()));
        }
        return decision;
    }
}
