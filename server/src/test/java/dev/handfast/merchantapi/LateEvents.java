package dev.handfast.merchantapi;

import dev.handfast.customers.Edit;
import dev.handfast.customers.Keeper;
import dev.handfast.customers.PaymentMethod;
import dev.handfast.customers.SetupIntent;
import dev.handfast.mandates.MandateAnnouncer;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** The words for what is kept, in a test whose core stands before its endpoints. */
final class LateEvents implements Keeper, MandateAnnouncer {
    private final AtomicReference<KeptEvents> words = new AtomicReference<>();

    void set(KeptEvents events) {
        words.set(events);
    }

    private KeptEvents words() {
        return words.get();
    }

    @Override
    public Optional<Wish> wish(String details) {
        return words().wish(details);
    }

    @Override
    public List<Edit.News> kept(PaymentMethod method, Moment moment) {
        return words().kept(method, moment);
    }

    @Override
    public List<Edit.News> agreed(SetupIntent setup, PaymentMethod method, Moment moment) {
        return words().agreed(setup, method, moment);
    }

    @Override
    public List<Announcement> announce(News news) {
        return words().announce(news);
    }
}
