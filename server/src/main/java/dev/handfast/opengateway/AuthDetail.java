package dev.handfast.opengateway;

import dev.handfast.alipay.WireTime;
import dev.handfast.money.Money;
import dev.handfast.payments.Freeze;
import dev.handfast.payments.FreezeOperation;

import tools.jackson.databind.node.ObjectNode;

import java.util.List;

/**
 * {@code alipay.fund.auth.operation.detail.query}: says how far a freeze is, and something done to
 * it.
 *
 * <p>Source: {@code AlipayFundAuthOperationDetailQueryModel} and {@code -Response}.
 */
record AuthDetail(FreezeDesk desk) implements Method {
    @Override
    public List<Shape> shapes() {
        return List.of(AuthOperations.SHAPE);
    }

    @Override
    public Answer answer(Call call) {
        Fields fields =
                new Fields(call.biz(), AuthOperations.SHAPE, FreezeCode.ILLEGAL_ARGUMENT.name());
        AuthOperations wanted = AuthOperations.read(fields);
        return switch (fields.complete(() -> wanted)) {
            case Fields.Result.Bad<AuthOperations>(var error) -> Answer.refused(error);
            case Fields.Result.Good<AuthOperations> good ->
                    desk.find(call, wanted.name())
                            .map(
                                    freeze ->
                                            wanted.find(desk, freeze)
                                                    .map(done -> told(freeze, done))
                                                    .orElseGet(wanted::unknown))
                            .orElseGet(wanted.name()::unknown);
        };
    }

    private Answer told(Freeze freeze, FreezeOperation done) {
        ObjectNode node = FreezeOrder.told(freeze, done);
        node.put("order_title", freeze.order().title());
        node.put("order_status", status(freeze));
        node.put("operation_type", done.kind().name());
        node.put("gmt_create", WireTime.format(done.createdAt()));
        boolean frozen = freeze.holding().isPresent();
        Money total = frozen ? freeze.order().amount() : freeze.rest();
        put(node, "total_freeze", total);
        put(node, "total_pay", freeze.paid());
        node.put("rest_amount", freeze.rest().toDecimalString());
        node.put("rest_fund_amount", freeze.rest().toDecimalString());
        node.put("rest_credit_amount", "0.00");
        return desk.named(Answer.success(node));
    }

    private static void put(ObjectNode node, String name, Money amount) {
        node.put(name + "_amount", amount.toDecimalString());
        node.put(name + "_fund_amount", amount.toDecimalString());
        node.put(name + "_credit_amount", "0.00");
    }

    private static String status(Freeze freeze) {
        return switch (freeze.state()) {
            case WAITING -> "INIT";
            case FROZEN -> "AUTHORIZED";
            case FINISHED -> "FINISH";
            case CLOSED -> "CLOSED";
        };
    }
}
