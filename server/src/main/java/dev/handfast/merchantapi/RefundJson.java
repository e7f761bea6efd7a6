package dev.handfast.merchantapi;

import dev.handfast.ledger.AccountKind;
import dev.handfast.ledger.AccountRef;
import dev.handfast.ledger.Line;
import dev.handfast.ledger.LineKind;
import dev.handfast.payments.Payment;
import dev.handfast.payments.Refund;
import dev.handfast.web.Json;

import tools.jackson.databind.node.ObjectNode;

import java.util.UUID;

/** Renders refunds. Pure. */
final class RefundJson {
    /** Kept with a refund for which what was passed on comes back. */
    static final String REVERSED = "reversed";

    private RefundJson() {}

    static ObjectNode refund(Refund refund, Payment payment) {
        return refund(refund, payment.terms().acquirer());
    }

    /**
     * A refund.
     *
     * @param partner in whose books the merchant's money is
     */
    static ObjectNode refund(Refund refund, UUID partner) {
        Details details = Details.read(refund.details());
        ObjectNode json = Json.object();
        json.put("id", PublicIds.REFUND.format(refund.id()));
        json.put("object", "refund");
        json.put("amount", refund.amount().minor());
        json.put("balance_transaction", line(refund, partner));
        json.put("charge", PublicIds.CHARGE.format(refund.payment()));
        json.put("created", refund.createdAt().getEpochSecond());
        json.put("currency", PaymentJson.lower(refund.amount()));
        json.set("metadata", details.metadata());
        json.put("payment_intent", PublicIds.PAYMENT_INTENT.format(refund.payment()));
        json.set("reason", details.text("reason"));
        json.putNull("receipt_number");
        json.putNull("source_transfer_reversal");
        json.put("status", "succeeded");
        if (details.text(REVERSED).isNull()) {
            json.putNull("transfer_reversal");
        } else {
            json.put("transfer_reversal", PublicIds.TRANSFER_REVERSAL.format(refund.id()));
        }
        return json;
    }

    private static String line(Refund refund, UUID partner) {
        AccountRef payable =
                new AccountRef(
                        AccountKind.MERCHANT_PAYABLE,
                        partner,
                        refund.merchant(),
                        refund.amount().currency());
        return PublicIds.BALANCE_TRANSACTION.format(
                Line.idOf(payable, refund.id(), LineKind.REFUND));
    }
}
