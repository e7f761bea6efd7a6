package dev.handfast.opengateway;

import dev.handfast.mandates.Mandate;
import dev.handfast.payments.Instrument;
import dev.handfast.payments.Outcome;
import dev.handfast.payments.PayRequest;
import dev.handfast.payments.Request;

import java.util.Optional;
import java.util.function.Function;

/**
 * {@code alipay.trade.pay} with {@code agreement_params}: takes a payment under an agreement, which
 * says when and how much.
 *
 * <p>Source: {@code AlipayTradePayModel} and {@code AgreementParams}.
 *
 * @param desk what to work with
 * @param agreements finds the agreement
 */
record TradeDeduct(Desk desk, Agreements agreements) {
    private static final Order.Products PRODUCTS =
            Order.Products.of(Expiry.ONLINE, "CYCLE_PAY_AUTH", "GENERAL_WITHHOLDING");

    static final String PARAMS = "agreement_params";
    static final String NUMBER = "agreement_no";

    static final Shape SHAPE =
            PRODUCTS.shape()
                    .with(
                            PRODUCTS.shape().get(Details.PRODUCT_CODE).required(),
                            Param.nested(
                                            PARAMS,
                                            Shape.of(
                                                    Param.text(NUMBER, TextRule.TRADE_NO)
                                                            .required()))
                                    .required());

    /** Whether this product is paid for under agreements. */
    static boolean isFor(String product) {
        return PRODUCTS.codes().contains(product);
    }

    /** Takes the payment; {@code render} puts the outcome into the words of trade.pay. */
    Answer answer(Call call, Function<Outcome, Answer> render) {
        Fields fields = new Fields(call.biz(), SHAPE);
        Order order = Order.read(desk, call, fields, PRODUCTS);
        Fields params = fields.within(PARAMS);
        String number = params.required(NUMBER);
        fields.take(params);
        return switch (fields.complete(() -> order)) {
            case Fields.Result.Bad<Order>(var error) -> Answer.refused(error);
            case Fields.Result.Good<Order>(Order good) ->
                    agreements
                            .mandates()
                            .findByNumber(call.merchant().id(), number)
                            .map(mandate -> take(call, good, mandate, render))
                            .orElseGet(
                                    () ->
                                            Answer.refused(
                                                    Acq.AGREEMENT_NOT_EXIST.error(
                                                            "no agreement of this merchant's has"
                                                                    + " that agreement_no")));
        };
    }

    private Answer take(Call call, Order order, Mandate mandate, Function<Outcome, Answer> render) {
        var late = order.tooLate(call.now());
        // A repetition must learn that it paid, even after the time in which it could.
        if (late.isPresent() && desk.trades(call).byNumber(order.number()).isEmpty()) {
            return Answer.refused(late.get());
        }
        order.details().put(NUMBER, mandate.number());
        PayRequest request =
                new PayRequest(
                        desk.ids().next(),
                        new PayRequest.Target.Create(order.terms(call)),
                        new Instrument.Mandate(mandate.id()),
                        Optional.empty());
        return desk.once(call, new Request.Pay(request), render);
    }
}
