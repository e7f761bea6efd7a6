package dev.handfast.merchantapi;

import dev.handfast.payments.Refund;
import dev.handfast.web.Json;

import tools.jackson.databind.node.ObjectNode;

/** Renders refunds. Pure. */
final class RefundJson {
    private RefundJson() {}

    static ObjectNode refund(Refund refund) {
        Details details = Details.read(refund.details());
        ObjectNode json = Json.object();
        json.put("id", PublicIds.REFUND.format(refund.id()));
        json.put("object", "refund");
        json.put("amount", refund.amount().minor());
        json.putNull("balance_transaction");
        json.put("charge", PublicIds.CHARGE.format(refund.payment()));
        json.put("created", refund.createdAt().getEpochSecond());
        json.put("currency", PaymentJson.lower(refund.amount()));
        json.set("metadata", details.metadata());
        json.put("payment_intent", PublicIds.PAYMENT_INTENT.format(refund.payment()));
        json.set("reason", details.text("reason"));
        json.putNull("receipt_number");
        json.putNull("source_transfer_reversal");
        json.put("status", "succeeded");
        json.putNull("transfer_reversal");
        return json;
    }
}
