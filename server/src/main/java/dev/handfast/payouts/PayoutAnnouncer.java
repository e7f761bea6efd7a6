package dev.handfast.payouts;

import dev.handfast.payments.Announcer.Announcement;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Puts what happened to a payout into a dialect's words. Pure: called inside a batch, maybe more
 * than once for the same news.
 */
@FunctionalInterface
public interface PayoutAnnouncer {
    /** What to tell of it. */
    List<Announcement> announce(News news);

    /**
     * News of a payout; what happened is its state.
     *
     * @param payout the payout as it is now
     * @param id a fresh id in time order
     * @param at when
     */
    record News(Payout payout, UUID id, Instant at) {}
}
