package dev.handfast.disputes;

import dev.handfast.payments.Announcer.Announcement;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Puts what happened to a dispute into a dialect's words. Pure: called inside a batch, maybe more
 * than once for the same news.
 */
@FunctionalInterface
public interface DisputeAnnouncer {
    /** What to tell of it. */
    List<Announcement> announce(News news);

    /** What happened to a dispute. */
    enum Happening {
        /** It was opened; the merchant's money is kept. */
        OPENED,
        /** The merchant has said something. */
        UPDATED,
        /** It is decided. */
        DECIDED
    }

    /**
     * News of a dispute.
     *
     * @param what what happened
     * @param dispute the dispute as it is now
     * @param partner in whose books the merchant's money is
     * @param id a fresh id in time order
     * @param at when
     */
    record News(Happening what, Dispute dispute, UUID partner, UUID id, Instant at) {}
}
