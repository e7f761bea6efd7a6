package dev.handfast.opengateway;

import dev.handfast.payments.Freeze;
import dev.handfast.payments.FreezeRequest;

import java.util.List;

/**
 * {@code alipay.fund.auth.order.freeze}: freezes money of the wallet whose payment code the
 * merchant has scanned.
 *
 * <p>Source: {@code AlipayFundAuthOrderFreezeModel} and {@code -Response}.
 */
record AuthFreeze(FreezeDesk desk) implements Method {
    private static final Shape SHAPE =
            FreezeOrder.shape(List.of("PRE_AUTH"))
                    .with(Param.text("auth_code_type", TextRule.oneOf("bar_code")), AuthCode.PARAM);

    @Override
    public List<Shape> shapes() {
        return List.of(SHAPE);
    }

    @Override
    public Answer answer(Call call) {
        Fields fields = new Fields(call.biz(), SHAPE, FreezeCode.ILLEGAL_ARGUMENT.name());
        Freeze.Order order = FreezeOrder.read(call, fields);
        fields.optional("auth_code_type");
        String code = AuthCode.read(fields, FreezeCode.PAYMENT_AUTH_CODE_INVALID::error);
        return switch (fields.complete(() -> order)) {
            case Fields.Result.Bad<Freeze.Order>(var error) -> Answer.refused(error);
            case Fields.Result.Good<Freeze.Order> good ->
                    desk.once(
                            call,
                            new FreezeRequest.Take(desk.ids().next(), order, code),
                            FreezeOrder::told);
        };
    }
}
