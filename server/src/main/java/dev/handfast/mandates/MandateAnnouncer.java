package dev.handfast.mandates;

import dev.handfast.engine.Working;
import dev.handfast.outbox.Delivery;
import dev.handfast.outbox.Event;
import dev.handfast.wallets.Wallet;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Puts what happened to a mandate into a dialect's words. Pure: called inside a batch, maybe more
 * than once for the same news, and must give the same each time.
 */
@FunctionalInterface
public interface MandateAnnouncer {
    /** Nothing, or one event per dialect that has a word for it. */
    List<Announcement> announce(News news);

    /** Writes what there is to tell. */
    default void write(Working working, News news) {
        for (Announcement told : announce(news)) {
            working.insert(Event.TABLE, told.event());
            told.deliveries().forEach(row -> working.insert(Delivery.TABLE, row));
        }
    }

    /** An event and where it goes. */
    record Announcement(Event event, List<Delivery> deliveries) {}

    /** What happened. */
    enum Happening {
        /** A holder agreed. */
        AGREED,
        /** It ended. */
        ENDED
    }

    /**
     * News of a mandate.
     *
     * @param mandate as it is now
     * @param wallet whose holder has agreed
     * @param id a fresh id in time order; ids made from it are unique to this news
     */
    record News(Happening what, Mandate mandate, Wallet wallet, UUID id, Instant at) {}
}
