package dev.handfast.opengateway;

import dev.handfast.alipay.WireTime;
import dev.handfast.transfers.WalletTransfer;
import dev.handfast.wallets.Wallet;

import tools.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.Optional;

/**
 * {@code alipay.fund.trans.common.query}: says what became of a transfer. The number of the money's
 * movement wins over that of the transfer, and both over the merchant's.
 *
 * <p>Source: {@code AlipayFundTransCommonQueryModel} and {@code -Response}.
 */
record FundTransferQuery(Funds funds) implements Method {
    private static final Shape SHAPE =
            Shape.of(
                    Param.text("pay_fund_order_id", TextRule.TRADE_NO),
                    Param.text("order_id", TextRule.TRADE_NO),
                    Param.text("out_biz_no", TextRule.REQUEST_NUMBER),
                    Param.text("product_code", TextRule.CODE),
                    Param.text("biz_scene", TextRule.CODE));

    /** How a call names a transfer. */
    private record Name(Optional<String> funds, Optional<String> order, Optional<String> number) {}

    @Override
    public List<Shape> shapes() {
        return List.of(SHAPE);
    }

    @Override
    public Answer answer(Call call) {
        Fields fields = new Fields(call.biz(), SHAPE, FundCode.INVALID_PARAMETER.name());
        Name name =
                new Name(
                        fields.optional("pay_fund_order_id"),
                        fields.optional("order_id"),
                        fields.optional("out_biz_no"));
        if (name.funds().isEmpty() && name.order().isEmpty()) {
            fields.either("order_id", "pay_fund_order_id", "out_biz_no");
            fields.either("product_code");
            fields.either("biz_scene");
        }
        fields.optional("product_code");
        fields.optional("biz_scene");
        return switch (fields.complete(() -> name)) {
            case Fields.Result.Bad<Name>(var error) -> Answer.refused(error);
            case Fields.Result.Good<Name> good ->
                    find(call, name)
                            .map(transfer -> Answer.success(told(transfer)))
                            .orElseGet(
                                    () ->
                                            Answer.refused(
                                                    FundCode.ORDER_NOT_EXIST.error(
                                                            "no transfer of this merchant's has"
                                                                    + " that number")));
        };
    }

    private Optional<WalletTransfer> find(Call call, Name name) {
        if (name.funds().isPresent()) {
            return byNo(call, OrderNo.TRANSFER_FUNDS, name.funds().get());
        }
        return name.order().isPresent()
                ? byNo(call, OrderNo.TRANSFER, name.order().get())
                : name.number()
                        .flatMap(
                                number ->
                                        funds.transfers()
                                                .findByReference(call.merchant().id(), number));
    }

    private Optional<WalletTransfer> byNo(Call call, OrderNo kind, String text) {
        List<WalletTransfer> found =
                kind.parse(text).stream()
                        .flatMap(
                                no ->
                                        funds
                                                .transfers()
                                                .between(
                                                        call.merchant().id(),
                                                        no.from(),
                                                        no.before())
                                                .stream())
                        .filter(transfer -> kind.of(transfer.number()).equals(text))
                        .toList();
        return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
    }

    private ObjectNode told(WalletTransfer transfer) {
        ObjectNode node = FundTransfer.numbers(transfer);
        node.put("pay_date", WireTime.format(transfer.createdAt()));
        node.put("trans_amount", transfer.order().amount().toDecimalString());
        funds.wallets()
                .find(transfer.order().wallet())
                .map(Wallet::userId)
                .ifPresent(userId -> node.put("receiver_user_id", userId));
        Details.read(transfer.order().details())
                .find(FundTransfer.PASSBACK)
                .ifPresent(text -> node.put(FundTransfer.PASSBACK, text));
        return node;
    }
}
