package dev.handfast.merchantapi;

import dev.handfast.outbox.Event;
import dev.handfast.outbox.Events;
import dev.handfast.web.Json;

import tools.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.Optional;

/** The calls on events. */
final class EventCalls {
    private final ApiParts parts;

    EventCalls(ApiParts parts) {
        this.parts = parts;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/v1/events", "Lists events, newest first.")
                        .takes(
                                Param.page(
                                        PublicIds.EVENT,
                                        Param.text("type", 100, "Only events of this type.")))
                        .answersPage(Shapes.EVENT, this::list),
                Route.get("/v1/events/{id}", "Shows an event as it was told.")
                        .answers(Shapes.EVENT, this::retrieve));
    }

    private Answer retrieve(Call call) {
        return PublicIds.EVENT
                .parse(call.id())
                .flatMap(id -> parts.what().events().find(call.merchant().id(), id))
                .flatMap(EventCalls::shown)
                .map(Answer::ok)
                .orElseGet(
                        () -> ApiError.missing("event", call.id()).answer(parts.settings().docs()));
    }

    private Answer list(Call call) {
        Page page = Page.read(call.params(), PublicIds.EVENT);
        Optional<String> type = call.params().text("type");
        List<Event> events =
                parts.what()
                        .events()
                        .page(
                                call.merchant().id(),
                                new Events.Page(page.after(), type, page.limit() + 1));
        List<ObjectNode> shown =
                events.stream()
                        .limit(page.limit())
                        .flatMap(event -> shown(event).stream())
                        .toList();
        return Page.answer("/v1/events", shown, events.size() > page.limit());
    }

    /** The event as it was told; empty for one of another dialect. */
    private static Optional<ObjectNode> shown(Event event) {
        return Json.parseObject(event.body()).filter(json -> json.has("api_version"));
    }
}
