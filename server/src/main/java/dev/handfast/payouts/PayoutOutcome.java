package dev.handfast.payouts;

/** What became of a payout command. */
public sealed interface PayoutOutcome {
    /** The payout as it is now. */
    record Done(Payout payout) implements PayoutOutcome {}

    /**
     * It was refused and changed nothing.
     *
     * @param why the rule
     * @param detail rule and what was got
     */
    record Refused(PayoutRefusal why, String detail) implements PayoutOutcome {}
}
