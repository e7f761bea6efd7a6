package dev.handfast.opengateway;

import dev.handfast.ledger.AccountKind;
import dev.handfast.ledger.AccountRef;
import dev.handfast.ledger.Balances;
import dev.handfast.money.Money;

import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import java.util.Optional;

/**
 * {@code alipay.fund.account.query}: says what the merchant is owed and may send. A merchant asks
 * for its own account only.
 *
 * <p>Source: {@code AlipayFundAccountQueryModel} and {@code -Response}.
 */
record FundAccountQuery(Funds funds) implements Method {
    private static final String TYPE = "ACCTRANS_ACCOUNT";

    @Override
    public Answer answer(Call call) {
        Fields fields = new Fields(call.biz(), FundCode.INVALID_PARAMETER.name());
        Optional<String> user = fields.optional("alipay_user_id", TextRule.USER);
        String type = fields.required("account_type", TextRule.CODE);
        if (!type.equals(TYPE)) {
            fields.refuse(Fields.invalid("account_type", "is " + TYPE, type));
        }
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
