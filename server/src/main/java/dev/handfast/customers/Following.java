package dev.handfast.customers;

import dev.handfast.engine.Command;
import dev.handfast.engine.Decision;
import dev.handfast.engine.Naming;
import dev.handfast.engine.Working;

/**
 * An edit and a command about its row in one commit, such as a setup that is made and confirmed by
 * one call. The edit stays whatever becomes of the command.
 *
 * @param first the edit
 * @param then what is done after it
 * @param <R> what the command results in
 */
public record Following<R>(Edit<?> first, Command<R> then) implements Command<R> {
    @Override
    public int lane() {
        return then.lane();
    }

    @Override
    public void name(Naming naming) {
        first.name(naming);
        then.name(naming);
    }

    @Override
    public Decision<R> decide(Working working) {
        first.decide(working);
        return new Decision.Done<>(working.attempt(then).result());
    }
}
