package dev.handfast.merchantapi;

import dev.handfast.acceptance.ApplePayDomains;
import dev.handfast.acceptance.ApplePaySessions;
import dev.handfast.engine.Ids;
import dev.handfast.web.Json;

import tools.jackson.databind.node.ObjectNode;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The calls that let a merchant's own pages show the Apple Pay sheet. */
final class ApplePayCalls {
    private static final int DOMAINS_MAX = 99;
    private static final int DOMAIN_LENGTH_MAX = 253;
    private static final int NAME_LENGTH_MAX = 64;

    private final ApiParts parts;

    ApplePayCalls(ApiParts parts) {
        this.parts = parts;
    }

    List<Route> routes() {
        return List.of(
                Route.post("/v1/apple_pay/domains", "Registers a domain for Apple Pay.")
                        .takes(
                                domainParam().required(),
                                Param.text(
                                        "association_file",
                                        ApplePayDomains.FILE_LENGTH_MAX,
                                        "The file that Apple looks for there."))
                        .answers(
                                Shapes.APPLE_PAY_DOMAIN,
                                call -> Recorded.once(parts, call, this::createDomain)),
                Route.get("/v1/apple_pay/domains", "Lists domains, newest first.")
                        .takes(Param.page(PublicIds.APPLE_PAY_DOMAIN, domainParam()))
                        .answersPage(Shapes.APPLE_PAY_DOMAIN, this::listDomains),
                Route.get("/v1/apple_pay/domains/{id}", "Shows a domain.")
                        .answers(Shapes.APPLE_PAY_DOMAIN, this::retrieveDomain),
                Route.delete("/v1/apple_pay/domains/{id}", "Removes a domain.")
                        .answersDeleted(Shapes.APPLE_PAY_DOMAIN, this::deleteDomain),
                Route.post("/v1/apple_pay/sessions", "Asks Apple for a payment session.")
                        .takes(
                                domainParam().required(),
                                Param.text("display_name", NAME_LENGTH_MAX, "On the sheet."),
                                Param.text(
                                        "validation_url",
                                        Param.URL_LENGTH_MAX,
                                        "What the page was given; one of Apple's."))
                        .answers(
                                Shapes.APPLE_PAY_SESSION,
                                call -> Recorded.once(parts, call, this::session)));
    }

    private static Param domainParam() {
        return Param.text("domain_name", DOMAIN_LENGTH_MAX, "Such as shop.example.");
    }

    /** Registers a domain, and keeps the file Apple looks for there, where it is given. */
    private Answer createDomain(Call call) {
        Params params = call.params();
        String host = host(params);
        Optional<String> file = params.text("association_file");
        UUID merchant = call.merchant().id();
        if (params.problem().isEmpty() && domains().of(merchant).size() >= DOMAINS_MAX) {
            params.refuse(
                    "domain_name",
                    ApiCode.PARAMETER_INVALID,
                    "a merchant has at most %d domains; delete one".formatted(DOMAINS_MAX));
        }
        if (params.problem().isEmpty()
                && file.isPresent()
                && !domains().keepFile(merchant, host, file.get())) {
            params.refuse(
                    "association_file",
                    ApiCode.PARAMETER_INVALID,
                    "another merchant keeps the association file of this host");
        }
        return params.problem()
                .map(problem -> problem.answer(docs()))
                .orElseGet(() -> Answer.ok(shown(domains().add(merchant, host))));
    }

    private Answer retrieveDomain(Call call) {
        return find(call).map(domain -> Answer.ok(shown(domain))).orElseGet(() -> missing(call));
    }

    private Answer listDomains(Call call) {
        Page page = Page.read(call.params(), PublicIds.APPLE_PAY_DOMAIN);
        Optional<String> wanted = call.params().text("domain_name");
        List<ApplePayDomains.Domain> newestFirst =
                domains().of(call.merchant().id()).stream()
                        .filter(domain -> wanted.map(domain.host()::equals).orElse(true))
                        .sorted(Comparator.comparing(ApplePayDomains.Domain::addedAt).reversed())
                        .toList();
        return page.answer(
                "/v1/apple_pay/domains", page.of(newestFirst, ApplePayCalls::id), this::shown);
    }

    private Answer deleteDomain(Call call) {
        Optional<ApplePayDomains.Domain> found = find(call);
        if (found.isEmpty() || !domains().remove(call.merchant().id(), found.get().host())) {
            return missing(call);
        }
        ObjectNode json = Json.object();
        json.put("id", call.id());
        json.put("object", "apple_pay_domain");
        json.put("deleted", true);
        return Answer.ok(json);
    }

    /** A payment session, passed through as the gateway gave it. */
    private Answer session(Call call) {
        Params params = call.params();
        String host = host(params);
        String name = params.text("display_name").orElse(call.merchant().name());
        Optional<String> validationUrl = params.text("validation_url");
        Optional<ApiError> problem = params.problem();
        if (problem.isPresent()) {
            return problem.get().answer(docs());
        }
        try {
            return switch (parts.what()
                    .applePay()
                    .sessions()
                    .open(
                            new ApplePaySessions.Asking(
                                    call.merchant().id(), host, name, validationUrl))) {
                case ApplePaySessions.Answer.Session(String json) -> new Answer(200, json);
                case ApplePaySessions.Answer.Refused(
                                ApplePaySessions.Refusal why,
                                String message) ->
                        refused(why, message).answer(docs());
            };
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return ApiError.ours(503, ApiCode.SERVICE_UNAVAILABLE, "The server is stopping.")
                    .answer(docs());
        }
    }

    private static ApiError refused(ApplePaySessions.Refusal why, String message) {
        return switch (why) {
            case DOMAIN_NOT_REGISTERED ->
                    ApiError.parameter(
                            ApiCode.APPLE_PAY_SESSION_REFUSED,
                            "domain_name",
                            message + "; register it with POST /v1/apple_pay/domains");
            case VALIDATION_URL_NOT_APPLES ->
                    ApiError.parameter(ApiCode.URL_INVALID, "validation_url", message);
            case MERCHANT_IDENTITY_MISSING, GATEWAY_DECLINED ->
                    ApiError.invalid(400, ApiCode.APPLE_PAY_SESSION_REFUSED, message);
            case GATEWAY_AWAY -> ApiError.ours(503, ApiCode.SERVICE_UNAVAILABLE, message);
        };
    }

    private static String host(Params params) {
        String text = params.text("domain_name").orElse("");
        Optional<String> host = ApplePayDomains.host(text);
        if (host.isEmpty()) {
            params.refuse(
                    "domain_name",
                    ApiCode.PARAMETER_INVALID,
                    "domain_name is a fully qualified domain name, such as shop.example, got '%s'"
                            .formatted(Params.shown(text)));
        }
        return host.orElse("");
    }

    private Optional<ApplePayDomains.Domain> find(Call call) {
        return PublicIds.APPLE_PAY_DOMAIN
                .parse(call.id())
                .flatMap(
                        wanted ->
                                domains().of(call.merchant().id()).stream()
                                        .filter(domain -> id(domain).equals(wanted))
                                        .findFirst());
    }

    private static UUID id(ApplePayDomains.Domain domain) {
        return Ids.named("apple_pay_domain", domain.merchant() + "|" + domain.host());
    }

    private ObjectNode shown(ApplePayDomains.Domain domain) {
        ObjectNode json = Json.object();
        json.put("id", PublicIds.APPLE_PAY_DOMAIN.format(id(domain)));
        json.put("object", "apple_pay_domain");
        json.put("created", domain.addedAt().getEpochSecond());
        json.put("domain_name", domain.host());
        json.put("livemode", parts.settings().mode().isLive());
        return json;
    }

    private Answer missing(Call call) {
        return ApiError.missing("apple pay domain", call.id()).answer(docs());
    }

    private ApplePayDomains domains() {
        return parts.what().applePay().domains();
    }

    private String docs() {
        return parts.settings().docs();
    }
}
