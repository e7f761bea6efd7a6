package dev.handfast.opengateway;

import dev.handfast.payments.Payment;

import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import java.time.Instant;
import java.util.List;

/**
 * {@code alipay.trade.precreate}: opens a trade and gives a QR code for the payer to scan.
 *
 * <p>The same order gives the same code again. The trade is there at once, not only after the scan.
 *
 * <p>Source: {@code AlipayTradePrecreateModel} and {@code -Response}.
 */
record TradePrecreate(Desk desk) implements Method {
    private static final Order.Products PRODUCTS =
            Order.Products.of(Expiry.FACE_TO_FACE, "FACE_TO_FACE_PAYMENT", "QR_CODE_OFFLINE");

    private static final Shape SHAPE =
            PRODUCTS.shape().with(Expiry.span("qr_code_timeout_express"));

    @Override
    public List<Shape> shapes() {
        return List.of(SHAPE);
    }

    @Override
    public Answer answer(Call call) {
        Fields fields = new Fields(call.biz(), SHAPE);
        Order order = Order.read(desk, call, fields, PRODUCTS);
        Instant codeEnd = new Expiry(fields, call.now()).qrCode();
        return switch (fields.complete(
                () -> order.until(Expiry.earlier(order.expiresAt(), codeEnd)))) {
            case Fields.Result.Bad<Order>(var error) -> Answer.refused(error);
            case Fields.Result.Good<Order>(Order good) ->
                    new Opening(desk).open(call, good, TradePrecreate::told);
        };
    }

    private static Answer told(Payment payment) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("out_trade_no", payment.terms().reference().orElse(""));
        return Details.of(payment)
                .find(Details.QR_CODE)
                .map(code -> Answer.success(node.put("qr_code", code)))
                .orElseGet(
                        () ->
                                Answer.refused(
                                        Acq.TRADE_STATUS_ERROR.error(
                                                "a payment code is being charged for this order")));
    }
}
