package dev.handfast.merchantapi;

import dev.handfast.ledger.Line;
import dev.handfast.ledger.LineKind;
import dev.handfast.payouts.Payout;
import dev.handfast.web.Json;

import tools.jackson.databind.node.ObjectNode;

import java.util.Locale;

/** Renders payouts. Pure. */
final class PayoutJson {
    private PayoutJson() {}

    static ObjectNode payout(Payout payout, boolean live) {
        Details details = Details.read(payout.details());
        ObjectNode json = Json.object();
        json.put("id", PublicIds.PAYOUT.format(payout.id()));
        json.put("object", "payout");
        json.put("amount", payout.amount().minor());
        json.putNull("application_fee");
        json.putNull("application_fee_amount");
        json.put("arrival_date", payout.dueAt().getEpochSecond());
        json.put("automatic", payout.origin() == Payout.Origin.SCHEDULE);
        json.put("balance_transaction", line(payout, LineKind.PAYOUT));
        json.put("created", payout.createdAt().getEpochSecond());
        json.put("currency", PaymentJson.lower(payout.amount()));
        json.set("description", details.text("description"));
        json.putNull("destination");
        if (payout.state() == Payout.State.FAILED) {
            json.put("failure_balance_transaction", line(payout, LineKind.PAYOUT_FAILURE));
        } else {
            json.putNull("failure_balance_transaction");
        }
        payout.reason()
                .ifPresentOrElse(
                        code -> json.put("failure_code", code), () -> json.putNull("failure_code"));
        payout.reason()
                .ifPresentOrElse(
                        code -> json.put("failure_message", "The bank sent it back: " + code),
                        () -> json.putNull("failure_message"));
        json.put("livemode", live);
        json.set("metadata", details.metadata());
        json.put("method", "standard");
        json.putNull("original_payout");
        json.put("reconciliation_status", "not_applicable");
        json.putNull("reversed_by");
        json.put("source_type", "card");
        json.set("statement_descriptor", details.text("statement_descriptor"));
        json.put("status", payout.state().name().toLowerCase(Locale.ROOT));
        json.put("type", "bank_account");
        return json;
    }

    private static String line(Payout payout, LineKind kind) {
        return PublicIds.BALANCE_TRANSACTION.format(
                Line.idOf(payout.owner().payable(payout.amount().currency()), payout.id(), kind));
    }
}
