package dev.handfast.merchantapi;

import static java.util.stream.Collectors.toList;

import dev.handfast.engine.EngineUnavailable;
import dev.handfast.engine.OutcomeUnknown;
import dev.handfast.merchants.ApiKey;
import dev.handfast.merchants.Permissions;
import dev.handfast.sql.CommitUnknown;
import dev.handfast.sql.DatabaseUnavailable;
import dev.handfast.web.Answers;
import dev.handfast.web.Body;
import dev.handfast.web.Form;
import dev.handfast.web.Json;
import dev.handfast.web.Lazily;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The merchant API under {@code /v1}: which call is where, and what all calls have in common. */
public final class MerchantApi implements HttpService {
    /** The version whose shapes are answered. */
    public static final String VERSION = "2026-07-29.dahlia";

    /** No call has a larger body; the largest parameter is a payment token. */
    static final int BODY_BYTES_MAX = 262_144;

    private static final HeaderName IDEMPOTENCY_KEY = HeaderNames.create("Idempotency-Key");
    private static final HeaderName REPLAYED = HeaderNames.create("Idempotent-Replayed");
    private static final HeaderName STRIPE_VERSION = HeaderNames.create("Stripe-Version");
    private static final HeaderName RATE_LIMIT = HeaderNames.create("RateLimit");
    private static final HeaderName RATE_LIMIT_POLICY = HeaderNames.create("RateLimit-Policy");
    private static final HeaderName ACCOUNT = HeaderNames.create("Stripe-Account");
    private static final HeaderName SHOULD_RETRY = HeaderNames.create("Stripe-Should-Retry");
    private static final String ALL = "/v1/";
    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,255}");
    private static final String RETRY_AFTER_SECONDS = "1";

    /** The page of the reference has one style sheet, and nothing else from anywhere. */
    private static final String PAGE_POLICY =
            "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none';"
                    + " frame-ancestors 'none'";

    private final ApiParts parts;
    private final Gatekeeper gatekeeper;
    private final ClientSecrets secrets;
    private final RateLimits limits = new RateLimits();
    private final List<Route> routes;

    /** The API over these parts. */
    public MerchantApi(ApiParts parts) {
        this.parts = parts;
        PaymentJson json = parts.settings().paymentJson();
        CardSource cards = new CardSource(parts);
        gatekeeper = new Gatekeeper(parts);
        secrets = parts.settings().clientSecrets();
        routes =
                Stream.of(
                                new PaymentIntents(parts, json, cards).routes(),
                                new PaymentReads(parts, json).routes(),
                                new PartnerCodeCalls(parts).routes(),
                                new CustomerCalls(parts).routes(),
                                new MethodCalls(parts).routes(),
                                new SetupCalls(parts, cards).routes(),
                                new MandateCalls(parts).routes(),
                                new Refunds(parts).routes(),
                                new TokenCalls(parts).routes(),
                                new EventCalls(parts).routes(),
                                new EndpointCalls(parts).routes(),
                                new DeliveryCalls(parts).routes(),
                                new BalanceCalls(parts).routes(),
                                new SessionCalls(parts).routes(),
                                new LinkCalls(parts).routes(),
                                new BalanceTransactionCalls(parts).routes(),
                                new PayoutCalls(parts).routes(),
                                new ChargeCalls(parts).routes(),
                                new DisputeCalls(parts).routes(),
                                new AccountCalls(parts).routes(),
                                new FeeCalls(parts).routes(),
                                new ApplePayCalls(parts).routes())
                        .flatMap(List::stream)
                        .toList();
    }

    /** Every call there is, in the order of the reference. */
    List<Route> routes() {
        return routes;
    }

    @Override
    public void routing(HttpRules rules) {
        // By resource, so that a request is held against the few paths of its own only.
        routes.stream()
                .collect(Collectors.groupingBy(MerchantApi::resource, TreeMap::new, toList()))
                .forEach(
                        (resource, calls) ->
                                rules.register(resource, inner -> register(inner, calls)));
        rules.any(ALL + "*", this::unknown);
        Supplier<String> document = Lazily.once(() -> Json.write(OpenApi.document(routes)));
        rules.get(
                "/openapi.json",
                (request, response) -> Answers.json(response, 200, document.get()));
        Supplier<String> page = Lazily.once(() -> ReferencePage.render(routes));
        rules.get(
                "/docs/api",
                (request, response) -> {
                    response.header("Content-Security-Policy", PAGE_POLICY);
                    Answers.html(response, 200, page.get());
                });
    }

    /** The version and the first word of a path: {@code /v1/refunds} for all that is below it. */
    private static String resource(Route route) {
        int end = route.path().indexOf('/', ALL.length());
        return end < 0 ? route.path() : route.path().substring(0, end);
    }

    private void register(HttpRules rules, List<Route> calls) {
        // The first that fits is taken, so a word comes before a name in braces.
        calls.stream()
                .sorted(Comparator.comparing(route -> route.path().replace('{', '~')))
                .forEach(route -> register(rules, route));
    }

    private void register(HttpRules rules, Route route) {
        String below = route.path().substring(resource(route).length());
        String path = below.isEmpty() ? "/" : below;
        switch (route.verb()) {
            case GET -> rules.get(path, handler(route));
            case POST -> rules.post(path, handler(route));
            case DELETE -> rules.delete(path, handler(route));
        }
    }

    private Handler handler(Route route) {
        return (request, response) -> {
            Answer answer;
            try {
                answer = answer(request, response, route);
            } catch (EngineUnavailable | DatabaseUnavailable away) {
                response.header(HeaderNames.RETRY_AFTER, RETRY_AFTER_SECONDS);
                response.header(SHOULD_RETRY, "true");
                answer =
                        ApiError.ours(
                                        503,
                                        ApiCode.SERVICE_UNAVAILABLE,
                                        "Nothing was done: too much waits here, or the database is"
                                                + " away. Try again.")
                                .answer(docs());
            } catch (OutcomeUnknown | CommitUnknown unknown) {
                response.header(SHOULD_RETRY, "true");
                answer =
                        ApiError.ours(
                                        503,
                                        ApiCode.OUTCOME_UNKNOWN,
                                        "Whether this was done is not known yet. Send the same"
                                                + " request with the same Idempotency-Key to find"
                                                + " out.")
                                .answer(docs());
            }
            send(request, response, answer);
        };
    }

    private void unknown(ServerRequest request, ServerResponse response) {
        send(
                request,
                response,
                ApiError.invalid(
                                404,
                                ApiCode.URL_UNKNOWN,
                                "Unrecognized request URL (%s: %s)."
                                        .formatted(
                                                request.prologue().method().text(),
                                                Params.shown(request.path().absolute().path())))
                        .answer(docs()));
    }

    private Answer answer(ServerRequest request, ServerResponse response, Route route) {
        Gatekeeper.Entry known =
                gatekeeper.admit(request.headers().first(HeaderNames.AUTHORIZATION));
        Gatekeeper.Entry entry =
                known instanceof Gatekeeper.Entry.Admitted platform
                        ? gatekeeper.actingFor(platform, request.headers().first(ACCOUNT))
                        : known;
        if (entry instanceof Gatekeeper.Entry.Turned(ApiError error)) {
            return error.answer(docs());
        }
        Gatekeeper.Entry.Admitted admitted = (Gatekeeper.Entry.Admitted) entry;
        String version =
                request.headers()
                        .first(STRIPE_VERSION)
                        .or(() -> admitted.key().terms().version())
                        .orElse(VERSION);
        Optional<ApiVersion> family = ApiVersion.of(version);
        response.header(STRIPE_VERSION, family.isPresent() ? version : VERSION);
        Optional<ApiError> turned =
                tooMany(admitted.key(), response).or(() -> unknown(version, family));
        return turned.isPresent()
                ? turned.get().answer(docs())
                : answer(request, route, admitted, family.orElseThrow());
    }

    private Answer answer(
            ServerRequest request,
            Route route,
            Gatekeeper.Entry.Admitted admitted,
            ApiVersion version) {
        return switch (parameters(request)) {
            case Parameters.Wrong(ApiError error) -> error.answer(docs());
            case Parameters.Given(Form form) -> {
                Call call = call(request, admitted, new Params(form, route.params()));
                Optional<ApiError> problem =
                        notAllowed(call, route, form)
                                .or(() -> badKey(call))
                                .or(() -> ParamCheck.check(route.params(), form.fields(), version));
                yield problem.isPresent()
                        ? problem.get().answer(docs())
                        : route.action().apply(call);
            }
        };
    }

    private Optional<ApiError> tooMany(ApiKey key, ServerResponse response) {
        int perSecond = key.terms().perSecondMax().orElse(RateLimits.USUAL_PER_SECOND);
        RateLimits.Verdict verdict = limits.take(key.id(), perSecond, parts.clock().instant());
        response.header(RATE_LIMIT_POLICY, "\"key\";q=" + perSecond + ";w=1");
        response.header(RATE_LIMIT, "\"key\";r=" + verdict.left() + ";t=1");
        if (verdict.admitted()) {
            return Optional.empty();
        }
        response.header(HeaderNames.RETRY_AFTER, Long.toString(verdict.waitSeconds()));
        return Optional.of(
                ApiError.invalid(
                        429,
                        ApiCode.RATE_LIMIT,
                        "This key makes at most %d requests a second.".formatted(perSecond)));
    }

    private static Optional<ApiError> unknown(String version, Optional<ApiVersion> family) {
        return family.isPresent()
                ? Optional.empty()
                : Optional.of(
                        ApiError.invalid(
                                400,
                                ApiCode.API_VERSION_UNKNOWN,
                                "Unknown Stripe-Version '%s'; known are %s"
                                        .formatted(Params.shown(version), ApiVersion.known())));
    }

    private static Call call(
            ServerRequest request, Gatekeeper.Entry.Admitted admitted, Params params) {
        String path = request.path().absolute().path();
        return new Call(
                admitted.merchant(),
                admitted.key(),
                request.prologue().method().text() + " " + path,
                request.path().pathParameters().toMap().entrySet().stream()
                        .collect(
                                Collectors.toMap(
                                        Map.Entry::getKey, entry -> entry.getValue().getFirst())),
                params,
                // Only what changes something is recorded.
                request.prologue().method().text().equals("POST")
                        ? request.headers().first(IDEMPOTENCY_KEY)
                        : Optional.empty());
    }

    private Optional<ApiError> notAllowed(Call call, Route route, Form form) {
        if (call.key().isSecret()) {
            return Optional.empty();
        }
        if (call.key().isRestricted()) {
            return notPermitted(call.key(), route);
        }
        return switch (route.access()) {
            case PUBLISHABLE -> Optional.empty();
            case CLIENT_SECRET ->
                    secrets.shown(call.id(), form)
                            ? Optional.empty()
                            : Optional.of(
                                    ApiError.invalid(
                                            403,
                                            ApiCode.CLIENT_SECRET_INVALID,
                                            "With a publishable key this call takes the payment's"
                                                    + " client_secret."));
            case SECRET ->
                    Optional.of(
                            ApiError.invalid(
                                    403,
                                    ApiCode.SECRET_KEY_REQUIRED,
                                    "This call takes a secret key; the one provided is"
                                            + " publishable."));
        };
    }

    private static Optional<ApiError> notPermitted(ApiKey key, Route route) {
        Permissions.Verb verb = route.reads() ? Permissions.Verb.READ : Permissions.Verb.WRITE;
        Permissions permissions = key.terms().permissions();
        return permissions.allow(route.resource(), verb)
                ? Optional.empty()
                : Optional.of(
                        ApiError.invalid(
                                403,
                                ApiCode.PERMISSION_MISSING,
                                "This restricted key lacks %s:%s; it has: %s"
                                        .formatted(
                                                route.resource(),
                                                verb.name().toLowerCase(Locale.ROOT),
                                                permissions.line())));
    }

    private static Optional<ApiError> badKey(Call call) {
        return call.idempotencyKey()
                .filter(key -> !KEY.matcher(key).matches())
                .map(
                        key ->
                                ApiError.invalid(
                                        400,
                                        ApiCode.IDEMPOTENCY_KEY_INVALID,
                                        "Idempotency-Key has 1 to 255 visible ASCII characters,"
                                                + " got %d characters".formatted(key.length())));
    }

    /** The parameters of a request, or what is wrong with them as a whole. */
    private sealed interface Parameters {
        record Given(Form form) implements Parameters {}

        record Wrong(ApiError error) implements Parameters {}
    }

    private static Parameters parameters(ServerRequest request) {
        boolean inQuery = !request.prologue().method().text().equals("POST");
        if (inQuery) {
            return parsed(Form.parseQuery(request.prologue().query().rawValue()));
        }
        return switch (Body.read(request, BODY_BYTES_MAX)) {
            case Body.TooLarge(int bytesMax) ->
                    new Parameters.Wrong(
                            ApiError.invalid(
                                    413,
                                    ApiCode.REQUEST_TOO_LARGE,
                                    "a body has at most %d bytes".formatted(bytesMax)));
            case Body.CutOff cut ->
                    new Parameters.Wrong(
                            ApiError.invalid(
                                    408,
                                    ApiCode.REQUEST_CUT_OFF,
                                    "the body did not arrive in time"));
            case Body.Whole(byte[] bytes) ->
                    bytes.length > 0 && !isForm(request)
                            ? new Parameters.Wrong(
                                    ApiError.invalid(
                                            415,
                                            ApiCode.CONTENT_TYPE_UNSUPPORTED,
                                            "a body is application/x-www-form-urlencoded"))
                            : parsed(Form.parse(bytes));
        };
    }

    private static boolean isForm(ServerRequest request) {
        String type = request.headers().first(HeaderNames.CONTENT_TYPE).orElse("");
        int semicolon = type.indexOf(';');
        String media = semicolon < 0 ? type : type.substring(0, semicolon);
        return media.strip().toLowerCase(Locale.ROOT).equals("application/x-www-form-urlencoded");
    }

    private static Parameters parsed(Form.Read read) {
        return switch (read) {
            case Form.Read.Good(Form form) -> new Parameters.Given(form);
            case Form.Read.Refused(Optional<String> parameter, String message) ->
                    new Parameters.Wrong(
                            parameter
                                    .map(
                                            name ->
                                                    ApiError.parameter(
                                                            ApiCode.FORM_INVALID, name, message))
                                    .orElseGet(
                                            () ->
                                                    ApiError.invalid(
                                                            400, ApiCode.FORM_INVALID, message)));
        };
    }

    private static void send(ServerRequest request, ServerResponse response, Answer answer) {
        request.headers()
                .first(IDEMPOTENCY_KEY)
                .filter(key -> KEY.matcher(key).matches())
                .ifPresent(key -> response.header(IDEMPOTENCY_KEY, key));
        if (answer.replayed()) {
            response.header(REPLAYED, "true");
        }
        if (answer.status() == 401) {
            response.header(HeaderNames.WWW_AUTHENTICATE, "Basic realm=\"Handfast\"");
        }
        Answers.json(response, answer.status(), answer.body());
    }

    private String docs() {
        return parts.settings().docs();
    }
}
