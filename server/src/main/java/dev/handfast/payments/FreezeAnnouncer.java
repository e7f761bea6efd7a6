package dev.handfast.payments;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Puts what happened to a freeze into a dialect's words. Pure: called inside a batch, maybe more
 * than once for the same news, and must give the same each time.
 */
@FunctionalInterface
public interface FreezeAnnouncer {
    /** Nothing, or one event per dialect that has a word for it. */
    List<Announcer.Announcement> announce(News news);

    /** What happened to a freeze. */
    enum Happening {
        /** Money is frozen. */
        FROZEN,
        /** A part, or all of it, is unfrozen. */
        UNFROZEN,
        /** The merchant has called it off: what was frozen is unfrozen. */
        CANCELLED
    }

    /**
     * News of a freeze.
     *
     * @param what what happened
     * @param freeze as it is now
     * @param operation what was done to it; of a cancellation, what was cancelled
     * @param details what the dialect keeps of the request that did it, as JSON text; that of the
     *     freeze itself where nobody asked, for instance where its time is over
     * @param id unique to this news and in time order; ids made from it are unique to it too
     * @param at when
     */
    record News(
            Happening what,
            Freeze freeze,
            FreezeOperation operation,
            String details,
            UUID id,
            Instant at) {}
}
