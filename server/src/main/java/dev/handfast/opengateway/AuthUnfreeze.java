package dev.handfast.opengateway;

import dev.handfast.money.Money;
import dev.handfast.payments.Freeze;
import dev.handfast.payments.FreezeRequest;

import java.util.List;
import java.util.Optional;

/**
 * {@code alipay.fund.auth.order.unfreeze}: unfreezes a part of what is frozen.
 *
 * <p>Source: {@code AlipayFundAuthOrderUnfreezeModel} and {@code -Response}.
 */
record AuthUnfreeze(FreezeDesk desk) implements Method {
    private static final Shape SHAPE =
            Shape.of(
                    Param.text("auth_no", TextRule.TRADE_NO).required(),
                    Param.text("out_request_no", TextRule.REQUEST_NUMBER).required(),
                    Param.amount("amount").required(),
                    Param.text("remark", TextRule.REMARK));

    /** What is asked for. */
    private record Wanted(FreezeDesk.Name name, String number, Money amount) {}

    @Override
    public List<Shape> shapes() {
        return List.of(SHAPE);
    }

    @Override
    public Answer answer(Call call) {
        Fields fields = new Fields(call.biz(), SHAPE, FreezeCode.ILLEGAL_ARGUMENT.name());
        String authNo = fields.required("auth_no");
        Wanted wanted =
                new Wanted(
                        new FreezeDesk.Name(Optional.of(authNo), Optional.empty()),
                        fields.required("out_request_no"),
                        fields.amount("amount"));
        fields.optional("remark");
        FreezeOrder.notifyUrl(call, fields);
        return switch (fields.complete(() -> wanted)) {
            case Fields.Result.Bad<Wanted>(var error) -> Answer.refused(error);
            case Fields.Result.Good<Wanted> good ->
                    desk.find(call, wanted.name())
                            .map(freeze -> unfreeze(call, freeze, wanted))
                            .orElseGet(wanted.name()::unknown);
        };
    }

    private Answer unfreeze(Call call, Freeze freeze, Wanted wanted) {
        return desk.once(
                call,
                new FreezeRequest.Unfreeze(
                        desk.ids().next(),
                        call.merchant().id(),
                        freeze.id(),
                        wanted.amount(),
                        wanted.number(),
                        Details.of(call).text()),
                FreezeOrder::told);
    }
}
