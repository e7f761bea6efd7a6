package dev.handfast.merchantapi;

import dev.handfast.engine.Idempotency;
import dev.handfast.engine.Idempotency.Reply;
import dev.handfast.merchants.WebhookEndpoint;
import dev.handfast.merchants.WebhookEndpoints;
import dev.handfast.payments.Replied;
import dev.handfast.web.Json;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** The calls on webhook endpoints. */
final class EndpointCalls {
    private static final int EVENTS_MAX = 100;
    private static final int ENDPOINTS_MAX = 16;
    private static final Pattern EVENT_TYPE = Pattern.compile("\\*|[a-z_]+(\\.[a-z_]+)+");

    private final ApiParts parts;

    EndpointCalls(ApiParts parts) {
        this.parts = parts;
    }

    List<Route> routes() {
        return List.of(
                Route.post("/v1/webhook_endpoints", "Adds an address that is told of events.")
                        .takes(
                                urlParam().required(),
                                eventsParam().required(),
                                descriptionParam(),
                                Param.metadata(),
                                Param.ignored("api_version"))
                        .answers(Shapes.WEBHOOK_ENDPOINT, this::create),
                Route.get("/v1/webhook_endpoints", "Lists endpoints, newest first.")
                        .takes(Param.page(PublicIds.WEBHOOK_ENDPOINT))
                        .answersPage(Shapes.WEBHOOK_ENDPOINT, this::list),
                Route.get("/v1/webhook_endpoints/{id}", "Shows an endpoint.")
                        .answers(Shapes.WEBHOOK_ENDPOINT, this::retrieve),
                Route.post("/v1/webhook_endpoints/{id}", "Changes an endpoint.")
                        .takes(
                                urlParam(),
                                eventsParam(),
                                descriptionParam().clearable(),
                                Param.metadata(),
                                Param.flag("disabled", "Whether it is to be served no more."))
                        .answers(Shapes.WEBHOOK_ENDPOINT, this::update),
                Route.delete("/v1/webhook_endpoints/{id}", "Removes an endpoint.")
                        .answersDeleted(Shapes.WEBHOOK_ENDPOINT, this::delete));
    }

    private static Param urlParam() {
        return Param.text("url", Param.URL_LENGTH_MAX, "Where to; https in live mode.");
    }

    private static Param eventsParam() {
        return Param.texts("enabled_events", 100, EVENTS_MAX, "The types wanted; * is all.");
    }

    private static Param descriptionParam() {
        return Param.text("description", 1_000, "The merchant's own words.");
    }

    private Answer create(Call call) {
        Params params = call.params();
        WebhookEndpoints.Order order =
                new WebhookEndpoints.Order(
                        url(params, params.text("url").orElse("")),
                        events(params),
                        params.text("description").orElse(""),
                        Json.write(params.metadata()));
        if (order.events().isEmpty()) {
            params.refuse(
                    "enabled_events",
                    ApiCode.PARAMETER_MISSING,
                    "Missing required param: enabled_events; * stands for all");
        }
        if (endpoints().of(call.merchant().id()).size() >= ENDPOINTS_MAX) {
            params.refuse(
                    "url",
                    ApiCode.PARAMETER_INVALID,
                    "a merchant has at most %d endpoints; delete one".formatted(ENDPOINTS_MAX));
        }
        Optional<ApiError> problem = params.problem();
        if (problem.isPresent()) {
            return problem.get().answer(docs());
        }
        // The answer shows a secret, so it is made afresh rather than recorded.
        Optional<UUID> id =
                call.recordedUnder()
                        .map(parts.what().payments()::idUnder)
                        .orElseGet(() -> Optional.of(parts.ids().next()));
        if (id.isEmpty()) {
            return Recorded.answer(new Replied.KeyReused(), docs());
        }
        WebhookEndpoints.Created created =
                endpoints().create(id.get(), call.merchant().id(), order);
        ObjectNode shown = endpoint(created.endpoint());
        shown.put("secret", created.secret().<String>use(text -> text));
        return Answer.ok(shown);
    }

    private Answer update(Call call) {
        Optional<Idempotency.Key> key = call.recordedUnder();
        return key.isEmpty()
                ? changed(call)
                : Recorded.answer(
                        parts.what()
                                .payments()
                                .runOnce(
                                        key.get(),
                                        id -> {
                                            Answer answer = changed(call);
                                            return new Reply.Final(answer.status(), answer.body());
                                        }),
                        docs());
    }

    private Answer changed(Call call) {
        Params params = call.params();
        Optional<String> url = params.text("url").map(text -> url(params, text));
        List<String> events = events(params);
        Optional<String> description = params.text("description");
        ObjectNode metadata = params.metadata();
        Optional<String> disabled = params.text("disabled");
        Optional<WebhookEndpoint> found = find(call);
        Optional<ApiError> problem = params.problem();
        if (problem.isPresent() || found.isEmpty()) {
            return problem.orElseGet(() -> missing(call)).answer(docs());
        }
        WebhookEndpoint before = found.get();
        WebhookEndpoint.State state =
                disabled.map(
                                text ->
                                        text.equals("true")
                                                ? WebhookEndpoint.State.DISABLED
                                                : WebhookEndpoint.State.ENABLED)
                        .orElse(before.state());
        WebhookEndpoint after =
                new WebhookEndpoint(
                        before.id(),
                        before.merchant(),
                        url.orElse(before.url()),
                        events.isEmpty() ? before.events() : events,
                        description.orElse(before.description()),
                        metadata.isEmpty() ? before.metadata() : Json.write(metadata),
                        state,
                        before.createdAt());
        return endpoints().change(after)
                ? Answer.ok(endpoint(after))
                : missing(call).answer(docs());
    }

    private Answer retrieve(Call call) {
        return find(call)
                .map(found -> Answer.ok(endpoint(found)))
                .orElseGet(() -> missing(call).answer(docs()));
    }

    private Answer list(Call call) {
        Page page = Page.read(call.params(), PublicIds.WEBHOOK_ENDPOINT);
        List<WebhookEndpoint> rest =
                endpoints().of(call.merchant().id()).stream()
                        .dropWhile(
                                one ->
                                        page.after().isPresent()
                                                && one.id()
                                                                .toString()
                                                                .compareTo(
                                                                        page.after()
                                                                                .get()
                                                                                .toString())
                                                        >= 0)
                        .toList();
        List<ObjectNode> shown = rest.stream().limit(page.limit()).map(this::endpoint).toList();
        return Page.answer("/v1/webhook_endpoints", shown, rest.size() > page.limit());
    }

    private Answer delete(Call call) {
        boolean deleted =
                PublicIds.WEBHOOK_ENDPOINT
                        .parse(call.id())
                        .map(id -> endpoints().delete(call.merchant().id(), id))
                        .orElse(false);
        if (!deleted) {
            return missing(call).answer(docs());
        }
        ObjectNode json = Json.object();
        json.put("id", call.id());
        json.put("object", "webhook_endpoint");
        json.put("deleted", true);
        return Answer.ok(json);
    }

    private Optional<WebhookEndpoint> find(Call call) {
        return PublicIds.WEBHOOK_ENDPOINT
                .parse(call.id())
                .flatMap(id -> endpoints().find(call.merchant().id(), id));
    }

    private static List<String> events(Params params) {
        List<String> events = params.texts("enabled_events");
        for (String type : events) {
            if (!EVENT_TYPE.matcher(type).matches()) {
                params.refuse(
                        "enabled_events",
                        ApiCode.PARAMETER_INVALID,
                        "an event type is like payment_intent.succeeded, or * for all; got '%s'"
                                .formatted(Params.shown(type)));
            }
        }
        return events;
    }

    /** An absolute address of http or https; in live mode of https only. */
    private String url(Params params, String text) {
        boolean live = parts.settings().mode().isLive();
        List<String> schemes = live ? List.of("https") : List.of("https", "http");
        try {
            URI uri = new URI(text);
            String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
            if (schemes.contains(scheme)
                    && uri.getHost() != null
                    && uri.getUserInfo() == null
                    && uri.getFragment() == null) {
                return text;
            }
        } catch (URISyntaxException malformed) {
            // Refused below, with the same rule.
        }
        params.refuse(
                "url",
                ApiCode.URL_INVALID,
                "url is an absolute address of %s with neither user nor fragment, got '%s'"
                        .formatted(String.join(" or ", schemes), Params.shown(text)));
        return text;
    }

    private ObjectNode endpoint(WebhookEndpoint endpoint) {
        ArrayNode events = Json.array();
        endpoint.events().forEach(events::add);
        ObjectNode json = Json.object();
        json.put("id", PublicIds.WEBHOOK_ENDPOINT.format(endpoint.id()));
        json.put("object", "webhook_endpoint");
        json.putNull("api_version");
        json.putNull("application");
        json.put("created", endpoint.createdAt().getEpochSecond());
        json.set("description", described(endpoint));
        json.set("enabled_events", events);
        json.put("livemode", parts.settings().mode().isLive());
        json.set("metadata", Json.parseObject(endpoint.metadata()).orElseGet(Json::object));
        json.put("status", endpoint.state().name().toLowerCase(Locale.ROOT));
        json.put("url", endpoint.url());
        return json;
    }

    private static JsonNode described(WebhookEndpoint endpoint) {
        ObjectNode nodes = Json.object();
        return endpoint.description().isEmpty()
                ? nodes.nullNode()
                : nodes.stringNode(endpoint.description());
    }

    private static ApiError missing(Call call) {
        return ApiError.missing("webhook endpoint", call.id());
    }

    private WebhookEndpoints endpoints() {
        return parts.who().endpoints();
    }

    private String docs() {
        return parts.settings().docs();
    }
}
