package dev.handfast.opengateway;

import dev.handfast.alipay.WireTime;
import dev.handfast.payments.Payment;
import dev.handfast.payments.Refund;

import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.Optional;

/**
 * {@code alipay.trade.fastpay.refund.query}: says what became of a refund. One that is not known is
 * no error: the answer is then without any field.
 *
 * <p>Source: {@code AlipayTradeFastpayRefundQueryModel} and {@code -Response}.
 */
record RefundQuery(Desk desk) implements Method {
    private static final Shape SHAPE =
            Trades.Name.SHAPE.with(
                    Param.text("out_request_no", TextRule.REQUEST_NUMBER).required(),
                    Param.texts("query_options"));

    private static final String PAID_AT = "gmt_refund_pay";

    /**
     * What is asked.
     *
     * @param trade of which trade
     * @param number the merchant's number for the refund, or for the trade where it gave none
     * @param options which fields the answer is to have beside the usual
     */
    private record Wanted(Trades.Name trade, String number, List<String> options) {}

    @Override
    public List<Shape> shapes() {
        return List.of(SHAPE);
    }

    @Override
    public Answer answer(Call call) {
        Fields fields = new Fields(call.biz(), SHAPE);
        Wanted wanted =
                new Wanted(
                        Trades.Name.read(fields),
                        fields.required("out_request_no"),
                        fields.texts("query_options"));
        return switch (fields.complete(() -> wanted)) {
            case Fields.Result.Bad<Wanted>(var error) -> Answer.refused(error);
            case Fields.Result.Good<Wanted> good ->
                    desk.trades(call)
                            .find(wanted.trade())
                            .map(payment -> find(payment, wanted))
                            .orElseGet(wanted.trade()::unknown);
        };
    }

    private Answer find(Payment payment, Wanted wanted) {
        return desk.store()
                .findRefund(payment.id(), wanted.number())
                .map(refund -> told(payment, refund, wanted))
                .orElseGet(() -> Answer.success(JsonNodeFactory.instance.objectNode()));
    }

    private static Answer told(Payment payment, Refund refund, Wanted wanted) {
        ObjectNode node = Told.numbers(payment);
        node.put("out_request_no", wanted.number());
        node.put("refund_status", "REFUND_SUCCESS");
        node.put("refund_amount", refund.amount().toDecimalString());
        node.put("total_amount", payment.terms().amount().toDecimalString());
        Optional<String> reason = Details.read(refund.details()).find(TradeRefund.REASON);
        reason.ifPresent(text -> node.put(TradeRefund.REASON, text));
        if (wanted.options().contains(PAID_AT)) {
            node.put(PAID_AT, WireTime.format(refund.createdAt()));
        }
        if (wanted.options().contains(TradeRefund.ITEMS)) {
            TradeRefund.sources(node, payment, refund);
        }
        return Answer.success(node);
    }
}
