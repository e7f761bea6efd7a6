package dev.handfast.ledger;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Steps that stand or fall together.
 *
 * @param subject what they are about, for instance a payment
 * @param source the object whose one movement of its kind they are, for instance a refund; lines of
 *     statements can then be found by it. Empty where there may be several.
 * @param steps at least one
 */
public record Entry(UUID subject, Optional<UUID> source, List<Step> steps) {
    /** Copies the steps and checks that there is one. */
    public Entry {
        steps = List.copyOf(steps);
        if (steps.isEmpty()) {
            throw new IllegalArgumentException("an entry has at least one step");
        }
    }

    /** An entry that may be one of several of its kind about its subject. */
    public Entry(UUID subject, List<Step> steps) {
        this(subject, Optional.empty(), steps);
    }

    /** An entry that is the one movement of its kind of {@code source}. */
    public static Entry of(UUID subject, UUID source, List<Step> steps) {
        return new Entry(subject, Optional.of(source), steps);
    }
}
