package dev.handfast.opengateway;

import dev.handfast.alipay.WireTime;
import dev.handfast.engine.Ids;
import dev.handfast.money.Money;
import dev.handfast.outbox.Delivery;
import dev.handfast.outbox.Event;
import dev.handfast.payments.Announcer;
import dev.handfast.payments.Freeze;
import dev.handfast.payments.FreezeAnnouncer;
import dev.handfast.payments.FreezeOperation;

import tools.jackson.databind.node.ObjectNode;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Puts news of pre-authorisations into asynchronous notifications: when money is frozen, when a
 * part is unfrozen, and when a freeze is called off. Each goes to the {@code notify_url} of the
 * request that did it. What nobody asked for, as the rest that is unfrozen when its time is over or
 * behind a payment with {@code auth_confirm_mode=COMPLETE}, is told where the freeze was. Pure.
 *
 * <p>An event's body holds its own {@code sign_type} and {@code charset}, for one freeze may be
 * told in several.
 *
 * <p>Source: the parameters of genuine notifications of 2018 and 2019 that merchants' code on
 * GitHub keeps as samples.
 */
final class FreezeNotices {
    static final String FROZEN = "fund_auth_freeze";
    static final String UNFROZEN = "fund_auth_unfreeze";
    static final String CANCELLED = "fund_auth_operation_cancel";

    private FreezeNotices() {}

    /** Whether an event of this type is one of these. */
    static boolean isOne(String type) {
        return type.equals(FROZEN) || type.equals(UNFROZEN) || type.equals(CANCELLED);
    }

    static List<Announcer.Announcement> announce(FreezeAnnouncer.News news) {
        Details details = Details.read(news.details());
        Optional<String> url = details.find(Details.NOTIFY_URL);
        if (url.isEmpty() || details.find(Details.APP_ID).isEmpty()) {
            return List.of();
        }
        UUID merchant = news.freeze().order().merchant();
        UUID id = derived(news.id(), "freeze_event");
        Event event =
                new Event(
                        id,
                        merchant,
                        type(news),
                        news.freeze().id(),
                        body(news, details, id),
                        news.at());
        Delivery delivery =
                Delivery.fresh(
                        derived(news.id(), "freeze_delivery"),
                        event,
                        Delivery.Channel.NOTIFICATION,
                        Delivery.Target.of(url.get()));
        return List.of(new Announcer.Announcement(event, List.of(delivery)));
    }

    private static String type(FreezeAnnouncer.News news) {
        return switch (news.what()) {
            case FROZEN -> FROZEN;
            case UNFROZEN -> UNFROZEN;
            case CANCELLED -> CANCELLED;
        };
    }

    private static String body(FreezeAnnouncer.News news, Details details, UUID event) {
        Freeze freeze = news.freeze();
        ObjectNode node = FreezeOrder.numbers(freeze, news.operation());
        node.put("notify_type", type(news));
        node.put("notify_id", event.toString().replace("-", ""));
        node.put("app_id", details.get(Details.APP_ID));
        node.put("auth_app_id", details.authAppId());
        details.copySigning(node);
        switch (news.what()) {
            case FROZEN, UNFROZEN -> movement(node, news, details);
            case CANCELLED -> node.put(AuthCancel.ACTION, AuthCancel.action(freeze));
        }
        return node.toString();
    }

    /** How much was moved, whose it is, and how the freeze stands now. */
    private static void movement(ObjectNode node, FreezeAnnouncer.News news, Details details) {
        Freeze freeze = news.freeze();
        FreezeOperation operation = news.operation();
        Freeze.Holding holding = freeze.holding().orElseThrow();
        Instant moved = operation.kind() == FreezeOperation.Kind.FREEZE ? holding.at() : news.at();
        node.put("operation_type", operation.kind().name());
        node.put("status", "SUCCESS");
        node.put("gmt_create", WireTime.format(operation.createdAt()));
        node.put("gmt_trans", WireTime.format(moved));
        node.put(Buyers.PAYER, Buyers.WALLET + holding.wallet());
        String payee = details.get(Details.SELLER_ID);
        node.put("payee_user_id", payee);
        node.put("payee_logon_id", Buyers.masked(payee));
        put(node, "", operation.amount());
        put(node, "total_freeze_", freeze.order().amount());
        put(node, "total_unfreeze_", freeze.unfrozen());
        put(node, "total_pay_", freeze.paid());
        put(node, "rest_", freeze.rest());
    }

    /** A sum, and of what it is made up: a wallet lends nothing. */
    private static void put(ObjectNode node, String prefix, Money amount) {
        node.put(prefix + "amount", amount.toDecimalString());
        node.put(prefix + "fund_amount", amount.toDecimalString());
        node.put(prefix + "credit_amount", "0.00");
    }

    /** An id in the news' own place in time, and unlike any other made from it. */
    private static UUID derived(UUID news, String kind) {
        return new UUID(
                news.getMostSignificantBits(),
                Ids.named(kind, news.toString()).getLeastSignificantBits());
    }
}
