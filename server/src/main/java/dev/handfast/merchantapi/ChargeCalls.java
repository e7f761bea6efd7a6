package dev.handfast.merchantapi;

import dev.handfast.payments.Payment;
import dev.handfast.payouts.Payouts;

import tools.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The calls on charges: what payers have paid, for reading. A payment has one at the most. */
final class ChargeCalls {
    private static final String LINE = "balance_transaction";

    private final ApiParts parts;
    private final PaymentJson json;

    ChargeCalls(ApiParts parts) {
        this.parts = parts;
        this.json = parts.settings().paymentJson();
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
        Optional<UUID> one = call.params().id("payment_intent", PublicIds.PAYMENT_INTENT);
        List<Payment> found =
                one.isPresent()
                        ? paid(call, one.get()).stream()
                                .filter(payment -> page.after().isEmpty())
                                .toList()
                        : parts.what()
                                .store()
                                .paidPage(call.merchant().id(), page.after(), page.limit() + 1);
        List<ObjectNode> shown =
                found.stream().limit(page.limit()).map(payment -> shown(call, payment)).toList();
        return Page.answer("/v1/charges", shown, found.size() > page.limit());
    }

    private Optional<Payment> paid(Call call, UUID id) {
        return parts.what()
                .store()
                .find(call.merchant().id(), id)
                .filter(payment -> payment.backing().isPresent());
    }

    private ObjectNode shown(Call call, Payment payment) {
        ObjectNode charge = json.charge(payment);
        charge.put("disputed", parts.what().disputes().of(payment.id()).isPresent());
        if (Expand.read(call.params()).wants(LINE)) {
            Payouts payouts = parts.what().payouts();
            payouts.statement()
                    .find(call.merchant().id(), PaymentJson.lineOf(payment))
                    .ifPresent(
                            line ->
                                    charge.set(
                                            LINE,
                                            BalanceTransactionJson.of(
                                                    line,
                                                    payouts.store().schedule(call.merchant().id()),
                                                    parts.clock().instant())));
        }
        return charge;
    }
}
