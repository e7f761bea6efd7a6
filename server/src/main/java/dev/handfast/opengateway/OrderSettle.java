package dev.handfast.opengateway;

import dev.handfast.money.Money;
import dev.handfast.payments.Moved;
import dev.handfast.payments.Payment;
import dev.handfast.payments.SplitOrder;
import dev.handfast.payments.SplitRequest;

import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.Optional;

/**
 * {@code alipay.trade.order.settle}: splits the merchant's share of a trade, and unfreezes what is
 * left of it when the merchant says that it is done. An asynchronous order is carried out at once
 * too.
 *
 * <p>Source: {@code AlipayTradeOrderSettleModel} and {@code -Response}.
 */
record OrderSettle(Desk desk, Shares shares) implements Method {
    private static final Shape SHAPE =
            Shape.of(
                    Param.text("out_request_no", TextRule.NUMBER).required(),
                    Param.text("trade_no", TextRule.TRADE_NO).required(),
                    RoyaltyPart.param("royalty_parameters", RoyaltyPart.Side.IN),
                    Param.nested(
                            "extend_params",
                            Shape.of(
                                    Param.flag("royalty_finish"),
                                    Param.amount("royalty_finish_amount"))),
                    Param.text("royalty_mode", TextRule.oneOf("sync", "async")));

    /** What is asked for. */
    private record Wanted(
            Trades.Name trade,
            String number,
            List<RoyaltyPart> parts,
            SplitRequest.Unfreeze unfreeze) {}

    @Override
    public List<Shape> shapes() {
        return List.of(SHAPE);
    }

    @Override
    public Answer answer(Call call) {
        Fields fields = new Fields(call.biz(), SHAPE);
        String number = fields.required("out_request_no");
        String tradeNo = fields.required("trade_no");
        List<RoyaltyPart> parts =
                RoyaltyPart.read(call, fields, "royalty_parameters", RoyaltyPart.Side.IN);
        SplitRequest.Unfreeze unfreeze = unfreeze(fields);
        if (parts.isEmpty() && unfreeze instanceof SplitRequest.Unfreeze.Nothing) {
            fields.refuse(Fields.invalid("royalty_parameters", "is required", "nothing"));
        }
        fields.optional("royalty_mode");
        return switch (fields.complete(
                () ->
                        new Wanted(
                                new Trades.Name(Optional.of(tradeNo), Optional.empty()),
                                number,
                                parts,
                                unfreeze))) {
            case Fields.Result.Bad<Wanted>(var error) -> Answer.refused(error);
            case Fields.Result.Good<Wanted>(Wanted wanted) ->
                    desk.trades(call)
                            .find(wanted.trade())
                            .map(payment -> split(call, payment, wanted))
                            .orElseGet(wanted.trade()::unknown);
        };
    }

    private static SplitRequest.Unfreeze unfreeze(Fields fields) {
        Fields more = fields.within("extend_params");
        boolean finish = more.flag("royalty_finish");
        Optional<Money> amount = more.findAmount("royalty_finish_amount");
        if (amount.isPresent() && !finish) {
            more.refuse(
                    Fields.invalid(
                            "royalty_finish", "is true with royalty_finish_amount", "not true"));
        }
        fields.take(more);
        if (!finish) {
            return new SplitRequest.Unfreeze.Nothing();
        }
        return amount.<SplitRequest.Unfreeze>map(SplitRequest.Unfreeze.Some::new)
                .orElseGet(SplitRequest.Unfreeze.Everything::new);
    }

    private Answer split(Call call, Payment payment, Wanted wanted) {
        SplitRequest request =
                new SplitRequest(
                        shares.ids().next(),
                        call.merchant().id(),
                        payment.id(),
                        wanted.number(),
                        wanted.parts().stream()
                                .map(
                                        part ->
                                                new SplitRequest.Part(
                                                        part.account(),
                                                        part.amount().of(payment.terms().amount()),
                                                        part.description()))
                                .toList(),
                        wanted.unfreeze());
        return Desk.said(
                shares.settlements()
                        .runOnce(call.duplicate(), request, moved -> Desk.recorded(told(moved))));
    }

    private static Answer told(Moved<SplitOrder> moved) {
        return switch (moved) {
            case Moved.Done<SplitOrder>(SplitOrder done) -> told(done);
            case Moved.Again<SplitOrder>(SplitOrder done) -> told(done);
            case Moved.Refused<SplitOrder> refused ->
                    Answer.refused(Refusals.of(refused, Acq.ALLOC_REFUSE_AFTER_REFUND));
        };
    }

    private static Answer told(SplitOrder order) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("trade_no", TradeNo.of(order.payment()));
        node.put("settle_no", OrderNo.SPLITS.of(order.id()));
        return Answer.success(node);
    }
}
