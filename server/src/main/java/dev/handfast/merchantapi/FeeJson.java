package dev.handfast.merchantapi;

import dev.handfast.ledger.AccountKind;
import dev.handfast.ledger.AccountRef;
import dev.handfast.ledger.Line;
import dev.handfast.ledger.LineKind;
import dev.handfast.money.Currency;
import dev.handfast.payments.Commission;
import dev.handfast.payments.CommissionReturn;
import dev.handfast.web.Json;

import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.UUID;

/**
 * Renders what platforms get of payments: application fees, and their refunds. Pure.
 *
 * @param live whether money is real here
 */
record FeeJson(boolean live) {
    static final String PATH = "/v1/application_fees";

    /** Whose fee it is, and in whose books the platform's money is. */
    record Of(Commission commission, UUID partner) {
        private String line(UUID source, LineKind kind) {
            Currency currency = commission.moved().fee().currency();
            AccountRef payable =
                    new AccountRef(
                            AccountKind.MERCHANT_PAYABLE, partner, commission.platform(), currency);
            return PublicIds.BALANCE_TRANSACTION.format(Line.idOf(payable, source, kind));
        }

        String id() {
            return PublicIds.APPLICATION_FEE.format(commission.payment());
        }
    }

    /**
     * An application fee.
     *
     * @param returns its newest refunds
     */
    ObjectNode fee(Of of, List<CommissionReturn> returns) {
        Commission commission = of.commission();
        UUID payment = commission.payment();
        boolean passed = commission.moved().passed().isPositive();
        String charge = (passed ? PublicIds.PAYMENT : PublicIds.CHARGE).format(payment);
        ObjectNode source = Json.object();
        source.put("charge", charge);
        source.put("type", "charge");
        ObjectNode json = Json.object();
        json.put("id", of.id());
        json.put("object", "application_fee");
        json.put("account", PublicIds.ACCOUNT.format(commission.merchant()));
        json.put("amount", commission.moved().fee().minor());
        json.put("amount_refunded", commission.back().fee().minor());
        json.putNull("application");
        json.put("balance_transaction", of.line(payment, LineKind.APPLICATION_FEE));
        json.put("charge", charge);
        json.put("created", commission.at().getEpochSecond());
        json.put("currency", PaymentJson.lower(commission.moved().fee()));
        json.set("fee_source", source);
        json.put("livemode", live);
        if (passed) {
            json.put("originating_transaction", PublicIds.CHARGE.format(payment));
        } else {
            json.putNull("originating_transaction");
        }
        json.put("refunded", commission.feeLeft().isZero());
        json.set("refunds", refunds(of, returns));
        return json;
    }

    private static ObjectNode refunds(Of of, List<CommissionReturn> returns) {
        ArrayNode data = Json.array();
        long shown = 0;
        for (CommissionReturn part : returns) {
            data.add(refund(of, part));
            shown += part.amounts().fee().minor();
        }
        ObjectNode list = Json.object();
        list.put("object", "list");
        list.set("data", data);
        list.put("has_more", shown < of.commission().back().fee().minor());
        list.put("url", PATH + "/" + of.id() + "/refunds");
        return list;
    }

    /** A refund of a fee. */
    static ObjectNode refund(Of of, CommissionReturn part) {
        ObjectNode json = Json.object();
        json.put("id", PublicIds.FEE_REFUND.format(part.id()));
        json.put("object", "fee_refund");
        json.put("amount", part.amounts().fee().minor());
        json.put("balance_transaction", of.line(part.id(), LineKind.APPLICATION_FEE_REFUND));
        json.put("created", part.createdAt().getEpochSecond());
        json.put("currency", PaymentJson.lower(part.amounts().fee()));
        json.put("fee", of.id());
        json.set("metadata", Details.read(part.details()).metadata());
        return json;
    }
}
