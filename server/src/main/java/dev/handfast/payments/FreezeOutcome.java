package dev.handfast.payments;

/** What became of a command on a freeze. */
public sealed interface FreezeOutcome {
    /** It was done; the freeze as it is now, and what was done to it. */
    record Done(Freeze freeze, FreezeOperation operation) implements FreezeOutcome {}

    /** The very same had been done before. */
    record Again(Freeze freeze, FreezeOperation operation) implements FreezeOutcome {}

    /**
     * It was refused and changed nothing.
     *
     * @param why the rule
     * @param detail rule and what was got, for the developer who reads it; never a secret
     */
    record Refused(FreezeRefusal why, String detail) implements FreezeOutcome {}
}
