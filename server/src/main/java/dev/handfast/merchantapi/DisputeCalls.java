package dev.handfast.merchantapi;

import dev.handfast.disputes.Dispute;
import dev.handfast.disputes.DisputeOutcome;
import dev.handfast.disputes.DisputeRequest;
import dev.handfast.disputes.Disputes;
import dev.handfast.web.Json;

import tools.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The calls on disputes. */
final class DisputeCalls {
    private static final int TEXT_LENGTH_MAX = 20_000;

    private final ApiParts parts;
    private final Disputes disputes;

    DisputeCalls(ApiParts parts) {
        this.parts = parts;
        this.disputes = parts.what().disputes();
    }

    List<Route> routes() {
        return List.of(
                Route.get("/v1/disputes", "Lists disputes, newest first.")
                        .takes(
                                Param.page(
                                        PublicIds.DISPUTE,
                                        Param.id("charge", PublicIds.CHARGE, "Of which charge."),
                                        Param.id(
                                                "payment_intent",
                                                PublicIds.PAYMENT_INTENT,
                                                "Of which payment."),
                                        Param.created()))
                        .answersPage(DisputeShapes.DISPUTE, this::list),
                Route.get("/v1/disputes/{id}", "Shows a dispute.")
                        .answers(DisputeShapes.DISPUTE, this::retrieve),
                Route.post("/v1/disputes/{id}", "Keeps what the merchant says, or hands it in.")
                        .takes(
                                Param.group("evidence", "What the merchant says.", evidence()),
                                Param.flag("submit", "Whether to hand it in; true if left out."),
                                Param.metadata())
                        .answers(DisputeShapes.DISPUTE, this::update),
                Route.post("/v1/disputes/{id}/close", "Gives up: the dispute is lost.")
                        .answers(DisputeShapes.DISPUTE, this::close));
    }

    private static Param[] evidence() {
        return DisputeJson.EVIDENCE.stream()
                .map(name -> Param.text(name, TEXT_LENGTH_MAX, "Evidence.").clearable())
                .toArray(Param[]::new);
    }

    private Answer list(Call call) {
        Params params = call.params();
        Page page = Page.read(params, PublicIds.DISPUTE);
        Optional<UUID> payment =
                params.id("charge", PublicIds.CHARGE)
                        .or(() -> params.id("payment_intent", PublicIds.PAYMENT_INTENT));
        List<Dispute> found =
                disputes.page(call.merchant().id(), new Disputes.Page(payment, page.slice()));
        return page.answer("/v1/disputes", found, dispute -> shown(call, dispute));
    }

    private Answer retrieve(Call call) {
        return find(call)
                .map(dispute -> Answer.ok(shown(call, dispute)))
                .orElseGet(() -> missing(call));
    }

    private Answer update(Call call) {
        Optional<Dispute> found = find(call);
        if (found.isEmpty()) {
            return missing(call);
        }
        Dispute dispute = found.get();
        Params params = call.params();
        ObjectNode evidence = DisputeJson.evidenceOf(dispute);
        Optional<Params> said = params.nested("evidence");
        said.ifPresent(given -> take(given, evidence));
        Details details = Details.read(dispute.file().details()).merged(params.metadata());
        // To change the merchant's own data only is no answer to the dispute.
        boolean submits = said.isPresent() && (!params.has("submit") || params.flag("submit"));
        return run(
                call,
                new DisputeRequest.Respond(
                        DisputeRequest.About.of(dispute),
                        Json.write(evidence),
                        details.write(),
                        submits
                                ? DisputeRequest.Handing.SUBMITTED
                                : DisputeRequest.Handing.STAGED));
    }

    private static void take(Params given, ObjectNode evidence) {
        for (String name : DisputeJson.EVIDENCE) {
            given.text(name)
                    .ifPresent(
                            text -> {
                                if (text.isEmpty()) {
                                    evidence.remove(name);
                                } else {
                                    evidence.put(name, text);
                                }
                            });
        }
    }

    private Answer close(Call call) {
        return find(call).map(dispute -> run(call, accept(dispute))).orElseGet(() -> missing(call));
    }

    private static DisputeRequest accept(Dispute dispute) {
        return new DisputeRequest.Accept(DisputeRequest.About.of(dispute));
    }

    private Optional<Dispute> find(Call call) {
        return PublicIds.DISPUTE
                .parse(call.id())
                .flatMap(id -> disputes.find(call.merchant().id(), id));
    }

    private ObjectNode shown(Call call, Dispute dispute) {
        return DisputeJson.dispute(
                dispute, call.merchant().partner(), parts.settings().mode().isLive());
    }

    private Answer run(Call call, DisputeRequest request) {
        return Recorded.run(
                call,
                new Recorded.Way<>(
                        () -> disputes.run(request),
                        (key, render) -> disputes.runOnce(key, request, render)),
                outcome -> rendered(call, outcome),
                docs());
    }

    private Answer rendered(Call call, DisputeOutcome outcome) {
        return switch (outcome) {
            case DisputeOutcome.Done(Dispute dispute) -> Answer.ok(shown(call, dispute));
            case DisputeOutcome.Refused refused ->
                    switch (refused.why()) {
                        case DISPUTE_NOT_FOUND -> missing(call);
                        case DISPUTE_OVER, EVIDENCE_HANDED_IN ->
                                ApiError.invalid(
                                                400,
                                                ApiCode.DISPUTE_CLOSED,
                                                "%s (%s)"
                                                        .formatted(refused.detail(), refused.why()))
                                        .answer(docs());
                    };
            case DisputeOutcome.NotDisputable refused ->
                    throw new IllegalStateException("nothing was to be opened: " + refused);
        };
    }

    private Answer missing(Call call) {
        return ApiError.missing("dispute", call.id()).answer(docs());
    }

    private String docs() {
        return parts.settings().docs();
    }
}
