package dev.handfast.payments;

import dev.handfast.engine.Command;
import dev.handfast.engine.Decision;
import dev.handfast.engine.Naming;
import dev.handfast.engine.Working;

import java.util.UUID;

/**
 * Gives an id to what a key stands for.
 *
 * @param id fresh
 */
record NameCommand(UUID id) implements Command<UUID> {
    @Override
    public int lane() {
        return id.hashCode();
    }

    @Override
    public void name(Naming naming) {
        // It touches no row of its own.
    }

    @Override
    public Decision<UUID> decide(Working working) {
        return new Decision.Done<>(id);
    }
}
