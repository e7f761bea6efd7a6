package dev.handfast.opengateway;

import dev.handfast.ledger.AccountKind;
import dev.handfast.ledger.AccountRef;
import dev.handfast.ledger.Balances;
import dev.handfast.money.Money;

import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.Optional;

/**
 * {@code alipay.fund.account.query}: says what the merchant is owed and may send. A merchant asks
 * for its own account only.
 *
 * <p>Source: {@code AlipayFundAccountQueryModel} and {@code -Response}.
 */
record FundAccountQuery(Funds funds) implements Method {
    private static final Shape SHAPE =
            Shape.of(
                    Param.text("alipay_user_id", TextRule.USER),
                    Param.text("account_type", TextRule.oneOf("ACCTRANS_ACCOUNT")).required());

    @Override
    public List<Shape> shapes() {
        return List.of(SHAPE);
    }

    @Override
    public Answer answer(Call call) {
        Fields fields = new Fields(call.biz(), SHAPE, FundCode.INVALID_PARAMETER.name());
        Optional<String> user = fields.optional("alipay_user_id");
        fields.required("account_type");
        if (user.isPresent() && !user.get().equals(call.app().sellerId())) {
            fields.refuse(
                    FundCode.NO_PERMISSION_ACCOUNT.error(
                            "alipay_user_id is the app's own, %s, got %s"
                                    .formatted(call.app().sellerId(), user.get())));
        }
        return switch (fields.complete(call::merchant)) {
            case Fields.Result.Bad<?>(var error) -> Answer.refused(error);
            case Fields.Result.Good<?> good -> Answer.success(told(call));
        };
    }

    private ObjectNode told(Call call) {
        AccountRef account =
                new AccountRef(
                        AccountKind.MERCHANT_PAYABLE,
                        call.merchant().partner(),
                        call.merchant().id(),
                        Fields.CNY);
        Money available = Balances.available(funds.database(), account);
        Money frozen = Balances.creditBalance(funds.database(), account).minus(available);
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("available_amount", available.toDecimalString());
        node.put("freeze_amount", frozen.toDecimalString());
        return node;
    }
}
