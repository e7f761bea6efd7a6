package dev.handfast.disputes;

import dev.handfast.payments.PaymentRefusal;

/** What became of a dispute command. */
public sealed interface DisputeOutcome {
    /** The dispute as it is now. */
    record Done(Dispute dispute) implements DisputeOutcome {}

    /** It was refused and changed nothing. */
    record Refused(DisputeRefusal why, String detail) implements DisputeOutcome {}

    /** The payment cannot be disputed. */
    record NotDisputable(PaymentRefusal why, String detail) implements DisputeOutcome {}
}
