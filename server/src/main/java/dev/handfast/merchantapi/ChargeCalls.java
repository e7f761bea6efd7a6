package dev.handfast.merchantapi;

import dev.handfast.payments.Payment;
import dev.handfast.sql.Slice;

import tools.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The calls on charges: what payers have paid, for reading. A payment has one at the most. */
final class ChargeCalls {
    private static final String LINE = PaymentExpansion.LINE;

    private final ApiParts parts;
    private final PaymentExpansion expansion;

    ChargeCalls(ApiParts parts) {
        this.parts = parts;
        this.expansion = new PaymentExpansion(parts, parts.settings().paymentJson());
    }

    List<Route> routes() {
        return List.of(
                Route.get("/v1/charges", "Lists what payers have paid, newest first.")
                        .takes(
                                Param.page(
                                        PublicIds.CHARGE,
                                        Param.id(
                                                "payment_intent",
                                                PublicIds.PAYMENT_INTENT,
                                                "Of which payment."),
                                        MethodCalls.customerParam(),
                                        Param.created(),
                                        Param.expand("data." + LINE)))
                        .answersPage(PaymentShapes.CHARGE, this::list),
                Route.get("/v1/charges/{id}", "Shows what a payer has paid.")
                        .takes(Param.expand(LINE))
                        .answers(PaymentShapes.CHARGE, this::retrieve));
    }

    private Answer retrieve(Call call) {
        return PublicIds.CHARGE
                .parse(call.id())
                .flatMap(id -> paid(call, id))
                .map(payment -> Answer.ok(shown(call, payment)))
                .orElseGet(
                        () ->
                                ApiError.missing("charge", call.id())
                                        .answer(parts.settings().docs()));
    }

    private Answer list(Call call) {
        Page page = Page.read(call.params(), PublicIds.CHARGE);
        Params params = call.params();
        Optional<UUID> one = params.id("payment_intent", PublicIds.PAYMENT_INTENT);
        Slice slice = page.slice();
        List<Payment> found =
                one.isPresent()
                        ? page.of(paid(call, one.get()).stream().toList(), Payment::id)
                        : parts.what()
                                .store()
                                .paidPage(
                                        call.merchant().id(),
                                        params.text(PaymentJson.CUSTOMER)
                                                .map(PaymentReads::ofCustomer),
                                        slice);
        return page.answer("/v1/charges", found, payment -> shown(call, payment));
    }

    private Optional<Payment> paid(Call call, UUID id) {
        return parts.what()
                .store()
                .find(call.merchant().id(), id)
                .filter(payment -> payment.backing().isPresent());
    }

    private ObjectNode shown(Call call, Payment payment) {
        return expansion.charge(payment, Expand.read(call.params()).wants(LINE));
    }
}
