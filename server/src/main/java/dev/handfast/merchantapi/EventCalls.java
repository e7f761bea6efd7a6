package dev.handfast.merchantapi;

import dev.handfast.merchants.WebhookEndpoint;
import dev.handfast.outbox.DeliveryLog;
import dev.handfast.outbox.Event;
import dev.handfast.outbox.Events;
import dev.handfast.web.Json;

import tools.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The calls on events. */
final class EventCalls {
    private static final int TYPE_LENGTH_MAX = 100;
    private static final int TYPES_MAX = 20;

    private final ApiParts parts;
    private final DeliveryLog log;

    EventCalls(ApiParts parts) {
        this.parts = parts;
        this.log = parts.what().deliveries();
    }

    List<Route> routes() {
        return List.of(
                Route.get("/v1/events", "Lists events of the last thirty days, newest first.")
                        .takes(
                                Param.page(
                                        PublicIds.EVENT,
                                        Param.text(
                                                "type",
                                                TYPE_LENGTH_MAX,
                                                "Only events of this type, or of all that begin"
                                                        + " like it: charge.*"),
                                        Param.texts(
                                                "types",
                                                TYPE_LENGTH_MAX,
                                                TYPES_MAX,
                                                "Only events of one of these types."),
                                        Param.moments("created", "Only events of this time."),
                                        Param.flag(
                                                "delivery_success",
                                                "Only events that have arrived at all endpoints"
                                                        + " they go to, or only the others.")))
                        .answersPage(WebhookShapes.EVENT, this::list),
                Route.get("/v1/events/{id}", "Shows an event as it was told.")
                        .answers(WebhookShapes.EVENT, this::retrieve),
                Route.post(
                                "/v1/events/{id}/retry",
                                "Sends an event to an endpoint, again or for the first time.")
                        .takes(
                                Param.id(
                                                "webhook_endpoint",
                                                PublicIds.WEBHOOK_ENDPOINT,
                                                "To which.")
                                        .required())
                        .answers(
                                WebhookShapes.EVENT,
                                call -> Recorded.once(parts, call, this::retry)));
    }

    private Answer retrieve(Call call) {
        return find(call)
                .flatMap(event -> shown(List.of(event)).stream().findFirst())
                .map(Answer::ok)
                .orElseGet(() -> missing(call));
    }

    private Answer retry(Call call) {
        Optional<Event> event = find(call);
        if (event.isEmpty()) {
            return missing(call);
        }
        Optional<WebhookEndpoint> endpoint =
                call.params()
                        .id("webhook_endpoint", PublicIds.WEBHOOK_ENDPOINT)
                        .flatMap(id -> parts.who().endpoints().find(call.merchant().id(), id));
        Optional<ApiError> problem =
                endpoint.isEmpty()
                        ? Optional.of(
                                ApiError.parameter(
                                        ApiCode.RESOURCE_MISSING,
                                        "webhook_endpoint",
                                        PublicIds.WEBHOOK_ENDPOINT.missing(
                                                call.params().text("webhook_endpoint").orElse(""))))
                        : endpoint.flatMap(DeliveryCalls::disabled);
        if (problem.isPresent()) {
            return problem.get().answer(docs());
        }
        endpoint.ifPresent(to -> log.send(Tidings.delivery(event.get(), to)));
        return retrieve(call);
    }

    private Answer list(Call call) {
        Params params = call.params();
        Page page = Page.read(params, PublicIds.EVENT);
        TimeRange created = TimeRange.read(params, "created");
        Events.Filter filter =
                new Events.Filter(
                        params.text("type"),
                        params.texts("types"),
                        created.from(),
                        created.before(),
                        params.text("delivery_success")
                                .map(
                                        text ->
                                                text.equals("true")
                                                        ? Events.Arrival.ARRIVED
                                                        : Events.Arrival.NOT_ARRIVED));
        List<Event> events =
                parts.what()
                        .events()
                        .page(call.merchant().id(), new Events.Page(filter, page.slice()));
        return Page.answer("/v1/events", shown(page.shown(events)), page.hasMore(events));
    }

    private Optional<Event> find(Call call) {
        return PublicIds.EVENT
                .parse(call.id())
                .flatMap(id -> parts.what().events().find(call.merchant().id(), id))
                .filter(event -> told(event).isPresent());
    }

    /** The events as they were told, with how far they are now; without those of other dialects. */
    private List<ObjectNode> shown(List<Event> events) {
        Map<UUID, Integer> pending = log.undelivered(events.stream().map(Event::id).toList());
        return events.stream()
                .flatMap(
                        event ->
                                told(event).stream()
                                        .map(
                                                json ->
                                                        json.put(
                                                                "pending_webhooks",
                                                                pending.getOrDefault(
                                                                        event.id(), 0))))
                .toList();
    }

    /** The event as it was told; empty for one of another dialect. */
    static Optional<ObjectNode> told(Event event) {
        return Json.parseObject(event.body()).filter(json -> json.has("api_version"));
    }

    private Answer missing(Call call) {
        return ApiError.missing("event", call.id()).answer(docs());
    }

    private String docs() {
        return parts.settings().docs();
    }
}
