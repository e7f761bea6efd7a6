package dev.handfast.merchantapi;

import dev.handfast.merchants.WebhookEndpoint;
import dev.handfast.outbox.Delivery;
import dev.handfast.outbox.DeliveryLog;
import dev.handfast.outbox.DeliveryLog.Which;
import dev.handfast.outbox.Event;
import dev.handfast.web.Json;

import tools.jackson.databind.node.ObjectNode;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The calls by which a merchant sees what was sent to its endpoints, and has it sent again. */
final class DeliveryCalls {
    private static final String LIST = "/v1/webhook_deliveries";
    private static final long TIME_MAX = 253_402_300_799L;

    private final ApiParts parts;
    private final DeliveryLog log;
    private final WebhookJson json;

    DeliveryCalls(ApiParts parts) {
        this.parts = parts;
        this.log = parts.what().deliveries();
        this.json = new WebhookJson(parts.settings().mode().isLive());
    }

    List<Route> routes() {
        return List.of(
                Route.get(LIST, "Lists what was sent to endpoints, newest event first.")
                        .takes(
                                Param.page(
                                        PublicIds.WEBHOOK_DELIVERY,
                                        Param.id(
                                                "webhook_endpoint",
                                                PublicIds.WEBHOOK_ENDPOINT,
                                                "Only to this endpoint."),
                                        Param.id("event", PublicIds.EVENT, "Only of this event."),
                                        Param.word(
                                                "status",
                                                "Only those that far.",
                                                "pending",
                                                "succeeded",
                                                "failed")))
                        .answersPage(WebhookShapes.DELIVERY, this::list),
                Route.get(LIST + "/{id}", "Shows a delivery with its last fifty attempts.")
                        .answers(WebhookShapes.DELIVERY, this::retrieve),
                Route.post(LIST + "/{id}/retry", "Sends a delivery again, at once.")
                        .answers(
                                WebhookShapes.DELIVERY,
                                call -> Recorded.once(parts, call, this::retry)),
                Route.post(
                                "/v1/webhook_endpoints/{id}/replay",
                                "Sends the events of a range of time to an endpoint, in their"
                                        + " order. Handfast's own call.")
                        .takes(
                                Param.whole("since", 0, TIME_MAX, "From when; seconds since 1970.")
                                        .required(),
                                Param.whole("until", 0, TIME_MAX, "Before when; now if left out."),
                                Param.id(
                                        "starting_after",
                                        PublicIds.EVENT,
                                        "The last_event of the call before this one."),
                                Param.word(
                                        "which",
                                        "Which events: undelivered (if left out), or all.",
                                        "undelivered",
                                        "all"))
                        .answers(
                                WebhookShapes.REPLAY,
                                call -> Recorded.once(parts, call, this::replay)));
    }

    private Answer list(Call call) {
        Params params = call.params();
        Page page = Page.read(params, PublicIds.WEBHOOK_DELIVERY);
        DeliveryLog.Filter filter =
                new DeliveryLog.Filter(
                        params.id("webhook_endpoint", PublicIds.WEBHOOK_ENDPOINT),
                        params.id("event", PublicIds.EVENT),
                        params.text("status").map(WebhookJson::state));
        List<DeliveryLog.Entry> found =
                log.page(call.merchant().id(), new DeliveryLog.Page(filter, page.slice()));
        return page.answer(LIST, found, json::delivery);
    }

    private Answer retrieve(Call call) {
        return find(call)
                .map(entry -> Answer.ok(json.delivery(entry)))
                .orElseGet(() -> missing(call));
    }

    private Answer retry(Call call) {
        Optional<DeliveryLog.Entry> found = find(call);
        if (found.isEmpty()) {
            return missing(call);
        }
        Delivery delivery = found.get().delivery();
        return endpoint(call, delivery.endpoint().orElseThrow())
                .map(endpoint -> sent(call, delivery.event(), endpoint))
                .orElseGet(() -> missing(call));
    }

    private Answer sent(Call call, UUID event, WebhookEndpoint endpoint) {
        Optional<ApiError> disabled = disabled(endpoint);
        if (disabled.isPresent()) {
            return disabled.get().answer(docs());
        }
        parts.what()
                .events()
                .find(call.merchant().id(), event)
                .ifPresent(known -> log.send(Tidings.delivery(known, endpoint)));
        return retrieve(call);
    }

    private Answer replay(Call call) {
        Params params = call.params();
        Optional<WebhookEndpoint> found =
                PublicIds.WEBHOOK_ENDPOINT.parse(call.id()).flatMap(id -> endpoint(call, id));
        Optional<ApiError> disabled = found.flatMap(DeliveryCalls::disabled);
        if (found.isEmpty() || disabled.isPresent()) {
            return disabled.orElseGet(() -> ApiError.missing("webhook endpoint", call.id()))
                    .answer(docs());
        }
        WebhookEndpoint endpoint = found.get();
        // One that has just happened is included.
        Instant now = parts.clock().instant().plusMillis(1);
        DeliveryLog.Range range =
                new DeliveryLog.Range(
                        TimeRange.at(params.whole("since").orElse(0L)),
                        params.whole("until").map(TimeRange::at).orElse(now),
                        params.id("starting_after", PublicIds.EVENT),
                        params.text("which").filter("all"::equals).isPresent()
                                ? Which.ALL
                                : Which.UNDELIVERED);
        DeliveryLog.Replayed replayed =
                log.replay(
                        call.merchant().id(),
                        range,
                        event ->
                                Optional.of(event)
                                        .filter(one -> wants(endpoint, one))
                                        .map(one -> Tidings.delivery(one, endpoint)));
        ObjectNode answer = Json.object();
        answer.put("object", "webhook_replay");
        answer.put("count", replayed.count());
        answer.put("has_more", replayed.last().isPresent());
        replayed.last()
                .ifPresentOrElse(
                        last -> answer.put("last_event", PublicIds.EVENT.format(last)),
                        () -> answer.putNull("last_event"));
        answer.put("webhook_endpoint", call.id());
        return Answer.ok(answer);
    }

    /** Whether an endpoint is to be told of an event, which other dialects have too. */
    private static boolean wants(WebhookEndpoint endpoint, Event event) {
        return endpoint.wants(event.type()) && EventCalls.told(event).isPresent();
    }

    /** Why nothing is sent to an endpoint, if so. */
    static Optional<ApiError> disabled(WebhookEndpoint endpoint) {
        return endpoint.state() == WebhookEndpoint.State.ENABLED
                ? Optional.empty()
                : Optional.of(
                        ApiError.invalid(
                                400,
                                ApiCode.WEBHOOK_ENDPOINT_DISABLED,
                                "the endpoint is disabled; set disabled=false first"));
    }

    private Optional<DeliveryLog.Entry> find(Call call) {
        return PublicIds.WEBHOOK_DELIVERY
                .parse(call.id())
                .flatMap(id -> log.find(call.merchant().id(), id));
    }

    private Optional<WebhookEndpoint> endpoint(Call call, UUID id) {
        return parts.who().endpoints().find(call.merchant().id(), id);
    }

    private Answer missing(Call call) {
        return ApiError.missing("webhook delivery", call.id()).answer(docs());
    }

    private String docs() {
        return parts.settings().docs();
    }
}
