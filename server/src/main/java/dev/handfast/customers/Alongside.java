package dev.handfast.customers;

import dev.handfast.engine.Command;
import dev.handfast.engine.Decision;
import dev.handfast.engine.Naming;
import dev.handfast.engine.Working;

/**
 * An edit and what goes along with it in the same commit, such as a payment method that is detached
 * and the mandate that ends with it.
 *
 * @param edit the edit, which decides whether anything is done
 * @param more what is done where the edit's row was kept
 * @param <R> the row
 */
public record Alongside<R>(Edit<R> edit, Command<?> more) implements Command<Edit.Result<R>> {
    @Override
    public int lane() {
        return more.lane();
    }

    @Override
    public void name(Naming naming) {
        edit.name(naming);
        more.name(naming);
    }

    @Override
    public Decision<Edit.Result<R>> decide(Working working) {
        Decision<Edit.Result<R>> decision = edit.decide(working);
        if (decision.result() instanceof Edit.Result.Kept<R>) {
            working.attempt(more);
        }
        return decision;
    }
}
