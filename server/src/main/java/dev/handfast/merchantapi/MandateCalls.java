package dev.handfast.merchantapi;

import dev.handfast.customers.WalletAgreements;

import java.util.List;

/** The call on mandates: they come from setups and payments, and end with a payment method. */
final class MandateCalls {
    private final ApiParts parts;
    private final CustomerJson json;

    MandateCalls(ApiParts parts) {
        this.parts = parts;
        json = parts.settings().customerJson();
    }

    List<Route> routes() {
        return List.of(
                Route.get("/v1/mandates/{id}", "Shows by what a wallet is charged again.")
                        .takes(Param.expand("payment_method"))
                        .answers(MandateJson.MANDATE, this::retrieve));
    }

    private Answer retrieve(Call call) {
        Expand expand = Expand.read(call.params());
        return PublicIds.MANDATE
                .parse(call.id())
                .flatMap(parts.what().mandates()::find)
                .filter(found -> found.proposal().merchant().equals(call.merchant().id()))
                .filter(WalletAgreements::isOne)
                .map(
                        mandate -> {
                            var shown =
                                    MandateJson.mandate(
                                            mandate,
                                            parts.settings().mode().isLive(),
                                            parts.clock().instant());
                            if (expand.wants("payment_method")) {
                                parts.what()
                                        .customers()
                                        .findMethod(call.merchant().id(), mandate.id())
                                        .ifPresent(
                                                row ->
                                                        shown.set(
                                                                "payment_method",
                                                                json.method(row)));
                            }
                            return Answer.ok(shown);
                        })
                .orElseGet(
                        () ->
                                ApiError.missing("mandate", call.id())
                                        .answer(parts.settings().docs()));
    }
}
