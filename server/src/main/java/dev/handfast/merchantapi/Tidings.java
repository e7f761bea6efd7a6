package dev.handfast.merchantapi;

import dev.handfast.customers.Edit;
import dev.handfast.engine.Ids;
import dev.handfast.merchants.WebhookEndpoint;
import dev.handfast.merchants.WebhookEndpoints;
import dev.handfast.outbox.Delivery;
import dev.handfast.outbox.Event;
import dev.handfast.web.Json;

import tools.jackson.databind.node.ObjectNode;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Puts what happens to customers and what they pay with into events. Pure, but for the endpoints it
 * knows in memory.
 *
 * @param endpoints who wants to be told
 * @param live whether money is real here
 */
record Tidings(WebhookEndpoints endpoints, boolean live) {
    /**
     * Something that happened to an object.
     *
     * @param id a fresh id in time order
     * @param type such as {@code customer.created}
     * @param subject the object
     * @param shown the object as it is now
     * @param at when
     */
    record Fact(UUID id, String type, UUID subject, ObjectNode shown, Instant at) {}

    /** The event of a fact, and where it goes. */
    Edit.News of(UUID merchant, Fact fact) {
        List<WebhookEndpoint> wanting = endpoints.wanting(merchant, fact.type());
        Event event = event(merchant, fact, wanting.size(), live);
        return new Edit.News(event, deliveries(event, wanting));
    }

    /** The event of a fact. */
    static Event event(UUID merchant, Fact fact, int deliveries, boolean live) {
        return new Event(
                fact.id(),
                merchant,
                fact.type(),
                fact.subject(),
                Json.write(body(fact, deliveries, live)),
                fact.at());
    }

    static List<Delivery> deliveries(Event event, List<WebhookEndpoint> wanting) {
        return wanting.stream().map(endpoint -> delivery(event, endpoint)).toList();
    }

    /** An event on its way to an endpoint; always the same delivery for the two. */
    static Delivery delivery(Event event, WebhookEndpoint endpoint) {
        return Delivery.fresh(
                Ids.named("delivery", event.id().toString(), endpoint.id().toString()),
                event,
                Delivery.Channel.WEBHOOK,
                new Delivery.Target(Optional.of(endpoint.id()), endpoint.url()));
    }

    /** An event as it is told. */
    static ObjectNode body(Fact fact, int deliveries, boolean live) {
        ObjectNode data = Json.object();
        data.set("object", fact.shown());
        ObjectNode request = Json.object();
        request.putNull("id");
        request.putNull("idempotency_key");
        ObjectNode event = Json.object();
        event.put("id", PublicIds.EVENT.format(fact.id()));
        event.put("object", "event");
        event.put("api_version", MerchantApi.VERSION);
        event.put("created", fact.at().getEpochSecond());
        event.set("data", data);
        event.put("livemode", live);
        event.put("pending_webhooks", deliveries);
        event.set("request", request);
        event.put("type", fact.type());
        return event;
    }
}
