package dev.handfast.opengateway;

import dev.handfast.engine.Ids;
import dev.handfast.mandates.Mandate;
import dev.handfast.mandates.MandateAnnouncer;
import dev.handfast.outbox.Delivery;
import dev.handfast.outbox.Event;

import tools.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Puts news of agreements into asynchronous notifications, for those that named a {@code
 * notify_url}: when a holder agrees, and when it ends. Pure.
 *
 * <p>Source: the parameters of genuine notifications of 2021 and 2022 that merchants' code on
 * GitHub keeps as samples.
 */
final class AgreementNotices {
    static final String SIGNED = "dut_user_sign";
    static final String UNSIGNED = "dut_user_unsign";

    private AgreementNotices() {}

    static List<MandateAnnouncer.Announcement> announce(MandateAnnouncer.News news) {
        Mandate mandate = news.mandate();
        Details details = Details.read(mandate.proposal().details());
        Optional<String> url = details.find(Details.NOTIFY_URL);
        if (url.isEmpty() || details.find(Details.APP_ID).isEmpty()) {
            return List.of();
        }
        UUID merchant = mandate.proposal().merchant();
        UUID id = derived(news.id(), "agreement_event");
        Event event = new Event(id, merchant, type(news), mandate.id(), body(news, id), news.at());
        Delivery delivery =
                Delivery.fresh(
                        derived(news.id(), "agreement_delivery"),
                        event,
                        Delivery.Channel.NOTIFICATION,
                        Delivery.Target.of(url.get()));
        return List.of(new MandateAnnouncer.Announcement(event, List.of(delivery)));
    }

    private static String type(MandateAnnouncer.News news) {
        return switch (news.what()) {
            case AGREED -> SIGNED;
            case ENDED -> UNSIGNED;
        };
    }

    private static String body(MandateAnnouncer.News news, UUID event) {
        ObjectNode node = AgreementTold.common(news.mandate());
        String appId = Details.read(news.mandate().proposal().details()).get(Details.APP_ID);
        node.put("notify_type", type(news));
        node.put("notify_id", event.toString().replace("-", ""));
        node.put("app_id", appId);
        node.put("auth_app_id", appId);
        AgreementTold.holder(node, news.wallet(), "alipay_user_id");
        node.put(
                "status",
                switch (news.what()) {
                    case AGREED -> "NORMAL";
                    case ENDED -> "UNSIGN";
                });
        return node.toString();
    }

    /** An id in the news' own place in time, and unlike any other made from it. */
    private static UUID derived(UUID news, String kind) {
        return new UUID(
                news.getMostSignificantBits(),
                Ids.named(kind, news.toString()).getLeastSignificantBits());
    }
}
