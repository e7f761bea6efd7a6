package dev.handfast.payments;

import dev.handfast.customers.Keeper;
import dev.handfast.engine.Naming;
import dev.handfast.engine.Working;
import dev.handfast.ledger.Entry;
import dev.handfast.ledger.Ledger;
import dev.handfast.ledger.Posting;
import dev.handfast.ledger.Step;
import dev.handfast.limits.Limits;
import dev.handfast.outbox.Delivery;
import dev.handfast.outbox.Event;
import dev.handfast.tokens.TokenCheck;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What every payment command needs beside its own request.
 *
 * @param ledger the books
 * @param keys opens the keys of device tokens
 * @param announcer puts news of payments into the dialects' words
 * @param freezeAnnouncer the same for freezes
 * @param limits what wallets may spend
 * @param reaches the wallets that rails reach, by the rails' names
 * @param keeper knows what merchants want to keep on file
 */
public record Rules(
        Ledger ledger,
        TokenCheck.Keys keys,
        Announcer announcer,
        FreezeAnnouncer freezeAnnouncer,
        Limits limits,
        Map<String, Rail.Reach> reaches,
        Keeper keeper) {
    /** Copies the map. */
    public Rules {
        reaches = Map.copyOf(reaches);
    }

    /** The same, where rails reach these wallets. */
    Rules reaching(Map<String, Rail.Reach> other) {
        return new Rules(ledger, keys, announcer, freezeAnnouncer, limits, other, keeper);
    }

    /** The wallets that show codes like this one, by the name of the rail that reaches them. */
    Optional<Map.Entry<String, Rail.Reach>> reachOf(String code) {
        return reaches.entrySet().stream()
                .filter(entry -> code.startsWith(entry.getValue().codePrefix()))
                .max(
                        Comparator.<Map.Entry<String, Rail.Reach>>comparingInt(
                                        entry -> entry.getValue().codePrefix().length())
                                .thenComparing(Map.Entry.comparingByKey()));
    }

    /** Tells of what happened to a payment. */
    void announce(
            Working working,
            Announcer.Happening what,
            Payment payment,
            Optional<Refund> refund,
            UUID id) {
        announce(
                working,
                new Announcer.News(what, payment, refund, Optional.empty(), id, working.now()));
    }

    /** Tells of it. */
    void announce(Working working, Announcer.News news) {
        write(working, announcer.announce(news));
    }

    /** Tells of what happened to a freeze. */
    void announce(Working working, FreezeAnnouncer.News news) {
        write(working, freezeAnnouncer.announce(news));
    }

    private static void write(Working working, List<Announcer.Announcement> announcements) {
        for (Announcer.Announcement announcement : announcements) {
            working.insert(Event.TABLE, announcement.event());
            announcement.deliveries().forEach(row -> working.insert(Delivery.TABLE, row));
        }
    }

    /** Puts the merchant's share of a fresh capture where its terms say, and notes a platform's. */
    void keep(Working working, Payment paid) {
        Capture capture = paid.capture().orElseThrow();
        Commission.opened(paid, capture).ifPresent(row -> working.insert(Commission.TABLE, row));
        Optional<Proceeds> proceeds = Proceeds.opened(paid, capture);
        if (proceeds.isEmpty()) {
            return;
        }
        working.insert(Proceeds.TABLE, proceeds.get());
        List<Step> steps = Flow.of(paid.terms(), paid.backing().orElseThrow()).keep(capture);
        if (!steps.isEmpty()) {
            post(working, new Entry(paid.id(), steps));
        }
    }

    /** Posts an entry that cannot be refused: what it takes has been looked at before. */
    void post(Working working, Entry entry) {
        switch (ledger.post(working, entry)) {
            case Posting.Posted posted -> {}
            case Posting.Refused(var why, int step) ->
                    throw new IllegalStateException(
                            "step %d about %s cannot be posted: %s"
                                    .formatted(step, entry.subject(), why));
        }
    }

    /** Names the accounts that any step of a payment's life may touch. */
    void nameAccounts(Naming naming, UUID payment) {
        ledger.nameAccounts(
                naming,
                working ->
                        working.find(PaymentTable.TABLE, payment)
                                .map(found -> Flow.of(found).accounts())
                                .orElse(List.of()));
    }
}
