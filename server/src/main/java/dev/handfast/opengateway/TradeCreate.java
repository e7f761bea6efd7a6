package dev.handfast.opengateway;

import dev.handfast.payments.Payment;

import java.util.List;
import java.util.Optional;

/**
 * {@code alipay.trade.create}: opens a trade that its buyer pays inside the wallet.
 *
 * <p>Source: {@code AlipayTradeCreateModel} and {@code -Response}.
 */
record TradeCreate(Desk desk) implements Method {
    private static final Order.Products FACE_TO_FACE =
            Order.Products.of(Expiry.FACE_TO_FACE, "FACE_TO_FACE_PAYMENT", "JSAPI_PAY");

    private static final Order.Products ONLINE =
            Order.Products.of(Expiry.ONLINE, "JSAPI_PAY", "FACE_TO_FACE_PAYMENT");

    private static final Shape SHAPE =
            ONLINE.shape()
                    .with(
                            Param.text("buyer_id", TextRule.USER),
                            Param.text("buyer_open_id", TextRule.OPEN_ID));

    @Override
    public List<Shape> shapes() {
        return List.of(SHAPE);
    }

    @Override
    public Answer answer(Call call) {
        Fields fields = new Fields(call.biz(), SHAPE);
        boolean online = fields.optional("product_code").map("JSAPI_PAY"::equals).orElse(false);
        Order order = Order.read(desk, call, fields, online ? ONLINE : FACE_TO_FACE);
        String buyer = buyer(fields);
        return switch (fields.complete(() -> order)) {
            case Fields.Result.Bad<Order>(var error) -> Answer.refused(error);
            case Fields.Result.Good<Order>(Order good) -> {
                good.details().put(Details.BUYER, buyer);
                yield new Opening(desk).open(call, good, payment -> told(payment, buyer));
            }
        };
    }

    private static String buyer(Fields fields) {
        fields.either("buyer_id", "buyer_open_id");
        Optional<String> id = fields.optional("buyer_id");
        Optional<String> openId = fields.optional("buyer_open_id");
        return id.or(() -> openId).orElse("");
    }

    private static Answer told(Payment payment, String buyer) {
        Optional<String> before = Details.of(payment).find(Details.BUYER);
        return before.isPresent() && !before.get().equals(buyer)
                ? Answer.refused(
                        Acq.TRADE_BUYER_NOT_MATCH.error("this order was made for another buyer"))
                : Answer.success(Told.numbers(payment));
    }
}
