package dev.handfast.opengateway;

import dev.handfast.payments.Freeze;
import dev.handfast.payments.FreezeOperation;
import dev.handfast.payments.FreezeOutcome;
import dev.handfast.payments.FreezeRequest;

import tools.jackson.databind.node.ObjectNode;

import java.util.List;

/**
 * {@code alipay.fund.auth.operation.cancel}: makes sure that a freeze from which nothing was paid
 * costs its payer nothing: closes it, or unfreezes all of it.
 *
 * <p>Source: {@code AlipayFundAuthOperationCancelModel} and {@code -Response}.
 */
record AuthCancel(FreezeDesk desk) implements Method {
    private static final Shape SHAPE =
            AuthOperations.SHAPE.with(Param.text("remark", TextRule.REMARK));

    static final String ACTION = "action";

    @Override
    public List<Shape> shapes() {
        return List.of(SHAPE);
    }

    @Override
    public Answer answer(Call call) {
        Fields fields = new Fields(call.biz(), SHAPE, FreezeCode.ILLEGAL_ARGUMENT.name());
        AuthOperations wanted = AuthOperations.read(fields);
        fields.optional("remark");
        FreezeOrder.notifyUrl(call, fields);
        return switch (fields.complete(() -> wanted)) {
            case Fields.Result.Bad<AuthOperations>(var error) -> Answer.refused(error);
            case Fields.Result.Good<AuthOperations> good ->
                    desk.find(call, wanted.name())
                            .map(
                                    freeze ->
                                            wanted.find(desk, freeze)
                                                    .filter(AuthCancel::isFreeze)
                                                    .map(done -> cancel(call, freeze, done))
                                                    .orElseGet(wanted::unknown))
                            .orElseGet(wanted.name()::unknown);
        };
    }

    private static boolean isFreeze(FreezeOperation operation) {
        return operation.kind() == FreezeOperation.Kind.FREEZE;
    }

    private Answer cancel(Call call, Freeze freeze, FreezeOperation operation) {
        return desk.once(
                call,
                new FreezeRequest.Cancel(
                        desk.ids().next(),
                        call.merchant().id(),
                        freeze.id(),
                        Details.of(call).text()),
                outcome -> told(outcome, operation));
    }

    private static Answer told(FreezeOutcome outcome, FreezeOperation operation) {
        return switch (outcome) {
            case FreezeOutcome.Done(Freeze freeze, FreezeOperation done) -> told(freeze, operation);
            case FreezeOutcome.Again(Freeze freeze, FreezeOperation done) ->
                    told(freeze, operation);
            case FreezeOutcome.Refused refused -> FreezeCode.refused(refused);
        };
    }

    private static Answer told(Freeze freeze, FreezeOperation operation) {
        ObjectNode node = FreezeOrder.numbers(freeze, operation);
        node.put(ACTION, action(freeze));
        return Answer.success(node);
    }

    /** What calling this freeze off has done. */
    static String action(Freeze freeze) {
        return freeze.holding().isPresent() ? "unfreeze" : "close";
    }
}
