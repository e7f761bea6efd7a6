package dev.handfast.opengateway;

import dev.handfast.alipay.GatewayError;
import dev.handfast.payments.Freeze;
import dev.handfast.payments.Instrument;
import dev.handfast.payments.Outcome;
import dev.handfast.payments.PayRequest;
import dev.handfast.payments.Request;

import java.util.Optional;
import java.util.function.Function;

/**
 * {@code alipay.trade.pay} with an {@code auth_no}: turns money that is frozen for the merchant
 * into a payment, of all of it or a part, as often as something is left.
 *
 * <p>Source: {@code AlipayTradePayModel}.
 *
 * @param desk what trades work with
 * @param freezes what pre-authorisations work with
 */
record TradePayFrozen(Desk desk, FreezeDesk freezes) {
    static final String AUTH_NO = "auth_no";

    private static final Order.Products PRODUCTS =
            Order.Products.of(Expiry.ONLINE, "PRE_AUTH_ONLINE", "PRE_AUTH");

    private static final String COMPLETE = "COMPLETE";
    private static final String NOT_COMPLETE = "NOT_COMPLETE";

    static final Shape SHAPE =
            PRODUCTS.shape()
                    .with(
                            Param.text(AUTH_NO, TextRule.TRADE_NO).required(),
                            Param.text("buyer_id", TextRule.USER),
                            Param.text(
                                    "auth_confirm_mode", TextRule.oneOf(COMPLETE, NOT_COMPLETE)));

    /** What is asked for. */
    private record Wanted(
            Order order, String authNo, Optional<String> buyer, Instrument.Frozen.Rest rest) {}

    /** Whether this product is paid for out of what is frozen. */
    static boolean isFor(String product) {
        return PRODUCTS.codes().contains(product);
    }

    Answer answer(Call call, Function<Outcome, Answer> render) {
        Fields fields = new Fields(call.biz(), SHAPE);
        Order order = Order.read(desk, call, fields, PRODUCTS);
        String authNo = fields.required(AUTH_NO);
        Optional<String> buyer = fields.optional("buyer_id");
        String mode = fields.optional("auth_confirm_mode").orElse(NOT_COMPLETE);
        Instrument.Frozen.Rest rest =
                mode.equals(COMPLETE)
                        ? Instrument.Frozen.Rest.UNFROZEN
                        : Instrument.Frozen.Rest.KEPT;
        return switch (fields.complete(() -> new Wanted(order, authNo, buyer, rest))) {
            case Fields.Result.Bad<Wanted>(var error) -> Answer.refused(error);
            case Fields.Result.Good<Wanted>(Wanted wanted) ->
                    freezes.byAuthNo(call, authNo)
                            .map(freeze -> pay(call, freeze, wanted, render))
                            .orElseGet(
                                    () ->
                                            Answer.refused(
                                                    Acq.AUTH_NO_ERROR.error(
                                                            "no freeze has the auth_no "
                                                                    + authNo)));
        };
    }

    private Answer pay(Call call, Freeze freeze, Wanted wanted, Function<Outcome, Answer> render) {
        // A repetition must learn that it paid, whatever has become of the freeze since.
        if (desk.trades(call).byNumber(wanted.order().number()).isEmpty()) {
            Optional<GatewayError> wrong =
                    wanted.order()
                            .tooLate(call.now())
                            .or(() -> standing(freeze))
                            .or(() -> stranger(freeze, wanted.buyer()));
            if (wrong.isPresent()) {
                return Answer.refused(wrong.get());
            }
        }
        PayRequest request =
                new PayRequest(
                        desk.ids().next(),
                        new PayRequest.Target.Create(wanted.order().terms(call)),
                        new Instrument.Frozen(freeze.id(), wanted.rest()),
                        Optional.empty());
        return desk.once(call, new Request.Pay(request), render);
    }

    /** The dialect tells a freeze that waits from one that was used up and one that is closed. */
    private static Optional<GatewayError> standing(Freeze freeze) {
        return switch (freeze.state()) {
            case WAITING ->
                    Optional.of(Acq.AUTH_ORDER_NOT_PAID.error("nobody has agreed to it yet"));
            case FROZEN -> Optional.empty();
            case FINISHED ->
                    Optional.of(Acq.AUTH_ORDER_HAS_FINISHED.error("nothing is frozen any more"));
            case CLOSED -> Optional.of(Acq.AUTH_ORDER_HAS_CLOSED.error("it is closed"));
        };
    }

    private Optional<GatewayError> stranger(Freeze freeze, Optional<String> buyer) {
        String payer =
                freezes.buyers().userId(Buyers.WALLET + freeze.holding().orElseThrow().wallet());
        return buyer.filter(account -> !account.equals(payer))
                .map(
                        account ->
                                Acq.PAYER_UNMATCHED.error(
                                        "buyer_id is whose money is frozen, got " + account));
    }
}
