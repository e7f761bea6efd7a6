package dev.handfast.disputes;

import dev.handfast.money.Money;

import java.util.Optional;
import java.util.UUID;

/** What is asked about a dispute. */
public sealed interface DisputeRequest {
    /**
     * Dispute a payment.
     *
     * @param id the dispute's id, fresh and in time order
     * @param payment which payment
     * @param amount how much; all that is left of the capture, where it is empty
     * @param reason in the words of the merchant API
     */
    record Open(UUID id, UUID payment, Optional<Money> amount, String reason)
            implements DisputeRequest {}

    /**
     * Keep what the merchant says.
     *
     * @param what what it is about
     * @param evidence all of it, as JSON text
     * @param details what else the dialect wants to keep, as JSON text
     * @param handing whether it is handed in
     */
    record Respond(About what, String evidence, String details, Handing handing)
            implements DisputeRequest {}

    /** Give up. */
    record Accept(About what) implements DisputeRequest {}

    /** Decide. */
    record Decide(About what, Verdict verdict) implements DisputeRequest {}

    /** Lose what was not answered in time. */
    record Expire(About what) implements DisputeRequest {}

    /** Which dispute: a merchant's, about a payment. */
    record About(UUID dispute, UUID payment, UUID merchant) {
        /** What a dispute is about. */
        public static About of(Dispute dispute) {
            return new About(dispute.id(), dispute.payment(), dispute.merchant());
        }
    }

    /** Whether evidence is handed in. */
    enum Handing {
        /** It is kept; more may follow. */
        STAGED,
        /** It is handed in for good. */
        SUBMITTED
    }

    /** Who is right. */
    enum Verdict {
        /** The merchant. */
        WON,
        /** The payer. */
        LOST
    }
}
