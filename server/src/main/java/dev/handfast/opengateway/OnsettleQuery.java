package dev.handfast.opengateway;

import dev.handfast.money.Money;
import dev.handfast.payments.Payment;

import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.Optional;

/**
 * {@code alipay.trade.order.onsettle.query}: says how much of a trade can still be split. Nothing
 * is split out of escrow, so of that there is always nothing.
 *
 * <p>Source: {@code AlipayTradeOrderOnsettleQueryModel} and {@code -Response}.
 */
record OnsettleQuery(Desk desk, Shares shares) implements Method {
    private static final String ESCROW = "unsettled";

    private static final Shape SHAPE =
            Shape.of(
                    Param.text("trade_no", TextRule.TRADE_NO).required(),
                    Param.text("royalty_source", TextRule.oneOf(ESCROW)));

    @Override
    public List<Shape> shapes() {
        return List.of(SHAPE);
    }

    @Override
    public Answer answer(Call call) {
        Fields fields = new Fields(call.biz(), SHAPE);
        String tradeNo = fields.required("trade_no");
        Optional<String> source = fields.optional("royalty_source");
        Trades.Name name = new Trades.Name(Optional.of(tradeNo), Optional.empty());
        return switch (fields.complete(() -> name)) {
            case Fields.Result.Bad<Trades.Name>(var error) -> Answer.refused(error);
            case Fields.Result.Good<Trades.Name> good ->
                    desk.trades(call)
                            .find(name)
                            .map(payment -> told(payment, source.isPresent()))
                            .orElseGet(name::unknown);
        };
    }

    private Answer told(Payment payment, boolean escrow) {
        Money left =
                escrow || payment.capture().isEmpty()
                        ? Money.zero(payment.terms().amount().currency())
                        : shares.settlements().splittable(payment);
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        return Answer.success(node.put("unsettled_amount", left.toDecimalString()));
    }
}
