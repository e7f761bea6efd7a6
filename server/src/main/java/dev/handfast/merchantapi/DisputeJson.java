package dev.handfast.merchantapi;

import dev.handfast.disputes.Dispute;
import dev.handfast.ledger.AccountKind;
import dev.handfast.ledger.AccountRef;
import dev.handfast.ledger.Line;
import dev.handfast.ledger.LineKind;
import dev.handfast.web.Json;

import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.Locale;
import java.util.UUID;

/** Renders disputes. Pure. */
final class DisputeJson {
    /** What a merchant can say. */
    static final List<String> EVIDENCE =
            List.of(
                    "access_activity_log",
                    "billing_address",
                    "cancellation_policy",
                    "cancellation_policy_disclosure",
                    "cancellation_rebuttal",
                    "customer_communication",
                    "customer_email_address",
                    "customer_name",
                    "customer_purchase_ip",
                    "customer_signature",
                    "duplicate_charge_documentation",
                    "duplicate_charge_explanation",
                    "duplicate_charge_id",
                    "product_description",
                    "receipt",
                    "refund_policy",
                    "refund_policy_disclosure",
                    "refund_refusal_explanation",
                    "service_date",
                    "service_documentation",
                    "shipping_address",
                    "shipping_carrier",
                    "shipping_date",
                    "shipping_documentation",
                    "shipping_tracking_number",
                    "uncategorized_file",
                    "uncategorized_text");

    private DisputeJson() {}

    /**
     * A dispute.
     *
     * @param partner in whose books the merchant's money is
     */
    static ObjectNode dispute(Dispute dispute, UUID partner, boolean live) {
        Details details = Details.read(dispute.file().details());
        ObjectNode json = Json.object();
        json.put("id", PublicIds.DISPUTE.format(dispute.id()));
        json.put("object", "dispute");
        json.put("amount", dispute.claim().amount().minor());
        json.set("balance_transactions", lines(dispute, partner));
        json.put("charge", PublicIds.CHARGE.format(dispute.payment()));
        json.put("created", dispute.createdAt().getEpochSecond());
        json.put("currency", PaymentJson.lower(dispute.claim().amount()));
        json.set("enhanced_eligibility_types", Json.array());
        json.set("evidence", evidence(dispute));
        ObjectNode due = Json.object();
        due.put("due_by", dispute.dueAt().getEpochSecond());
        due.put("has_evidence", !evidenceOf(dispute).isEmpty());
        due.put("past_due", false);
        due.put("submission_count", dispute.file().submissions());
        json.set("evidence_details", due);
        json.put("is_charge_refundable", false);
        json.put("livemode", live);
        json.set("metadata", details.metadata());
        json.put("payment_intent", PublicIds.PAYMENT_INTENT.format(dispute.payment()));
        json.put("reason", dispute.claim().reason());
        json.put("status", dispute.state().name().toLowerCase(Locale.ROOT));
        return json;
    }

    /** What it moved, as ids: the clients of this API take both forms. */
    private static ArrayNode lines(Dispute dispute, UUID partner) {
        AccountRef payable =
                new AccountRef(
                        AccountKind.MERCHANT_PAYABLE,
                        partner,
                        dispute.merchant(),
                        dispute.claim().amount().currency());
        ArrayNode lines = Json.array();
        lines.add(line(Line.idOf(payable, dispute.id(), LineKind.DISPUTE), -1, dispute));
        if (dispute.state() == Dispute.State.WON) {
            lines.add(
                    line(Line.idOf(payable, dispute.id(), LineKind.DISPUTE_REVERSAL), 1, dispute));
        }
        return lines;
    }

    private static ObjectNode line(UUID id, int sign, Dispute dispute) {
        ObjectNode line = Json.object();
        line.put("id", PublicIds.BALANCE_TRANSACTION.format(id));
        line.put("object", "balance_transaction");
        line.put("amount", sign * dispute.claim().amount().minor());
        line.put("currency", PaymentJson.lower(dispute.claim().amount()));
        line.put("source", PublicIds.DISPUTE.format(dispute.id()));
        line.put("type", "adjustment");
        return line;
    }

    static ObjectNode evidenceOf(Dispute dispute) {
        return Json.parseObject(dispute.file().evidence()).orElseGet(Json::object);
    }

    private static ObjectNode evidence(Dispute dispute) {
        ObjectNode said = evidenceOf(dispute);
        ObjectNode all = Json.object();
        for (String name : EVIDENCE) {
            all.set(name, said.has(name) ? said.get(name) : said.nullNode());
        }
        return all;
    }
}
