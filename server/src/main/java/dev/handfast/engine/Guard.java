package dev.handfast.engine;

/**
 * A last look at a batch before it is stored. What it throws rolls the batch back: nothing that
 * fails it is ever committed.
 */
@FunctionalInterface
public interface Guard {
    /** Checks the changes of the whole batch; throws an unchecked exception to stop it. */
    void check(Working working);
}
