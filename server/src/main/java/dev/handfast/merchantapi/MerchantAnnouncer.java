package dev.handfast.merchantapi;

import dev.handfast.merchants.WebhookEndpoint;
import dev.handfast.merchants.WebhookEndpoints;
import dev.handfast.payments.Announcer;
import dev.handfast.payments.Channel;
import dev.handfast.payments.Commission;
import dev.handfast.payments.Payment;
import dev.handfast.payments.Refund;
import dev.handfast.payments.Terms;
import dev.handfast.sales.Sale;

import tools.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Tells merchants of this dialect, and merchants of any other who have webhook endpoints, what
 * happens to their payments.
 */
public final class MerchantAnnouncer implements Announcer {
    private static final String COMPLETED = "checkout.session.completed";
    private static final String EXPIRED = "checkout.session.expired";

    private final PaymentJson json;
    private final SessionJson sessions;
    private final FeeJson fees;
    private final WebhookEndpoints endpoints;
    private final EventWriter writer;

    /** An announcer for one installation. */
    public MerchantAnnouncer(ApiParts.Settings settings, WebhookEndpoints endpoints) {
        this.json = settings.paymentJson();
        this.sessions = settings.sessionJson();
        this.fees = new FeeJson(settings.mode().isLive());
        this.endpoints = endpoints;
        this.writer = new EventWriter(settings.mode().isLive());
    }

    @Override
    public List<Announcement> announce(News news) {
        List<Announcement> all = new ArrayList<>();
        for (Told told : all(news)) {
            List<WebhookEndpoint> wanting = endpoints.wanting(told.merchant(), told.type());
            boolean ours = news.payment().terms().channel() == Channel.MERCHANT_API;
            if (ours || !wanting.isEmpty()) {
                all.add(announcement(news, told, all.size(), wanting));
            }
        }
        return all;
    }

    /** One event: who is told, its type and the object it shows. */
    private record Told(UUID merchant, String type, UUID subject, ObjectNode object) {}

    private List<Told> all(News news) {
        List<Told> all = new ArrayList<>(told(news));
        session(news).ifPresent(all::add);
        fee(news).ifPresent(all::add);
        return all;
    }

    /** What a platform is told of its fee, where it gets one or has given it back. */
    private Optional<Told> fee(News news) {
        Optional<Commission> taken =
                news.what() == Happening.CAPTURED
                        ? Commission.of(news.payment())
                        : news.returned()
                                .filter(back -> back.part().amounts().fee().isPositive())
                                .map(News.Returned::commission);
        boolean created = news.what() == Happening.CAPTURED;
        return taken.filter(commission -> commission.moved().fee().isPositive())
                .map(
                        commission ->
                                new Told(
                                        commission.platform(),
                                        created
                                                ? "application_fee.created"
                                                : "application_fee.refunded",
                                        commission.payment(),
                                        fees.fee(
                                                new FeeJson.Of(
                                                        commission,
                                                        news.payment().terms().acquirer()),
                                                news.returned().stream()
                                                        .map(News.Returned::part)
                                                        .toList())));
    }

    /** What is told of the session that a payment is, where it is one. */
    private Optional<Told> session(News news) {
        Payment payment = news.payment();
        Optional<String> type =
                switch (news.what()) {
                    case AUTHORISED -> Optional.of(COMPLETED);
                    case CAPTURED ->
                            payment.terms().capture() == Terms.CaptureMode.AUTOMATIC
                                    ? Optional.of(COMPLETED)
                                    : Optional.empty();
                    case CLOSED -> Optional.of(EXPIRED);
                    case CREATED,
                            OFFERED,
                            IN_PROGRESS,
                            FAILED,
                            REFUNDED,
                            REFUND_NOTED,
                            FEE_RETURNED ->
                            Optional.empty();
                };
        return type.flatMap(
                name ->
                        Sale.of(payment.terms().details())
                                .map(sale -> sessions.session(payment, sale))
                                .map(shown -> told(name, payment, shown)));
    }

    private List<Told> told(News news) {
        Payment payment = news.payment();
        return switch (news.what()) {
            case CREATED -> List.of(intent("payment_intent.created", payment));
            case OFFERED -> List.of(intent("payment_intent.requires_action", payment));
            case IN_PROGRESS -> List.of(intent("payment_intent.processing", payment));
            case AUTHORISED ->
                    List.of(
                            charge("charge.succeeded", payment),
                            intent("payment_intent.amount_capturable_updated", payment));
            case CAPTURED ->
                    List.of(
                            charge(captureType(payment.terms()), payment),
                            intent("payment_intent.succeeded", payment));
            case FAILED -> List.of(intent("payment_intent.payment_failed", payment));
            case CLOSED -> List.of(intent("payment_intent.canceled", payment));
            case REFUNDED -> refunded(payment, news.refund());
            case REFUND_NOTED -> List.of(refund("refund.updated", news));
            case FEE_RETURNED -> List.of();
        };
    }

    private static String captureType(Terms terms) {
        return switch (terms.capture()) {
            case AUTOMATIC -> "charge.succeeded";
            case MANUAL -> "charge.captured";
        };
    }

    private List<Told> refunded(Payment payment, Optional<Refund> refund) {
        List<Told> told = new ArrayList<>();
        refund.ifPresent(
                known ->
                        told.add(
                                new Told(
                                        payment.terms().merchant(),
                                        "refund.created",
                                        known.id(),
                                        RefundJson.refund(known, payment))));
        told.add(charge("charge.refunded", payment));
        return told;
    }

    private static Told refund(String type, News news) {
        Refund refund = news.refund().orElseThrow();
        Payment payment = news.payment();
        ObjectNode shown = RefundJson.refund(refund, payment);
        return new Told(payment.terms().merchant(), type, refund.id(), shown);
    }

    private Told intent(String type, Payment payment) {
        return told(type, payment, json.intent(payment));
    }

    private static Told told(String type, Payment payment, ObjectNode shown) {
        return new Told(payment.terms().merchant(), type, payment.id(), shown);
    }

    private Told charge(String type, Payment payment) {
        return told(type, payment, json.charge(payment));
    }

    private Announcement announcement(
            News news, Told told, int ordinal, List<WebhookEndpoint> wanting) {
        EventWriter.Order order =
                new EventWriter.Order(
                        news.id(), news.what().name(), (rank(news.what()) << 3) | ordinal);
        return writer.write(
                order,
                new EventWriter.Told(
                        told.merchant(), told.type(), told.subject(), told.object(), news.at()),
                wanting);
    }

    /** What can happen within one command comes in this order. */
    private static long rank(Happening what) {
        return switch (what) {
            case CREATED -> 0;
            case IN_PROGRESS -> 1;
            case AUTHORISED -> 2;
            case CAPTURED -> 3;
            case FAILED -> 4;
            case CLOSED -> 5;
            case REFUNDED, REFUND_NOTED, FEE_RETURNED -> 6;
            case OFFERED -> 7;
        };
    }
}
