package dev.handfast.merchantapi;

import dev.handfast.ledger.Line;
import dev.handfast.merchants.Merchant;
import dev.handfast.money.Currency;
import dev.handfast.payouts.Payout;
import dev.handfast.payouts.PayoutOutcome;
import dev.handfast.payouts.PayoutRequest;
import dev.handfast.payouts.Payouts;

import tools.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** The calls on payouts. */
final class PayoutCalls {
    private static final int DESCRIPTION_LENGTH_MAX = 1_000;
    private static final int DESCRIPTOR_LENGTH_MAX = 22;

    private final ApiParts parts;
    private final Payouts payouts;

    PayoutCalls(ApiParts parts) {
        this.parts = parts;
        this.payouts = parts.what().payouts();
    }

    List<Route> routes() {
        return List.of(
                Route.post("/v1/payouts", "Pays out a part of what is available.")
                        .takes(
                                Param.amount("amount", "How much.").required(),
                                Param.currency("currency", "Out of which balance.").required(),
                                Param.text("description", DESCRIPTION_LENGTH_MAX, "For yourself."),
                                Param.text(
                                        "statement_descriptor",
                                        DESCRIPTOR_LENGTH_MAX,
                                        "What the bank's statement says."),
                                Param.metadata(),
                                Param.word("method", "How fast.", "standard"),
                                Param.word("source_type", "Out of which money.", "card"),
                                expand())
                        .answers(PayoutShapes.PAYOUT, this::create),
                Route.get("/v1/payouts", "Lists payouts, newest first.")
                        .takes(
                                Param.page(
                                        PublicIds.PAYOUT,
                                        Param.word("status", "Only those so far.", states()),
                                        Param.created()))
                        .answersPage(PayoutShapes.PAYOUT, this::list),
                Route.get("/v1/payouts/{id}", "Shows a payout.")
                        .takes(expand())
                        .answers(PayoutShapes.PAYOUT, this::retrieve),
                Route.post("/v1/payouts/{id}", "Changes the merchant's own data of a payout.")
                        .takes(Param.metadata(), expand())
                        .answers(PayoutShapes.PAYOUT, this::update),
                Route.post("/v1/payouts/{id}/cancel", "Calls a payout back before it leaves.")
                        .takes(expand())
                        .answers(PayoutShapes.PAYOUT, this::cancel));
    }

    private static Param expand() {
        return Param.expand("balance_transaction");
    }

    private static String[] states() {
        return List.of(Payout.State.values()).stream()
                .map(state -> state.name().toLowerCase(Locale.ROOT))
                .toArray(String[]::new);
    }

    private Answer create(Call call) {
        Params params = call.params();
        Currency currency = params.currency("currency").orElseThrow();
        Merchant merchant = call.merchant();
        Details details =
                Details.none()
                        .with("description", params.text("description"))
                        .with("statement_descriptor", params.text("statement_descriptor"))
                        .with("metadata", params.metadata());
        return run(
                call,
                new PayoutRequest.Create(
                        parts.ids().next(),
                        new Payout.Owner(merchant.id(), merchant.partner()),
                        currency,
                        params.amount("amount", currency),
                        Payout.Origin.MANUAL,
                        details.write()));
    }

    private Answer update(Call call) {
        Optional<Payout> found = find(call);
        if (found.isEmpty()) {
            return missing(call);
        }
        Details details = Details.read(found.get().details()).merged(call.params().metadata());
        return run(
                call,
                new PayoutRequest.Note(call.merchant().id(), found.get().id(), details.write()));
    }

    private Answer cancel(Call call) {
        Optional<UUID> id = PublicIds.PAYOUT.parse(call.id());
        return id.isEmpty()
                ? missing(call)
                : run(call, new PayoutRequest.Cancel(call.merchant().id(), id.get()));
    }

    private Answer retrieve(Call call) {
        return find(call)
                .map(payout -> Answer.ok(shown(call, payout)))
                .orElseGet(() -> missing(call));
    }

    private Answer list(Call call) {
        Page page = Page.read(call.params(), PublicIds.PAYOUT);
        Optional<Payout.State> state =
                call.params()
                        .text("status")
                        .map(text -> Payout.State.valueOf(text.toUpperCase(Locale.ROOT)));
        List<Payout> found = payouts.store().page(call.merchant().id(), state, page.slice());
        boolean live = parts.settings().mode().isLive();
        return page.answer("/v1/payouts", found, payout -> PayoutJson.payout(payout, live));
    }

    private Optional<Payout> find(Call call) {
        return PublicIds.PAYOUT
                .parse(call.id())
                .flatMap(id -> payouts.store().find(call.merchant().id(), id));
    }

    private ObjectNode shown(Call call, Payout payout) {
        ObjectNode json = PayoutJson.payout(payout, parts.settings().mode().isLive());
        if (!call.params().texts("expand").isEmpty()) {
            UUID id =
                    Line.idOf(
                            payout.owner().payable(payout.amount().currency()),
                            payout.id(),
                            dev.handfast.ledger.LineKind.PAYOUT);
            payouts.statement()
                    .find(call.merchant().id(), id)
                    .ifPresent(
                            line ->
                                    json.set(
                                            "balance_transaction",
                                            BalanceTransactionJson.of(
                                                    line,
                                                    payouts.store()
                                                            .schedule(call.merchant().id()))));
        }
        return json;
    }

    private Answer run(Call call, PayoutRequest request) {
        return Recorded.run(
                call,
                new Recorded.Way<>(
                        () -> payouts.run(request),
                        (key, render) -> payouts.runOnce(key, request, render)),
                outcome -> rendered(call, outcome),
                docs());
    }

    private Answer rendered(Call call, PayoutOutcome outcome) {
        return switch (outcome) {
            case PayoutOutcome.Done(Payout payout) ->
                    Answer.ok(PayoutJson.payout(payout, parts.settings().mode().isLive()));
            case PayoutOutcome.Refused refused -> refused(call, refused);
        };
    }

    private Answer refused(Call call, PayoutOutcome.Refused refused) {
        String message = "%s (%s)".formatted(refused.detail(), refused.why());
        return switch (refused.why()) {
            case PAYOUT_NOT_FOUND -> missing(call);
            case PAYOUT_HAS_LEFT ->
                    ApiError.invalid(400, ApiCode.PAYOUT_HAS_LEFT, message).answer(docs());
            case PAYOUT_EXCEEDS_BALANCE ->
                    ApiError.parameter(ApiCode.BALANCE_INSUFFICIENT, "amount", message)
                            .answer(docs());
        };
    }

    private Answer missing(Call call) {
        return ApiError.missing("payout", call.id()).answer(docs());
    }

    private String docs() {
        return parts.settings().docs();
    }
}
