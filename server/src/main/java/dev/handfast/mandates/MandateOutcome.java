package dev.handfast.mandates;

/** What became of a call about a mandate. */
public sealed interface MandateOutcome {
    /** It was done; the mandate as it is now. */
    record Done(Mandate mandate) implements MandateOutcome {}

    /** It had been done before, with the same effect. */
    record Already(Mandate mandate) implements MandateOutcome {}

    /**
     * It was refused and changed nothing.
     *
     * @param why the rule
     * @param detail rule and what was got
     */
    record Refused(MandateRefusal why, String detail) implements MandateOutcome {}
}
