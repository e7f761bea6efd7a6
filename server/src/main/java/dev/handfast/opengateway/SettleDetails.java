package dev.handfast.opengateway;

import dev.handfast.alipay.WireTime;
import dev.handfast.money.Money;
import dev.handfast.payments.Payment;
import dev.handfast.payments.Settlement;
import dev.handfast.payments.Settlements;
import dev.handfast.payments.Split;

import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.time.Instant;

/**
 * {@code trade_settle_info}: what has become of the merchant's share of a trade.
 *
 * <p>Source: {@code TradeSettleInfo} and {@code TradeSettleDetail} of the official client.
 *
 * @param settlements where it is read
 */
record SettleDetails(Settlements settlements) {
    static final String NAME = "trade_settle_info";

    void put(ObjectNode node, Payment payment) {
        ObjectNode info = node.putObject(NAME);
        settlements
                .proceeds(payment.id())
                .filter(proceeds -> proceeds.dueAt().isPresent())
                .ifPresent(
                        proceeds ->
                                info.put(
                                        "trade_unsettled_amount",
                                        proceeds.unsettled().toDecimalString()));
        ArrayNode details = info.putArray("trade_settle_detail_list");
        for (Settlement settlement : settlements.settlementsOf(payment.id())) {
            String type =
                    settlement.kind() == Settlement.Kind.REFUNDED ? "settle_refund" : "settle";
            ObjectNode detail = add(details, type, settlement.amount(), settlement.createdAt());
            settlement.reference().ifPresent(text -> detail.put("operation_serial_no", text));
        }
        String merchant = Details.of(payment).get(Details.SELLER_ID);
        for (Split split : settlements.splitsOfPayment(payment.id())) {
            boolean out = split.kind() == Split.Kind.OUT;
            ObjectNode detail =
                    add(
                            details,
                            out ? "transfer" : "transfer_refund",
                            split.amount(),
                            split.createdAt());
            detail.put("trans_out", out ? merchant : split.account());
            detail.put("trans_in", out ? split.account() : merchant);
        }
    }

    private static ObjectNode add(ArrayNode details, String type, Money amount, Instant at) {
        ObjectNode detail = details.addObject();
        detail.put("operation_type", type);
        detail.put("operation_dt", WireTime.format(at));
        detail.put("amount", amount.toDecimalString());
        return detail;
    }
}
