package dev.handfast.merchantapi;

import dev.handfast.engine.Idempotency;
import dev.handfast.money.Money;
import dev.handfast.payments.Commission;
import dev.handfast.payments.CommissionReturn;
import dev.handfast.payments.Commissions;
import dev.handfast.payments.FeeOutcome;
import dev.handfast.payments.FeeRequest;
import dev.handfast.sql.Slice;

import tools.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The calls on application fees: what a platform gets of its merchants' payments. */
final class FeeCalls {
    private static final int SHOWN_MAX = 10;
    private static final int ID_LENGTH_MAX = 60;
    private static final String REFUND = "refund";

    private final ApiParts parts;
    private final Commissions commissions;
    private final FeeJson json;

    FeeCalls(ApiParts parts) {
        this.parts = parts;
        this.commissions = parts.what().commissions();
        this.json = new FeeJson(parts.settings().mode().isLive());
    }

    List<Route> routes() {
        String refunds = FeeJson.PATH + "/{id}/refunds";
        return List.of(
                Route.get(FeeJson.PATH, "Lists the platform's fees, newest first.")
                        .takes(
                                Param.page(
                                        PublicIds.APPLICATION_FEE,
                                        Param.text("charge", ID_LENGTH_MAX, "Of which charge."),
                                        Param.created()))
                        .answersPage(FeeShapes.APPLICATION_FEE, this::list),
                Route.get(FeeJson.PATH + "/{id}", "Shows a fee.")
                        .answers(FeeShapes.APPLICATION_FEE, this::retrieve),
                Route.post(refunds, "Gives a fee back, all of it or a part.")
                        .takes(
                                Param.amount("amount", "How much; all that is left if left out."),
                                Param.metadata())
                        .answers(FeeShapes.FEE_REFUND, this::giveBack),
                Route.get(refunds, "Lists what was given back of a fee, newest first.")
                        .takes(Param.page(PublicIds.FEE_REFUND))
                        .answersPage(FeeShapes.FEE_REFUND, this::listRefunds),
                Route.get(refunds + "/{refund}", "Shows what was given back of a fee.")
                        .answers(FeeShapes.FEE_REFUND, this::retrieveRefund),
                Route.post(refunds + "/{refund}", "Changes what is noted with it.")
                        .takes(Param.metadata().clearable())
                        .answers(FeeShapes.FEE_REFUND, this::updateRefund));
    }

    private Answer list(Call call) {
        Params params = call.params();
        Page page = Page.read(params, PublicIds.APPLICATION_FEE);
        Optional<String> charge = params.text("charge");
        Optional<UUID> payment =
                charge.flatMap(
                        text ->
                                PublicIds.CHARGE
                                        .parse(text)
                                        .or(() -> PublicIds.PAYMENT.parse(text)));
        if (charge.isPresent() && payment.isEmpty()) {
            params.refuse(
                    "charge", ApiCode.RESOURCE_MISSING, PublicIds.CHARGE.missing(charge.get()));
        }
        Optional<ApiError> problem = params.problem();
        if (problem.isPresent()) {
            return problem.get().answer(docs());
        }
        List<Commission> found =
                commissions.page(
                        call.merchant().id(),
                        new Commissions.Wanted(Commission.Part.FEE, payment, Optional.empty()),
                        page.slice());
        return page.answer(FeeJson.PATH, found, fee -> shown(of(call, fee)));
    }

    private Answer retrieve(Call call) {
        return find(call).map(found -> Answer.ok(shown(found))).orElseGet(() -> missing(call.id()));
    }

    private Answer listRefunds(Call call) {
        Optional<FeeJson.Of> found = find(call);
        if (found.isEmpty()) {
            return missing(call.id());
        }
        Page page = Page.read(call.params(), PublicIds.FEE_REFUND);
        List<CommissionReturn> parts = returns(found.get(), page.slice());
        return page.answer(
                FeeJson.PATH + "/" + found.get().id() + "/refunds",
                parts,
                part -> FeeJson.refund(found.get(), part));
    }

    private Answer retrieveRefund(Call call) {
        Optional<FeeJson.Of> found = find(call);
        return found.flatMap(of -> findRefund(call, of))
                .map(part -> Answer.ok(FeeJson.refund(found.orElseThrow(), part)))
                .orElseGet(() -> missingRefund(call));
    }

    private Answer giveBack(Call call) {
        Params params = call.params();
        Optional<FeeJson.Of> found = find(call);
        if (found.isEmpty()) {
            return missing(call.id());
        }
        Commission commission = found.get().commission();
        Optional<Money> amount = params.amount("amount", commission.moved().fee().currency());
        Details details = Details.none().with("metadata", params.metadata());
        return run(
                call,
                new FeeRequest.GiveBack(
                        parts.ids().next(),
                        commission.platform(),
                        commission.payment(),
                        amount,
                        details.write()));
    }

    private Answer updateRefund(Call call) {
        Optional<FeeJson.Of> found = find(call);
        Optional<CommissionReturn> part = found.flatMap(of -> findRefund(call, of));
        if (part.isEmpty()) {
            return missingRefund(call);
        }
        Params params = call.params();
        return run(
                call,
                new FeeRequest.Note(
                        part.get().id(),
                        part.get().platform(),
                        part.get().payment(),
                        before -> Details.read(before).mergingMetadata(params).write()));
    }

    private Answer run(Call call, FeeRequest request) {
        Optional<Idempotency.Key> key = call.recordedUnder();
        return key.isEmpty()
                ? rendered(call, commissions.run(request))
                : Recorded.of(
                        commissions.runOnce(
                                key.get(),
                                request,
                                outcome -> Recorded.kept(rendered(call, outcome))),
                        docs());
    }

    private Answer rendered(Call call, FeeOutcome outcome) {
        return switch (outcome) {
            case FeeOutcome.Done(Commission commission, CommissionReturn part) ->
                    Answer.ok(FeeJson.refund(of(call, commission), part));
            case FeeOutcome.Refused refused ->
                    switch (refused.why()) {
                        case FEE_NOT_FOUND -> missing(call.id());
                        case FEE_REFUND_NOT_FOUND -> missingRefund(call);
                        case FEE_CURRENCY_DIFFERS, FEE_REFUND_EXCEEDS_FEE ->
                                ApiError.parameter(
                                                ApiCode.AMOUNT_TOO_LARGE,
                                                "amount",
                                                "%s (%s)"
                                                        .formatted(refused.detail(), refused.why()))
                                        .answer(docs());
                    };
        };
    }

    private Optional<FeeJson.Of> find(Call call) {
        return PublicIds.APPLICATION_FEE
                .parse(call.id())
                .flatMap(id -> commissions.find(call.merchant().id(), id))
                .filter(commission -> commission.moved().fee().isPositive())
                .map(commission -> of(call, commission));
    }

    private Optional<CommissionReturn> findRefund(Call call, FeeJson.Of of) {
        return PublicIds.FEE_REFUND
                .parse(call.path().getOrDefault(REFUND, ""))
                .flatMap(commissions::findReturn)
                .filter(part -> part.payment().equals(of.commission().payment()))
                .filter(part -> part.amounts().fee().isPositive());
    }

    private static FeeJson.Of of(Call call, Commission commission) {
        return new FeeJson.Of(commission, call.merchant().partner());
    }

    private ObjectNode shown(FeeJson.Of of) {
        return json.fee(
                of,
                of.commission().back().fee().isZero()
                        ? List.of()
                        : returns(of, Slice.newest(SHOWN_MAX)));
    }

    private List<CommissionReturn> returns(FeeJson.Of of, Slice slice) {
        return commissions.returns(of.commission().payment(), Commission.Part.FEE, slice);
    }

    private Answer missing(String id) {
        return ApiError.missing("application_fee", id).answer(docs());
    }

    private Answer missingRefund(Call call) {
        return ApiError.missing("fee_refund", call.path().getOrDefault(REFUND, "")).answer(docs());
    }

    private String docs() {
        return parts.settings().docs();
    }
}
