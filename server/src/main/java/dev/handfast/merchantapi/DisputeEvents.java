package dev.handfast.merchantapi;

import dev.handfast.disputes.Dispute;
import dev.handfast.disputes.DisputeAnnouncer;
import dev.handfast.merchants.WebhookEndpoint;
import dev.handfast.merchants.WebhookEndpoints;
import dev.handfast.payments.Announcer.Announcement;

import java.util.ArrayList;
import java.util.List;

/** Tells merchants what happens to their disputes. */
public final class DisputeEvents implements DisputeAnnouncer {
    private final EventWriter writer;
    private final WebhookEndpoints endpoints;

    /** An announcer for one installation. */
    public DisputeEvents(ApiParts.Settings settings, WebhookEndpoints endpoints) {
        this.writer = new EventWriter(settings.mode().isLive());
        this.endpoints = endpoints;
    }

    @Override
    public List<Announcement> announce(News news) {
        Dispute dispute = news.dispute();
        List<Announcement> all = new ArrayList<>();
        for (String type : types(news)) {
            List<WebhookEndpoint> wanting = endpoints.wanting(dispute.merchant(), type);
            EventWriter.Told told =
                    new EventWriter.Told(
                            dispute.merchant(),
                            type,
                            dispute.id(),
                            DisputeJson.dispute(dispute, news.partner(), writer.live()),
                            news.at());
            EventWriter.Order order = new EventWriter.Order(news.id(), type, all.size());
            all.add(writer.write(order, told, wanting));
        }
        return all;
    }

    private static List<String> types(News news) {
        return switch (news.what()) {
            case OPENED -> List.of("charge.dispute.created", "charge.dispute.funds_withdrawn");
            case UPDATED -> List.of("charge.dispute.updated");
            case DECIDED ->
                    news.dispute().state() == Dispute.State.WON
                            ? List.of("charge.dispute.closed", "charge.dispute.funds_reinstated")
                            : List.of("charge.dispute.closed");
        };
    }
}
