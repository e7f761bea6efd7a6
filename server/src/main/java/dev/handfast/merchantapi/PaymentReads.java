package dev.handfast.merchantapi;

import dev.handfast.payments.Payment;
import dev.handfast.payments.PaymentStore;
import dev.handfast.sql.Slice;
import dev.handfast.web.Json;

import tools.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** The calls that only look at payment intents. */
final class PaymentReads {
    private static final String PATH = "/v1/payment_intents";
    private static final SearchQuery.Grammar GRAMMAR =
            new SearchQuery.Grammar(
                    List.of("status", "currency", PaymentJson.CUSTOMER),
                    List.of("amount", "created"));

    private final ApiParts parts;
    private final PaymentExpansion expansion;

    PaymentReads(ApiParts parts, PaymentJson json) {
        this.parts = parts;
        expansion = new PaymentExpansion(parts, json);
    }

    List<Route> routes() {
        return List.of(
                Route.get(PATH, "Lists payments, newest first.")
                        .takes(
                                Param.page(
                                        PublicIds.PAYMENT_INTENT,
                                        Param.created(),
                                        MethodCalls.customerParam(),
                                        PaymentParams.expandAll()))
                        .answersPage(PaymentShapes.PAYMENT_INTENT, this::list),
                Route.get(PATH + "/search", "Finds payments.")
                        .takes(SearchQuery.params())
                        .answersFound(PaymentShapes.PAYMENT_INTENT, this::search),
                Route.get(PATH + "/{id}", "Shows a payment.")
                        .openTo(Access.CLIENT_SECRET)
                        .takes(PaymentParams.clientSecret(), PaymentParams.expand())
                        .answers(PaymentShapes.PAYMENT_INTENT, this::retrieve));
    }

    private Answer retrieve(Call call) {
        Expand all = Expand.read(call.params());
        // What the merchant pays for it is none of the payer's business.
        Expand expand =
                call.key().isPublishable()
                        ? all.without(PaymentExpansion.CHARGE + "." + PaymentExpansion.LINE)
                        : all;
        return PublicIds.PAYMENT_INTENT
                .parse(call.id())
                .flatMap(id -> store().find(call.merchant().id(), id))
                .map(payment -> Answer.ok(expansion.shown(payment, expand)))
                .orElseGet(
                        () ->
                                ApiError.missing("payment_intent", call.id())
                                        .answer(parts.settings().docs()));
    }

    private Answer list(Call call) {
        Params params = call.params();
        Page page = Page.read(params, PublicIds.PAYMENT_INTENT);
        Expand expand = Expand.read(params);
        Optional<String> customer = params.text(PaymentJson.CUSTOMER);
        UUID merchant = call.merchant().id();
        Slice slice = page.slice();
        boolean all = customer.isEmpty() && slice.from().isEmpty() && slice.until().isEmpty();
        List<Payment> found =
                all
                        ? store().page(merchant, slice)
                        : store().page(
                                        merchant,
                                        new PaymentStore.Wanted(
                                                customer.map(PaymentReads::ofCustomer),
                                                Optional.empty(),
                                                Optional.empty(),
                                                Optional.empty(),
                                                Optional.empty()),
                                        slice);
        return page.answer(PATH, found, payment -> expansion.shown(payment, expand));
    }

    private List<ObjectNode> shown(List<Payment> found, int limit, Expand expand) {
        return found.stream()
                .limit(limit)
                .map(payment -> expansion.shown(payment, expand))
                .toList();
    }

    /** What the details of a customer's payments contain. */
    static String ofCustomer(String customer) {
        ObjectNode json = Json.object();
        json.put(PaymentJson.CUSTOMER, customer);
        return Json.write(json);
    }

    private Answer search(Call call) {
        Params params = call.params();
        Optional<SearchQuery> query = SearchQuery.read(params, GRAMMAR);
        Optional<PaymentStore.Standing> status =
                query.map(asked -> asked.text("status"))
                        .filter(text -> !text.isEmpty())
                        .flatMap(text -> standing(params, text));
        Optional<ApiError> problem = params.problem();
        if (problem.isPresent()) {
            return problem.get().answer(parts.settings().docs());
        }
        SearchQuery asked = query.orElseThrow();
        SearchQuery.Bounds amounts = asked.bounds("amount");
        TimeRange created = asked.times("created");
        SearchQuery.Slice slice = SearchQuery.Slice.read(params, PublicIds.PAYMENT_INTENT);
        List<Payment> found =
                store().page(
                                call.merchant().id(),
                                new PaymentStore.Wanted(
                                        containing(asked),
                                        status,
                                        Optional.of(asked.text("currency"))
                                                .filter(text -> !text.isEmpty())
                                                .map(text -> text.toUpperCase(Locale.ROOT)),
                                        amounts.from(),
                                        amounts.before()),
                                new Slice(
                                        slice.after(),
                                        Optional.empty(),
                                        created.from(),
                                        created.before(),
                                        slice.limit() + 1));
        return slice.answer(
                PATH + "/search",
                shown(found, slice.limit(), new Expand(List.of())),
                found.size() > slice.limit()
                        ? Optional.of(
                                PublicIds.PAYMENT_INTENT.format(found.get(slice.limit() - 1).id()))
                        : Optional.empty());
    }

    private static Optional<String> containing(SearchQuery asked) {
        String customer = asked.text(PaymentJson.CUSTOMER);
        ObjectNode json = asked.containing().orElseGet(Json::object);
        if (!customer.isEmpty()) {
            json.put(PaymentJson.CUSTOMER, customer);
        }
        return json.isEmpty() ? Optional.empty() : Optional.of(Json.write(json));
    }

    private static Optional<PaymentStore.Standing> standing(Params params, String status) {
        return switch (status) {
            case "requires_payment_method" -> Optional.of(PaymentStore.Standing.WAITING);
            case "requires_action" -> Optional.of(PaymentStore.Standing.OFFERED);
            case "processing" -> Optional.of(PaymentStore.Standing.UNKNOWN);
            case "requires_capture" -> Optional.of(PaymentStore.Standing.AUTHORISED);
            case "succeeded" -> Optional.of(PaymentStore.Standing.CAPTURED);
            case "canceled" -> Optional.of(PaymentStore.Standing.CLOSED);
            default -> {
                params.refuse(
                        "query",
                        ApiCode.PARAMETER_INVALID,
                        "query knows no status '%s'".formatted(Params.shown(status)));
                yield Optional.empty();
            }
        };
    }

    private PaymentStore store() {
        return parts.what().store();
    }
}
