package dev.handfast.engine;

/**
 * What a command decided: done, or refused. A refusal leaves no change behind: whatever the command
 * had already written to the working set is undone.
 *
 * @param <R> what the caller gets in either case
 */
public sealed interface Decision<R> {
    /** What the caller gets. */
    R result();

    /** The command's changes stand. */
    record Done<R>(R result) implements Decision<R> {}

    /** The command's changes are undone; the result says why. */
    record Refused<R>(R result) implements Decision<R> {}
}
