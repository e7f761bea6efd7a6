package dev.handfast.disputes;

/** Why a dispute command was refused, in order of precedence: the first that applies is given. */
public enum DisputeRefusal {
    /** There is no such dispute, or it is not this merchant's. */
    DISPUTE_NOT_FOUND,
    /** The dispute is decided. */
    DISPUTE_OVER,
    /** Evidence has been handed in and cannot be changed. */
    EVIDENCE_HANDED_IN
}
