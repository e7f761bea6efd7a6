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
    private static final String BAR_CODE = "bar_code";

    @Override
    public Answer answer(Call call) {
        Fields fields = new Fields(call.biz(), FreezeCode.ILLEGAL_ARGUMENT.name());
        Freeze.Order order = FreezeOrder.read(call, fields, List.of("PRE_AUTH"));
        String type = fields.optional("auth_code_type", TextRule.CODE).orElse(BAR_CODE);
        if (!type.equals(BAR_CODE)) {
            fields.refuse(Fields.invalid("auth_code_type", "is " + BAR_CODE, type));
        }
        String code = fields.secret("auth_code").orElse("");
        if (code.isEmpty()) {
            fields.refuse(Fields.invalid("auth_code", "is required", "nothing"));
        }
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
