package dev.handfast.merchantapi;

import java.util.List;

/** The forms of disputes. */
final class DisputeShapes {
    static final Shape EVIDENCE_DETAILS =
            Shape.of(
                    "evidence_details",
                    "How the merchant's answer stands.",
                    """
                    due_by            time   until when it counts
                    has_evidence      bool
                    past_due          bool
                    submission_count  int
                    """);

    static final Shape DISPUTE =
            Shape.of(
                    "dispute",
                    "A payer's side says that a payment should not have been.",
                    """
                    id                          text
                    object                      =dispute
                    amount                      int    what is disputed
                    balance_transactions        any    what it moved
                    charge                      id@charge
                    created                     time
                    currency                    text
                    enhanced_eligibility_types  [text]
                    evidence                    any    what the merchant has said
                    evidence_details            @evidence_details
                    is_charge_refundable        bool
                    livemode                    bool
                    metadata                    map
                    payment_intent              id@payment_intent
                    reason                      text
                    status                      =needs_response|under_review|won|lost
                    """);

    static final List<Shape> ALL = List.of(DISPUTE, EVIDENCE_DETAILS);

    private DisputeShapes() {}
}
