package dev.handfast.merchantapi;

import dev.handfast.customers.Edit;
import dev.handfast.customers.Keeper;
import dev.handfast.customers.PaymentMethod;
import dev.handfast.customers.SetupIntent;
import dev.handfast.customers.WalletAgreements;
import dev.handfast.mandates.MandateAnnouncer;
import dev.handfast.merchants.WebhookEndpoints;
import dev.handfast.payments.Announcer;
import dev.handfast.sales.SetupPage;

import tools.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Knows what merchants of this dialect want to keep on file, and tells them that it was kept, and
 * what becomes of the mandates behind it.
 */
public final class KeptEvents implements Keeper, MandateAnnouncer {
    /** Behind all that can be told of a payment in the same command. */
    private static final long RANK = 40;

    private final CustomerJson json;
    private final SessionJson sessions;
    private final WebhookEndpoints endpoints;
    private final EventWriter writer;

    /** The words of one installation. */
    public KeptEvents(ApiParts.Settings settings, WebhookEndpoints endpoints) {
        this.json = settings.customerJson();
        this.sessions = settings.sessionJson();
        this.endpoints = endpoints;
        this.writer = new EventWriter(settings.mode().isLive());
    }

    @Override
    public Optional<Wish> wish(String details) {
        // Most payments wish nothing, and this is asked of every one.
        if (!details.contains(PaymentJson.KEEPS_AS)) {
            return Optional.empty();
        }
        Details known = Details.read(details);
        Optional<UUID> method =
                PublicIds.PAYMENT_METHOD.parse(known.text(PaymentJson.KEEPS_AS).asString(""));
        Optional<UUID> customer =
                PublicIds.CUSTOMER.parse(known.text(PaymentJson.CUSTOMER).asString(""));
        return method.flatMap(
                id -> customer.map(owner -> new Wish(id, owner, MandateOptions.allowance(known))));
    }

    @Override
    public List<Edit.News> kept(PaymentMethod method, Moment moment) {
        return written(moment, List.of(attached(method, moment)));
    }

    @Override
    public List<Edit.News> agreed(SetupIntent setup, PaymentMethod method, Moment moment) {
        List<EventWriter.Told> told = new ArrayList<>();
        if (method.customer().isPresent()) {
            told.add(attached(method, moment));
        }
        told.add(
                told(
                        setup.merchant(),
                        "setup_intent.succeeded",
                        setup.id(),
                        json.setup(setup),
                        moment));
        session("checkout.session.completed", setup, moment).ifPresent(told::add);
        return written(moment, told);
    }

    /** Tells that a setup was given up. */
    List<Edit.News> closed(SetupIntent setup, Moment moment) {
        List<EventWriter.Told> told = new ArrayList<>();
        told.add(
                told(
                        setup.merchant(),
                        "setup_intent.canceled",
                        setup.id(),
                        json.setup(setup),
                        moment));
        session("checkout.session.expired", setup, moment).ifPresent(told::add);
        return written(moment, told);
    }

    /** What is told of the session that a setup is, where it is one. */
    private Optional<EventWriter.Told> session(String type, SetupIntent setup, Moment moment) {
        return SetupPage.of(setup.details())
                .map(
                        page ->
                                told(
                                        setup.merchant(),
                                        type,
                                        setup.id(),
                                        sessions.session(setup, page),
                                        moment));
    }

    private EventWriter.Told attached(PaymentMethod method, Moment moment) {
        return told(
                method.merchant(),
                "payment_method.attached",
                method.id(),
                json.method(method),
                moment);
    }

    private static EventWriter.Told told(
            UUID merchant, String type, UUID subject, ObjectNode shown, Moment moment) {
        return new EventWriter.Told(merchant, type, subject, shown, moment.at());
    }

    private List<Edit.News> written(Moment moment, List<EventWriter.Told> all) {
        List<Edit.News> news = new ArrayList<>();
        for (EventWriter.Told told : all) {
            Announcer.Announcement made = write(moment.id(), RANK + news.size(), told);
            news.add(new Edit.News(made.event(), made.deliveries()));
        }
        return news;
    }

    private Announcer.Announcement write(UUID news, long rank, EventWriter.Told told) {
        EventWriter.Order order = new EventWriter.Order(news, "KEPT", rank);
        return writer.write(order, told, endpoints.wanting(told.merchant(), told.type()));
    }

    @Override
    public List<MandateAnnouncer.Announcement> announce(MandateAnnouncer.News news) {
        if (!WalletAgreements.isOne(news.mandate())) {
            return List.of();
        }
        EventWriter.Told told =
                new EventWriter.Told(
                        news.mandate().proposal().merchant(),
                        "mandate.updated",
                        news.mandate().id(),
                        MandateJson.mandate(news.mandate(), writer.live(), news.at()),
                        news.at());
        Announcer.Announcement made = write(news.id(), RANK - 1, told);
        return List.of(new MandateAnnouncer.Announcement(made.event(), made.deliveries()));
    }
}
