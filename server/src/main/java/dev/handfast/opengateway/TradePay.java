package dev.handfast.opengateway;

import dev.handfast.alipay.GatewayError;
import dev.handfast.payments.Instrument;
import dev.handfast.payments.Outcome;
import dev.handfast.payments.PayRequest;
import dev.handfast.payments.Payment;
import dev.handfast.payments.PaymentRefusal;
import dev.handfast.payments.Request;

import tools.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.Optional;

/**
 * {@code alipay.trade.pay}: takes a payment from the wallet whose payment code the merchant has
 * scanned, under an agreement, or out of what is frozen for the merchant.
 *
 * <p>Source: {@code AlipayTradePayModel} and {@code -Response}.
 */
record TradePay(Desk desk, TradeDeduct deduct, TradePayFrozen frozen) implements Method {
    private static final Order.Products PRODUCTS =
            Order.Products.of(Expiry.FACE_TO_FACE, "FACE_TO_FACE_PAYMENT");

    private static final Shape SHAPE =
            PRODUCTS.shape().with(Param.text("scene", TextRule.oneOf("bar_code")), AuthCode.PARAM);

    @Override
    public List<Shape> shapes() {
        return List.of(SHAPE, TradeDeduct.SHAPE, TradePayFrozen.SHAPE);
    }

    @Override
    public Answer answer(Call call) {
        String product = call.biz().path(Details.PRODUCT_CODE).asString("");
        if (call.biz().hasNonNull(TradeDeduct.PARAMS) || TradeDeduct.isFor(product)) {
            return deduct.answer(call, TradePay::render);
        }
        if (call.biz().hasNonNull(TradePayFrozen.AUTH_NO) || TradePayFrozen.isFor(product)) {
            return frozen.answer(call, TradePay::render);
        }
        Fields fields = new Fields(call.biz(), SHAPE);
        Order order = Order.read(desk, call, fields, PRODUCTS);
        fields.optional("scene");
        String code = AuthCode.read(fields, Acq.PAYMENT_AUTH_CODE_INVALID::error);
        return switch (fields.complete(() -> order)) {
            case Fields.Result.Bad<Order>(var error) -> Answer.refused(error);
            case Fields.Result.Good<Order>(Order good) -> pay(call, good, code);
        };
    }

    private Answer pay(Call call, Order order, String code) {
        Optional<GatewayError> late = order.tooLate(call.now());
        // A repetition must learn that it paid, even after the time in which it could.
        if (late.isPresent() && desk.trades(call).byNumber(order.number()).isEmpty()) {
            return Answer.refused(late.get());
        }
        PayRequest request =
                new PayRequest(
                        desk.ids().next(),
                        new PayRequest.Target.Create(order.terms(call)),
                        new Instrument.Code(code),
                        Optional.empty());
        return desk.once(call, new Request.Pay(request), TradePay::render);
    }

    private static Answer render(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Done(Payment payment) -> told(payment);
            case Outcome.Already(Payment payment) -> told(payment);
            case Outcome.InDoubt(Payment payment) -> told(payment);
            case Outcome.Refused refused when refused.why() == PaymentRefusal.PAYMENT_IN_PROGRESS ->
                    told(refused.payment().orElseThrow());
            case Outcome.Refused refused -> Answer.refused(Refusals.of(refused));
            case Outcome.Refunded refunded -> throw Opening.misplaced(outcome);
            case Outcome.AlreadyRefunded refunded -> throw Opening.misplaced(outcome);
            case Outcome.AskRail ask -> throw Opening.misplaced(outcome);
        };
    }

    private static Answer told(Payment payment) {
        ObjectNode node = Told.numbers(payment);
        if (payment.capture().isEmpty()) {
            return Answer.waiting(node);
        }
        Told.payer(node, payment);
        Told.sums(node, payment);
        Told.funds(node, payment, "gmt_payment");
        return Answer.success(node);
    }
}
