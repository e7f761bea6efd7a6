package dev.handfast.opengateway;

import dev.handfast.alipay.GatewayError;
import dev.handfast.alipay.ResultCode;
import dev.handfast.payments.Outcome;
import dev.handfast.payments.Payment;
import dev.handfast.payments.PaymentRefusal;
import dev.handfast.payments.RefundRequest;
import dev.handfast.payments.Request;

import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.Optional;

/**
 * {@code alipay.trade.cancel}: makes sure that a trade costs its payer nothing, whatever has become
 * of it: closes it, or gives all of its money back.
 *
 * <p>It needs no record of duplicates: doing it again does nothing and says the same.
 *
 * <p>Source: {@code AlipayTradeCancelModel} and {@code -Response}.
 */
record TradeCancel(Desk desk) implements Method {
    /** The refund's reference; its blanks keep it apart from every merchant's own. */
    static final String REFERENCE = "alipay trade cancel";

    private static final String CLOSE = "close";
    private static final String REFUND = "refund";

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
                            .map(payment -> cancel(call, payment))
                            .orElseGet(() -> nothing(name));
        };
    }

    /** There is no such trade, so it costs nobody anything. */
    private static Answer nothing(Trades.Name name) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        name.number().ifPresent(number -> node.put("out_trade_no", number));
        return Answer.success(node.put("retry_flag", "N"));
    }

    private Answer cancel(Call call, Payment payment) {
        Outcome outcome =
                desk.payments().run(new Request.Close(call.merchant().id(), payment.id()));
        if (!(outcome instanceof Outcome.Refused refused)
                || refused.why() == PaymentRefusal.PAYMENT_CLOSED) {
            return told(payment, CLOSE);
        }
        if (refused.why() == PaymentRefusal.CANCEL_AFTER_CAPTURE) {
            return giveBack(call, refused.payment().orElse(payment));
        }
        return refused(refused);
    }

    private Answer giveBack(Call call, Payment payment) {
        if (TradeStatus.of(payment, call.now()) == TradeStatus.TRADE_FINISHED) {
            return Answer.refused(
                    Acq.TRADE_HAS_FINISHED.error("money can be given back for twelve months"));
        }
        RefundRequest refund =
                new RefundRequest(
                        desk.ids().next(),
                        call.merchant().id(),
                        payment.id(),
                        Optional.empty(),
                        Optional.of(REFERENCE),
                        "{}",
                        desk.splits().usual(payment));
        Outcome outcome = desk.payments().run(new Request.Refund(refund));
        // Nothing left to give back is what a cancel wants.
        return outcome instanceof Outcome.Refused refused
                        && refused.why() != PaymentRefusal.REFUND_EXCEEDS_CAPTURE
                ? refused(refused)
                : told(payment, REFUND);
    }

    private static Answer told(Payment payment, String action) {
        ObjectNode node = Told.numbers(payment);
        return Answer.success(node.put("retry_flag", "N").put("action", action));
    }

    /** While it is not known whether the payer paid, the merchant is to ask again. */
    private static Answer refused(Outcome.Refused refused) {
        if (refused.why() == PaymentRefusal.PAYMENT_IN_PROGRESS) {
            ObjectNode node = JsonNodeFactory.instance.objectNode().put("retry_flag", "Y");
            GatewayError.Reason reason =
                    new GatewayError.Reason(
                            "aop." + Acq.SYSTEM_ERROR.subCode(), Acq.SYSTEM_ERROR.text());
            return Answer.refused(
                    GatewayError.of(ResultCode.SERVICE_UNAVAILABLE, reason)
                            .withDetail(refused.detail()),
                    node);
        }
        return Answer.refused(
                Refusals.of(refused), JsonNodeFactory.instance.objectNode().put("retry_flag", "N"));
    }
}
