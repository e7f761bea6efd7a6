package dev.handfast.merchantapi;

import dev.handfast.money.Money;
import dev.handfast.payments.Commission;
import dev.handfast.payments.Outcome;
import dev.handfast.payments.Payment;
import dev.handfast.payments.Refund;
import dev.handfast.payments.RefundRequest;
import dev.handfast.payments.Request;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** The calls on refunds. */
final class Refunds {
    private static final String[] REASONS = {"duplicate", "fraudulent", "requested_by_customer"};

    private final ApiParts parts;

    Refunds(ApiParts parts) {
        this.parts = parts;
    }

    List<Route> routes() {
        return List.of(
                Route.post("/v1/refunds", "Gives money back, all of it or a part.")
                        .takes(creating())
                        .answers(Shapes.REFUND, this::create),
                Route.get("/v1/refunds", "Lists refunds, newest first.")
                        .takes(
                                Param.page(
                                        PublicIds.REFUND,
                                        paymentIntentParam(),
                                        chargeParam(),
                                        Param.created()))
                        .answersPage(Shapes.REFUND, this::list),
                Route.get("/v1/refunds/{id}", "Shows a refund.")
                        .answers(Shapes.REFUND, this::retrieve),
                Route.post("/v1/refunds/{id}", "Changes what is noted with a refund.")
                        .takes(Param.metadata().clearable())
                        .answers(Shapes.REFUND, this::update));
    }

    private static List<Param> creating() {
        List<Param> all = new ArrayList<>(FeeParams.refund());
        all.add(paymentIntentParam());
        all.add(chargeParam());
        all.add(Param.amount("amount", "How much; all that is left if left out."));
        all.add(Param.metadata());
        all.add(Param.word("reason", "Why.", REASONS));
        return all;
    }

    private static Param paymentIntentParam() {
        return Param.id("payment_intent", PublicIds.PAYMENT_INTENT, "Which payment.");
    }

    private static Param chargeParam() {
        return Param.id("charge", PublicIds.CHARGE, "Which payment, by its charge.");
    }

    private Answer create(Call call) {
        Params params = call.params();
        Optional<Payment> payment = payment(call);
        Optional<Money> amount =
                payment.flatMap(
                        known -> params.amount("amount", known.terms().amount().currency()));
        Set<Commission.Part> restored =
                payment.map(known -> FeeParams.restored(call, known)).orElse(Set.of());
        Details details =
                Details.none()
                        .with("metadata", params.metadata())
                        .with("reason", params.text("reason"));
        if (restored.contains(Commission.Part.PASSED)) {
            details.with(RefundJson.REVERSED, Optional.of("true"));
        }
        Optional<ApiError> problem = params.problem();
        if (problem.isPresent()) {
            return problem.get().answer(docs());
        }
        RefundRequest refund =
                new RefundRequest(
                        parts.ids().next(),
                        call.merchant().id(),
                        payment.orElseThrow().id(),
                        amount,
                        Optional.empty(),
                        details.write(),
                        RefundRequest.Sources.of(restored));
        return run(call, new Request.Refund(refund));
    }

    private Answer retrieve(Call call) {
        return PublicIds.REFUND
                .parse(call.id())
                .flatMap(id -> parts.what().store().findRefund(id))
                .filter(refund -> refund.merchant().equals(call.merchant().id()))
                .map(refund -> Answer.ok(RefundJson.refund(refund, call.merchant().partner())))
                .orElseGet(() -> ApiError.missing("refund", call.id()).answer(docs()));
    }

    private Answer list(Call call) {
        Params params = call.params();
        Page page = Page.read(params, PublicIds.REFUND);
        boolean named = params.has("payment_intent") || params.has("charge");
        Optional<Payment> payment = named ? payment(call) : Optional.empty();
        Optional<ApiError> problem = params.problem();
        if (problem.isPresent()) {
            return problem.get().answer(docs());
        }
        List<Refund> found =
                parts.what()
                        .store()
                        .refundPage(call.merchant().id(), payment.map(Payment::id), page.slice());
        return page.answer(
                "/v1/refunds",
                found,
                refund -> RefundJson.refund(refund, call.merchant().partner()));
    }

    private Answer update(Call call) {
        Params params = call.params();
        Optional<Refund> refund =
                PublicIds.REFUND
                        .parse(call.id())
                        .flatMap(id -> parts.what().store().findRefund(id))
                        .filter(known -> known.merchant().equals(call.merchant().id()));
        if (refund.isEmpty()) {
            return ApiError.missing("refund", call.id()).answer(docs());
        }
        return run(
                call,
                new Request.Note(
                        parts.ids().next(),
                        call.merchant().id(),
                        refund.get().payment(),
                        refund.get().id(),
                        before -> Details.read(before).mergingMetadata(params).write()));
    }

    /** The payment that is named, by itself or by its charge; what is wrong is remembered. */
    private Optional<Payment> payment(Call call) {
        Params params = call.params();
        Optional<String> intent = params.text("payment_intent");
        Optional<String> charge = params.text("charge");
        if (intent.isPresent() == charge.isPresent()) {
            params.refuse(
                    "payment_intent",
                    ApiCode.PARAMETER_MISSING,
                    "Missing required param: one of payment_intent and charge");
            return Optional.empty();
        }
        Optional<UUID> id =
                intent.flatMap(PublicIds.PAYMENT_INTENT::parse)
                        .or(() -> charge.flatMap(PublicIds.CHARGE::parse));
        Optional<Payment> payment =
                id.flatMap(known -> parts.what().store().find(call.merchant().id(), known));
        if (payment.isEmpty()) {
            params.refuse(
                    intent.isPresent() ? "payment_intent" : "charge",
                    ApiCode.RESOURCE_MISSING,
                    "No such %s: '%s'"
                            .formatted(
                                    intent.isPresent() ? "payment_intent" : "charge",
                                    Params.shown(intent.or(() -> charge).orElse(""))));
        }
        return payment;
    }

    private Answer run(Call call, Request request) {
        return Recorded.request(parts, call, request, this::rendered);
    }

    private Answer rendered(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Refunded refunded ->
                    Answer.ok(RefundJson.refund(refunded.refund(), refunded.payment()));
            case Outcome.AlreadyRefunded refunded ->
                    Answer.ok(RefundJson.refund(refunded.refund(), refunded.payment()));
            case Outcome.Refused refused -> ErrorTable.of(refused).answer(docs());
            case Outcome.Done done -> throw noRefund(done);
            case Outcome.Already already -> throw noRefund(already);
            case Outcome.AskRail ask -> throw noRefund(ask);
            case Outcome.InDoubt doubt -> throw noRefund(doubt);
        };
    }

    private static IllegalStateException noRefund(Outcome outcome) {
        return new IllegalStateException("a refund ended in " + outcome.getClass());
    }

    private String docs() {
        return parts.settings().docs();
    }
}
