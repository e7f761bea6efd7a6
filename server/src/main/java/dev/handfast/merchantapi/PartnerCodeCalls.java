package dev.handfast.merchantapi;

import dev.handfast.payments.Invited;
import dev.handfast.payments.Outcome;
import dev.handfast.payments.PartnerOffer;
import dev.handfast.payments.Payment;
import dev.handfast.web.Json;

import tools.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.Optional;

/**
 * The codes that partners' gateways show for payments, for merchants with pages of their own. The
 * hosted page shows them by itself.
 */
final class PartnerCodeCalls {
    static final Shape CODE =
            Shape.of(
                    "partner_code",
                    "A code that a partner's gateway shows for a payment; its wallets scan it.",
                    """
                    object          =partner_code
                    amount          int   what whoever scans it pays
                    currency        text  in which currency
                    data            text  what the code says
                    expires_at      time
                    next_action     any   the code as next_action has ours
                    partner         text
                    payment_intent  id@payment_intent
                    """);

    private static final int NAME_LENGTH_MAX = 40;

    private final ApiParts parts;

    PartnerCodeCalls(ApiParts parts) {
        this.parts = parts;
    }

    List<Route> routes() {
        return List.of(
                Route.post(
                                "/v1/payment_intents/{id}/partner_code",
                                "Has a partner's gateway show a code for an offered payment; asked"
                                        + " again, the same.")
                        .openTo(Access.CLIENT_SECRET)
                        .takes(
                                PaymentParams.clientSecret(),
                                Param.text(
                                                "partner",
                                                NAME_LENGTH_MAX,
                                                "The name under which its gateway is registered.")
                                        .required())
                        .answers(CODE, this::show));
    }

    private Answer show(Call call) {
        Optional<String> partner = call.params().text("partner");
        Optional<Payment> payment =
                PublicIds.PAYMENT_INTENT
                        .parse(call.id())
                        .flatMap(id -> parts.what().store().find(call.merchant().id(), id));
        Optional<ApiError> problem = call.params().problem();
        if (problem.isPresent() || payment.isEmpty() || partner.isEmpty()) {
            return problem.orElseGet(() -> ApiError.missing("payment_intent", call.id()))
                    .answer(docs());
        }
        return switch (parts.what().offers().invite(payment.get(), partner.get())) {
            case Invited.Shown(PartnerOffer offer) -> Answer.ok(json(payment.get(), offer));
            case Invited.Refused(var why, String detail) ->
                    ErrorTable.of(new Outcome.Refused(why, detail, payment)).answer(docs());
            case Invited.NotShown none ->
                    ApiError.ours(
                                    503,
                                    ApiCode.SERVICE_UNAVAILABLE,
                                    "the partner's gateway shows no code at the moment; try again")
                            .answer(docs());
        };
    }

    private ObjectNode json(Payment payment, PartnerOffer offer) {
        ObjectNode json = Json.object();
        json.put("object", "partner_code");
        json.put("amount", offer.home().minor());
        json.put("currency", PaymentJson.lower(offer.home()));
        json.put("data", offer.progress().code().orElseThrow());
        json.put("expires_at", offer.payableUntil().getEpochSecond());
        json.set("next_action", new NextAction(parts.settings().addresses()).of(payment, offer));
        json.put("partner", offer.rail());
        json.put("payment_intent", PublicIds.PAYMENT_INTENT.format(offer.payment()));
        return json;
    }

    private String docs() {
        return parts.settings().docs();
    }
}
