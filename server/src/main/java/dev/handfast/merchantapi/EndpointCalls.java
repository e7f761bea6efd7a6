package dev.handfast.merchantapi;

import dev.handfast.merchants.Mode;
import dev.handfast.merchants.WebhookEndpoint;
import dev.handfast.merchants.WebhookEndpoints;
import dev.handfast.outbox.Deliverer;
import dev.handfast.outbox.DeliveryLog;
import dev.handfast.payments.Replied;
import dev.handfast.web.Json;

import tools.jackson.databind.node.ObjectNode;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** The calls on webhook endpoints. */
final class EndpointCalls {
    private static final int EVENTS_MAX = 100;
    private static final int ENDPOINTS_MAX = 16;
    private static final long OVERLAP_USUAL = Duration.ofDays(1).toSeconds();
    private static final long OVERLAP_MAX = Duration.ofDays(7).toSeconds();
    private static final Pattern EVENT_TYPE = Pattern.compile("\\*|[a-z_]+(\\.[a-z_]+)+");

    private final ApiParts parts;
    private final DeliveryLog log;
    private final WebhookJson json;

    EndpointCalls(ApiParts parts) {
        this.parts = parts;
        this.log = parts.what().deliveries();
        this.json = new WebhookJson(parts.settings().mode().isLive());
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
                        .answers(WebhookShapes.ENDPOINT, this::create),
                Route.get("/v1/webhook_endpoints", "Lists endpoints, newest first.")
                        .takes(Param.page(PublicIds.WEBHOOK_ENDPOINT))
                        .answersPage(WebhookShapes.ENDPOINT, this::list),
                Route.get("/v1/webhook_endpoints/{id}", "Shows an endpoint.")
                        .answers(WebhookShapes.ENDPOINT, this::retrieve),
                Route.post("/v1/webhook_endpoints/{id}", "Changes an endpoint.")
                        .takes(
                                urlParam(),
                                eventsParam(),
                                descriptionParam().clearable(),
                                Param.metadata(),
                                Param.flag("disabled", "Whether it is to be served no more."))
                        .answers(WebhookShapes.ENDPOINT, this::update),
                Route.post(
                                "/v1/webhook_endpoints/{id}/roll_secret",
                                "Gives an endpoint another secret; the one before stays good for a"
                                        + " while, and deliveries are signed with both. Handfast's"
                                        + " own call.")
                        .takes(
                                Param.whole(
                                        "expires_in",
                                        0,
                                        OVERLAP_MAX,
                                        "For how many seconds the secret before stays good;"
                                                + " 86400 if left out, 0 for not at all."))
                        .answers(WebhookShapes.ENDPOINT, this::roll),
                Route.delete("/v1/webhook_endpoints/{id}", "Removes an endpoint.")
                        .answersDeleted(WebhookShapes.ENDPOINT, this::delete));
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
        return Answer.ok(withSecret(created));
    }

    private Answer update(Call call) {
        return Recorded.once(parts, call, this::changed);
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
                        before.health(),
                        before.createdAt());
        if (!endpoints().change(after)) {
            return missing(call).answer(docs());
        }
        if (!after.url().equals(before.url())) {
            log.move(after.id(), after.url());
        }
        return retrieve(call);
    }

    private Answer roll(Call call) {
        Optional<WebhookEndpoint> found = find(call);
        if (found.isEmpty()) {
            return missing(call).answer(docs());
        }
        Duration overlap =
                Duration.ofSeconds(call.params().whole("expires_in").orElse(OVERLAP_USUAL));
        // The answer shows a secret, so it is made afresh rather than recorded.
        Optional<UUID> id =
                call.recordedUnder()
                        .map(parts.what().payments()::idUnder)
                        .orElseGet(() -> Optional.of(parts.ids().next()));
        if (id.isEmpty()) {
            return Recorded.answer(new Replied.KeyReused(), docs());
        }
        WebhookEndpoints.Roll roll = new WebhookEndpoints.Roll(id.get(), overlap);
        return switch (endpoints().roll(call.merchant().id(), found.get().id(), roll)) {
            case WebhookEndpoints.Rolled.Made(WebhookEndpoints.Created created) ->
                    Answer.ok(withSecret(created));
            case WebhookEndpoints.Rolled.Outdated(WebhookEndpoint endpoint) ->
                    Answer.ok(endpoint(endpoint));
            case WebhookEndpoints.Rolled.Missing none -> missing(call).answer(docs());
            case WebhookEndpoints.Rolled.Overlapping(Instant until) ->
                    ApiError.parameter(
                                    ApiCode.WEBHOOK_SECRETS_OVERLAP,
                                    "expires_in",
                                    "two secrets are good until %d already; expires_in=0 ends the"
                                                    .formatted(until.getEpochSecond())
                                            + " older ones at once")
                            .answer(docs());
        };
    }

    private ObjectNode withSecret(WebhookEndpoints.Created created) {
        ObjectNode shown = endpoint(created.endpoint());
        shown.put("secret", created.secret().<String>use(text -> text));
        return shown;
    }

    private Answer retrieve(Call call) {
        return find(call)
                .map(found -> Answer.ok(endpoint(found)))
                .orElseGet(() -> missing(call).answer(docs()));
    }

    private Answer list(Call call) {
        Page page = Page.read(call.params(), PublicIds.WEBHOOK_ENDPOINT);
        List<WebhookEndpoint> all = endpoints().of(call.merchant().id());
        return page.answer(
                "/v1/webhook_endpoints", page.of(all, WebhookEndpoint::id), this::endpoint);
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
        ObjectNode gone = Json.object();
        gone.put("id", call.id());
        gone.put("object", "webhook_endpoint");
        gone.put("deleted", true);
        return Answer.ok(gone);
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

    /**
     * An absolute address of http or https; in live mode of https, and none of a private network.
     */
    private String url(Params params, String text) {
        Mode mode = parts.settings().mode();
        List<String> schemes = mode.isLive() ? List.of("https") : List.of("https", "http");
        Optional<String> host = host(text, schemes);
        if (host.isEmpty()) {
            params.refuse(
                    "url",
                    ApiCode.URL_INVALID,
                    "url is an absolute address of %s with neither user nor fragment, got '%s'"
                            .formatted(String.join(" or ", schemes), Params.shown(text)));
        } else if (!Deliverer.Destinations.in(mode).mayBe(host.get())) {
            params.refuse(
                    "url",
                    ApiCode.URL_INVALID,
                    "url leads to a public machine in live mode, and not to this one or into a"
                            + " private network, got '%s'".formatted(Params.shown(text)));
        }
        return text;
    }

    private static Optional<String> host(String text, List<String> schemes) {
        try {
            URI uri = new URI(text);
            String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
            return schemes.contains(scheme)
                            && uri.getUserInfo() == null
                            && uri.getFragment() == null
                    ? Optional.ofNullable(uri.getHost())
                    : Optional.empty();
        } catch (URISyntaxException malformed) {
            return Optional.empty();
        }
    }

    private ObjectNode endpoint(WebhookEndpoint endpoint) {
        return json.endpoint(endpoint, parts.clock().instant());
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
