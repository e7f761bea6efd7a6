package dev.handfast.payments;

/** What became of a request about a platform's fee. */
public sealed interface FeeOutcome {
    /** It was done; the commission, and what of it went back, as they are now. */
    record Done(Commission commission, CommissionReturn part) implements FeeOutcome {}

    /**
     * It was refused and changed nothing.
     *
     * @param why the rule
     * @param detail rule and what was got, for the developer who reads it; never a secret
     */
    record Refused(FeeRefusal why, String detail) implements FeeOutcome {}
}
