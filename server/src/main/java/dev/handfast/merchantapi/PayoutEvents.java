package dev.handfast.merchantapi;

import dev.handfast.merchants.WebhookEndpoint;
import dev.handfast.merchants.WebhookEndpoints;
import dev.handfast.payments.Announcer.Announcement;
import dev.handfast.payouts.Payout;
import dev.handfast.payouts.PayoutAnnouncer;

import java.util.List;

/** Tells merchants what happens to their payouts. */
public final class PayoutEvents implements PayoutAnnouncer {
    private final EventWriter writer;
    private final WebhookEndpoints endpoints;

    /** An announcer for one installation. */
    public PayoutEvents(ApiParts.Settings settings, WebhookEndpoints endpoints) {
        this.writer = new EventWriter(settings.mode().isLive());
        this.endpoints = endpoints;
    }

    @Override
    public List<Announcement> announce(News news) {
        Payout payout = news.payout();
        String type = type(payout.state());
        List<WebhookEndpoint> wanting = endpoints.wanting(payout.owner().merchant(), type);
        EventWriter.Told told =
                new EventWriter.Told(
                        payout.owner().merchant(),
                        type,
                        payout.id(),
                        PayoutJson.payout(payout, writer.live()),
                        news.at());
        return List.of(writer.write(new EventWriter.Order(news.id(), type, 0), told, wanting));
    }

    private static String type(Payout.State state) {
        return switch (state) {
            case PENDING -> "payout.created";
            case IN_TRANSIT -> "payout.updated";
            case PAID -> "payout.paid";
            case FAILED -> "payout.failed";
            case CANCELED -> "payout.canceled";
        };
    }
}
