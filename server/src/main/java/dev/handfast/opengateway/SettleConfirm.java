package dev.handfast.opengateway;

import dev.handfast.payments.Moved;
import dev.handfast.payments.Payment;
import dev.handfast.payments.SettleRequest;
import dev.handfast.payments.Settlement;

import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.Optional;

/**
 * {@code alipay.trade.settle.confirm}: settles what is in escrow of a trade that was made with
 * {@code settle_info}, wholly or, with {@code actual_amount}, in part.
 *
 * <p>Source: {@code AlipayTradeSettleConfirmModel} and {@code -Response}.
 */
record SettleConfirm(Desk desk, Shares shares) implements Method {
    private static final Shape SHAPE =
            Shape.of(
                    Param.text("out_request_no", TextRule.REQUEST_NUMBER).required(),
                    Param.text("trade_no", TextRule.TRADE_NO).required(),
                    SettleInfo.PARAM.required(),
                    Param.nested("extend_params", Shape.of(Param.flag("royalty_freeze"))));

    /** What is asked for. */
    private record Wanted(
            Trades.Name trade, String number, SettleInfo info, SettleRequest.Then then) {}

    @Override
    public List<Shape> shapes() {
        return List.of(SHAPE);
    }

    @Override
    public Answer answer(Call call) {
        Fields fields = new Fields(call.biz(), SHAPE);
        String number = fields.required("out_request_no");
        String tradeNo = fields.required("trade_no");
        Optional<SettleInfo> info = SettleInfo.read(call, fields);
        Fields more = fields.within("extend_params");
        SettleRequest.Then then =
                more.flag("royalty_freeze")
                        ? SettleRequest.Then.FROZEN
                        : SettleRequest.Then.PAYABLE;
        fields.take(more);
        return switch (fields.complete(
                () ->
                        new Wanted(
                                new Trades.Name(Optional.of(tradeNo), Optional.empty()),
                                number,
                                info.orElseThrow(),
                                then))) {
            case Fields.Result.Bad<Wanted>(var error) -> Answer.refused(error);
            case Fields.Result.Good<Wanted>(Wanted wanted) ->
                    desk.trades(call)
                            .find(wanted.trade())
                            .map(payment -> settle(call, payment, wanted))
                            .orElseGet(wanted.trade()::unknown);
        };
    }

    private Answer settle(Call call, Payment payment, Wanted wanted) {
        SettleRequest request =
                new SettleRequest(
                        shares.ids().next(),
                        call.merchant().id(),
                        payment.id(),
                        wanted.number(),
                        wanted.info().part(),
                        wanted.info().amount(),
                        wanted.then());
        return Desk.said(
                shares.settlements()
                        .runOnce(call.duplicate(), request, moved -> Desk.recorded(told(moved))));
    }

    private static Answer told(Moved<Settlement> moved) {
        return switch (moved) {
            case Moved.Done<Settlement>(Settlement done) -> told(done);
            case Moved.Again<Settlement>(Settlement done) -> told(done);
            case Moved.Refused<Settlement> refused ->
                    Answer.refused(Refusals.of(refused, Acq.TRADE_HAS_CLOSE));
        };
    }

    private static Answer told(Settlement settlement) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("trade_no", TradeNo.of(settlement.payment()));
        node.put("out_request_no", settlement.reference().orElseThrow());
        node.put("settle_amount", settlement.amount().toDecimalString());
        return Answer.success(node);
    }
}
