package dev.handfast.opengateway;

import dev.handfast.alipay.WireTime;
import dev.handfast.engine.Ids;
import dev.handfast.mandates.MandateAnnouncer;
import dev.handfast.merchants.GatewayApps.RefundNews;
import dev.handfast.outbox.Delivery;
import dev.handfast.outbox.Event;
import dev.handfast.payments.Announcer;
import dev.handfast.payments.Channel;
import dev.handfast.payments.FreezeAnnouncer;
import dev.handfast.payments.Payment;
import dev.handfast.payments.Refund;

import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * Puts news of payments into asynchronous notifications, for trades that named a {@code
 * notify_url}: when they are paid, and when money goes back. Pure.
 *
 * <p>An event's body is the notification without what only its sending can know: the buyer's
 * number, the time and the signature.
 *
 * <p>Source: the parameters of a genuine notification among the tests of the official Node client.
 */
public final class GatewayAnnouncer implements Announcer, MandateAnnouncer, FreezeAnnouncer {
    static final String TYPE = "trade_status_sync";

    private final Function<String, RefundNews> refundNews;

    /**
     * An announcer.
     *
     * @param refundNews whether the app with this id is told of refunds; without I/O
     */
    public GatewayAnnouncer(Function<String, RefundNews> refundNews) {
        this.refundNews = refundNews;
    }

    @Override
    public List<Announcer.Announcement> announce(Announcer.News news) {
        if (news.payment().terms().channel() != Channel.GATEWAY) {
            return List.of();
        }
        Optional<String> url = Details.of(news.payment()).find(Details.NOTIFY_URL);
        if (url.isEmpty()) {
            return List.of();
        }
        return switch (news.what()) {
            case CAPTURED -> List.of(announcement(news, url.get()));
            case REFUNDED ->
                    switch (refundNews.apply(Details.of(news.payment()).get(Details.APP_ID))) {
                        case TOLD -> List.of(announcement(news, url.get()));
                        case UNTOLD -> List.of();
                    };
            case CREATED,
                    OFFERED,
                    IN_PROGRESS,
                    AUTHORISED,
                    FAILED,
                    CLOSED,
                    FEE_RETURNED,
                    REFUND_NOTED ->
                    List.of();
        };
    }

    @Override
    public List<MandateAnnouncer.Announcement> announce(MandateAnnouncer.News news) {
        return AgreementNotices.announce(news);
    }

    @Override
    public List<Announcer.Announcement> announce(FreezeAnnouncer.News news) {
        return FreezeNotices.announce(news);
    }

    private static Announcer.Announcement announcement(Announcer.News news, String url) {
        Payment payment = news.payment();
        UUID merchant = payment.terms().merchant();
        UUID id = derived(news.id(), "gateway_event");
        Event event = new Event(id, merchant, TYPE, payment.id(), body(news, id), news.at());
        Delivery delivery =
                Delivery.fresh(
                        derived(news.id(), "gateway_delivery"),
                        event,
                        Delivery.Channel.NOTIFICATION,
                        Delivery.Target.of(url));
        return new Announcer.Announcement(event, List.of(delivery));
    }

    private static String body(Announcer.News news, UUID event) {
        Payment payment = news.payment();
        Details details = Details.of(payment);
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("notify_type", TYPE);
        node.put("notify_id", event.toString().replace("-", ""));
        node.put("app_id", details.get(Details.APP_ID));
        node.put("auth_app_id", details.authAppId());
        node.put("seller_id", details.get(Details.SELLER_ID));
        node.setAll(Told.numbers(payment));
        node.put("trade_status", TradeStatus.of(payment, news.at()).name());
        Told.payer(node, payment);
        Told.sums(node, payment);
        node.put("subject", payment.terms().description());
        details.find(Details.BODY).ifPresent(text -> node.put("body", text));
        details.find(Details.PASSBACK_PARAMS).ifPresent(text -> node.put("passback_params", text));
        node.put("gmt_create", WireTime.format(payment.createdAt()));
        payment.capture()
                .ifPresent(capture -> node.put("gmt_payment", WireTime.format(capture.at())));
        node.put("fund_bill_list", bills(payment));
        news.refund().ifPresent(refund -> refund(node, payment, refund));
        return node.toString();
    }

    /** The refund's own fields; {@code refund_fee} is all that has gone back so far. */
    private static void refund(ObjectNode node, Payment payment, Refund refund) {
        String number = payment.terms().reference().orElse("");
        String reference = refund.reference().orElse(number);
        // A cancelled trade's refund bears no number of the merchant's but the trade's own.
        node.put("out_biz_no", reference.equals(TradeCancel.REFERENCE) ? number : reference);
        node.put("refund_fee", payment.capture().orElseThrow().refunded().toDecimalString());
        node.put("send_back_fee", refund.amount().toDecimalString());
        node.put("gmt_refund", WireTime.format(refund.createdAt()));
    }

    /** A JSON text inside the form; its names are in another style than those of answers. */
    private static String bills(Payment payment) {
        ObjectNode bill = JsonNodeFactory.instance.objectNode();
        bill.put("amount", payment.terms().amount().toDecimalString());
        bill.put("fundChannel", Told.channel(payment.backing().orElseThrow()));
        return JsonNodeFactory.instance.arrayNode().add(bill).toString();
    }

    /** An id in the news' own place in time, and unlike any other made from it. */
    private static UUID derived(UUID news, String kind) {
        return new UUID(
                news.getMostSignificantBits(),
                Ids.named(kind, news.toString()).getLeastSignificantBits());
    }
}
