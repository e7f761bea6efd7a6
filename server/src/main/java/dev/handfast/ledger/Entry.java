package dev.handfast.ledger;

import java.util.List;
import java.util.UUID;

/**
 * Steps that stand or fall together.
 *
 * @param subject what they are about, for instance a payment
 * @param steps at least one
 */
public record Entry(UUID subject, List<Step> steps) {
    /** Copies the steps and checks that there is one. */
    public Entry {
        steps = List.copyOf(steps);
        if (steps.isEmpty()) {
            throw new IllegalArgumentException("an entry has at least one step");
        }
    }
}
