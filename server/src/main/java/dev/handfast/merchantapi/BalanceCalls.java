package dev.handfast.merchantapi;

import dev.handfast.ledger.AccountKind;
import dev.handfast.ledger.AccountRef;
import dev.handfast.merchants.Merchant;
import dev.handfast.money.Money;
import dev.handfast.payouts.Payouts;
import dev.handfast.web.Json;

import tools.jackson.databind.node.ObjectNode;

import java.util.List;

/** The call on the balance: what the acquiring partner owes the merchant. */
final class BalanceCalls {
    private final ApiParts parts;

    BalanceCalls(ApiParts parts) {
        this.parts = parts;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/v1/balance", "Shows what the acquiring partner owes.")
                        .answers(Shapes.BALANCE, this::retrieve));
    }

    private Answer retrieve(Call call) {
        Merchant merchant = call.merchant();
        Payouts.Funds owed =
                parts.what()
                        .payouts()
                        .funds(
                                new AccountRef(
                                        AccountKind.MERCHANT_PAYABLE,
                                        merchant.partner(),
                                        merchant.id(),
                                        merchant.currency()));
        ObjectNode json = Json.object();
        json.put("object", "balance");
        json.set("available", Json.array().add(funds(owed.available())));
        json.put("livemode", parts.settings().mode().isLive());
        json.set("pending", Json.array().add(funds(owed.pending())));
        return Answer.ok(json);
    }

    private static ObjectNode funds(Money amount) {
        ObjectNode types = Json.object();
        types.put("card", amount.minor());
        ObjectNode json = Json.object();
        json.put("amount", amount.minor());
        json.put("currency", PaymentJson.lower(amount));
        json.set("source_types", types);
        return json;
    }
}
