package dev.handfast.opengateway;

import dev.handfast.alipay.GatewayError;
import dev.handfast.payments.Outcome;
import dev.handfast.payments.Payment;
import dev.handfast.payments.Request;

import java.util.List;

/**
 * {@code alipay.trade.close}: ends a trade that nobody has paid.
 *
 * <p>Source: {@code AlipayTradeCloseModel} and {@code -Response}.
 */
record TradeClose(Desk desk) implements Method {
    @Override
    public List<Shape> shapes() {
        return List.of(Trades.Name.SHAPE);
    }

    @Override
    public Answer answer(Call call) {
        Fields fields = new Fields(call.biz(), Trades.Name.SHAPE);
        Trades.Name name = Trades.Name.read(fields);
        return switch (fields.complete(() -> name)) {
            case Fields.Result.Bad<Trades.Name>(var error) -> Answer.refused(error);
            case Fields.Result.Good<Trades.Name> good ->
                    desk.trades(call)
                            .find(name)
                            .map(payment -> close(call, payment))
                            .orElseGet(name::unknown);
        };
    }

    private Answer close(Call call, Payment payment) {
        Request close = new Request.Close(call.merchant().id(), payment.id());
        return desk.once(call, close, TradeClose::render);
    }

    private static Answer render(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Done(Payment payment) -> Answer.success(Told.numbers(payment));
            case Outcome.Refused refused -> Answer.refused(listed(refused));
            case Outcome.Already already -> throw Opening.misplaced(outcome);
            case Outcome.Refunded refunded -> throw Opening.misplaced(outcome);
            case Outcome.AlreadyRefunded refunded -> throw Opening.misplaced(outcome);
            case Outcome.AskRail ask -> throw Opening.misplaced(outcome);
            case Outcome.InDoubt inDoubt -> throw Opening.misplaced(outcome);
        };
    }

    /** The official list of this method has no TRADE_HAS_CLOSE. */
    private static GatewayError listed(Outcome.Refused refused) {
        GatewayError error = Refusals.of(refused);
        return error.subCode().equals(Acq.TRADE_HAS_CLOSE.subCode())
                ? Acq.REASON_TRADE_STATUS_INVALID.error(refused.detail())
                : error;
    }
}
