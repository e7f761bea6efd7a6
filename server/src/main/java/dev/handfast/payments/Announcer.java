package dev.handfast.payments;

import dev.handfast.outbox.Delivery;
import dev.handfast.outbox.Event;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Puts what happened into a dialect's words. Pure: called inside a batch, maybe more than once for
 * the same news, and must give the same each time.
 */
@FunctionalInterface
public interface Announcer {
    /** What to tell of it: nothing, or one event per dialect that has a word for it. */
    List<Announcement> announce(News news);

    /** An event and where it goes. */
    record Announcement(Event event, List<Delivery> deliveries) {}

    /** What happened to a payment. */
    enum Happening {
        /** It was created. */
        CREATED,
        /** It waits for whoever scans its code. */
        OFFERED,
        /** A rail was asked. */
        IN_PROGRESS,
        /** The money is held. */
        AUTHORISED,
        /** The money has moved. */
        CAPTURED,
        /** Paying failed; it can be tried again. */
        FAILED,
        /** It is over, with no money moved. */
        CLOSED,
        /** Money went back. */
        REFUNDED,
        /** Something was noted with a refund. */
        REFUND_NOTED,
        /** A platform gave its fee back, or a part of it, with no refund. */
        FEE_RETURNED
    }

    /**
     * News of a payment.
     *
     * @param what what happened
     * @param payment the payment as it is now
     * @param refund the refund, where it is about one
     * @param returned what of a platform's commission went back, where any did
     * @param id a fresh id in time order; ids made from it are unique to this news
     * @param at when
     */
    record News(
            Happening what,
            Payment payment,
            Optional<Refund> refund,
            Optional<Returned> returned,
            UUID id,
            Instant at) {
        /** A platform's commission as it is now, and what of it has just gone back. */
        public record Returned(Commission commission, CommissionReturn part) {}
    }
}
