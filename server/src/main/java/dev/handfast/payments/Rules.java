package dev.handfast.payments;

import dev.handfast.engine.Naming;
import dev.handfast.engine.Working;
import dev.handfast.ledger.Ledger;
import dev.handfast.limits.Limits;
import dev.handfast.outbox.Delivery;
import dev.handfast.outbox.Event;
import dev.handfast.tokens.TokenCheck;

import java.util.Optional;
import java.util.UUID;

/**
 * What every payment command needs beside its own request.
 *
 * @param ledger the books
 * @param keys opens the keys of device tokens
 * @param announcer puts news into the dialects' words
 * @param limits what wallets may spend
 */
public record Rules(Ledger ledger, TokenCheck.Keys keys, Announcer announcer, Limits limits) {
    /** Tells of what happened to a payment. */
    void announce(
            Working working,
            Announcer.Happening what,
            Payment payment,
            Optional<Refund> refund,
            UUID id) {
        Announcer.News news = new Announcer.News(what, payment, refund, id, working.now());
        for (Announcer.Announcement announcement : announcer.announce(news)) {
            working.insert(Event.TABLE, announcement.event());
            announcement.deliveries().forEach(row -> working.insert(Delivery.TABLE, row));
        }
    }

    /** Names the accounts that any step of a payment's life may touch. */
    void nameAccounts(Naming naming, UUID payment) {
        ledger.nameAccounts(
                naming,
                working ->
                        working.find(PaymentTable.TABLE, payment)
                                .map(found -> Flow.of(found).accounts())
                                .orElse(java.util.List.of()));
    }
}
