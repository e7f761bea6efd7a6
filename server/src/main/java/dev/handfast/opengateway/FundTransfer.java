package dev.handfast.opengateway;

import dev.handfast.alipay.GatewayFault;
import dev.handfast.alipay.WireTime;
import dev.handfast.engine.Idempotency;
import dev.handfast.engine.Once;
import dev.handfast.money.Money;
import dev.handfast.transfers.TransferOutcome;
import dev.handfast.transfers.Transfers;
import dev.handfast.transfers.WalletTransfer;
import dev.handfast.wallets.Wallet;

import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.Optional;

/**
 * {@code alipay.fund.trans.uni.transfer}: sends money of the merchant's to a wallet, at once.
 *
 * <p>A transfer is known by its {@code out_biz_no}; asked for again with the same payee and amount
 * it happens once. One that was refused may be asked for again under its number.
 *
 * <p>Source: {@code AlipayFundTransUniTransferModel} and {@code -Response}.
 */
record FundTransfer(Funds funds) implements Method {
    static final String PRODUCT = "TRANS_ACCOUNT_NO_PWD";
    static final String SCENE = "DIRECT_TRANSFER";
    static final String PASSBACK = "passback_params";

    private static final int STATUS = 200;
    private static final Money AMOUNT_MIN = new Money(10, Fields.CNY);

    private static final Shape SHAPE =
            Shape.of(
                    Param.text("out_biz_no", TextRule.REQUEST_NUMBER).required(),
                    Param.amount("trans_amount").required(),
                    Param.nested("payee_info", Payee.SHAPE).required(),
                    Param.text("order_title", TextRule.TITLE),
                    Param.text("remark", TextRule.TITLE),
                    Param.text(PASSBACK, TextRule.PASSBACK),
                    Param.text("product_code", TextRule.CODE).required(),
                    Param.text("biz_scene", TextRule.oneOf(SCENE)),
                    Param.nested(
                            "payer_info", Shape.of(Param.text("identity", TextRule.LOGON_ID))));

    /** Who gets the money, as the merchant names them. */
    private record Payee(String identity, Type type, Optional<String> name) {
        static final Shape SHAPE =
                Shape.of(
                        Param.text(
                                        "identity_type",
                                        TextRule.oneOf(
                                                Type.ALIPAY_USER_ID.name(),
                                                Type.ALIPAY_LOGON_ID.name()))
                                .required(),
                        Param.text("identity", TextRule.LOGON_ID).required(),
                        Param.text("name", TextRule.HOLDER));

        /** By what a wallet is named. */
        enum Type {
            ALIPAY_USER_ID,
            ALIPAY_LOGON_ID
        }

        static Payee read(Fields all) {
            Fields fields = all.within("payee_info");
            String word = fields.required("identity_type");
            Type type =
                    word.equals(Type.ALIPAY_LOGON_ID.name())
                            ? Type.ALIPAY_LOGON_ID
                            : Type.ALIPAY_USER_ID;
            String identity = fields.required("identity");
            if (type == Type.ALIPAY_USER_ID && !TextRule.USER.holdsFor(identity)) {
                fields.refuse(Fields.invalid("identity", TextRule.USER.words(), identity));
            }
            Optional<String> name = fields.optional("name");
            if (type == Type.ALIPAY_LOGON_ID && name.isEmpty()) {
                fields.refuse(
                        Fields.invalid("name", "is required beside an ALIPAY_LOGON_ID", "nothing"));
            }
            all.take(fields);
            return new Payee(identity, type, name);
        }
    }

    /** What is asked for, before the payee is looked up. */
    private record Wanted(
            String number, Money amount, Payee payee, String title, Optional<String> passback) {}

    @Override
    public List<Shape> shapes() {
        return List.of(SHAPE);
    }

    @Override
    public Answer answer(Call call) {
        Fields fields = new Fields(call.biz(), SHAPE, FundCode.INVALID_PARAMETER.name());
        Optional<String> title = fields.optional("order_title");
        Optional<String> remark = fields.optional("remark");
        Wanted wanted =
                new Wanted(
                        fields.required("out_biz_no"),
                        amount(fields),
                        Payee.read(fields),
                        title.or(() -> remark).orElse(""),
                        fields.optional(PASSBACK));
        product(fields);
        payer(call, fields);
        return switch (fields.complete(() -> wanted)) {
            case Fields.Result.Bad<Wanted>(var error) -> Answer.refused(error);
            case Fields.Result.Good<Wanted> good -> send(call, wanted);
        };
    }

    private static Money amount(Fields fields) {
        Money amount = fields.amount("trans_amount");
        if (amount.isLessThan(AMOUNT_MIN)) {
            fields.refuse(
                    FundCode.EXCEED_LIMIT_SM_MIN_AMOUNT.error("got " + amount.toDecimalString()));
        }
        return amount;
    }

    private static void product(Fields fields) {
        String product = fields.required("product_code");
        if (!product.equals(PRODUCT)) {
            fields.refuse(
                    FundCode.PRODUCT_NOT_SIGN.error(
                            "product_code is %s, got %s".formatted(PRODUCT, product)));
        }
        fields.optional("biz_scene");
    }

    /** Whose money it is, where it is said, is the app's own. */
    private static void payer(Call call, Fields fields) {
        Fields payer = fields.within("payer_info");
        payer.optional("identity")
                .filter(identity -> !identity.equals(call.app().sellerId()))
                .ifPresent(
                        identity ->
                                payer.refuse(
                                        FundCode.INVALID_PAYER_ACCOUNT.error(
                                                "the payer's identity is the app's own, %s, got %s"
                                                        .formatted(
                                                                call.app().sellerId(), identity))));
        fields.take(payer);
    }

    private Answer send(Call call, Wanted wanted) {
        Payee payee = wanted.payee();
        Optional<Wallet> wallet =
                switch (payee.type()) {
                    case ALIPAY_USER_ID -> funds.logins().byUserId(payee.identity(), Fields.CNY);
                    case ALIPAY_LOGON_ID -> funds.logins().byLogin(payee.identity());
                };
        if (wallet.isEmpty()) {
            return Answer.refused(
                    FundCode.PAYEE_NOT_EXIST.error(
                            "no wallet has the %s %s".formatted(payee.type(), payee.identity())));
        }
        ObjectNode details = JsonNodeFactory.instance.objectNode();
        details.put(Details.APP_ID, call.app().appId());
        wanted.passback().ifPresent(text -> details.put(PASSBACK, text));
        WalletTransfer.Order order =
                new WalletTransfer.Order(
                        call.merchant().id(),
                        call.merchant().partner(),
                        wanted.number(),
                        wallet.get().id(),
                        wanted.amount(),
                        wanted.title(),
                        details.toString());
        Once once =
                funds.transfers()
                        .sendOnce(
                                call.duplicate(),
                                new Transfers.Request(funds.ids().next(), order, payee.name()),
                                outcome ->
                                        new Idempotency.Reply.Final(STATUS, told(outcome).text()));
        return switch (once) {
            case Once.Answered(int status, String body) -> Answer.read(body);
            case Once.KeyReused reused ->
                    Answer.refused(
                            GatewayFault.SUSPECTED_ATTACK.error(
                                    "this signature belongs to another request"));
        };
    }

    private static Answer told(TransferOutcome outcome) {
        return switch (outcome) {
            case TransferOutcome.Sent(WalletTransfer transfer) -> Answer.success(told(transfer));
            case TransferOutcome.Already(WalletTransfer transfer) -> Answer.success(told(transfer));
            case TransferOutcome.Refused(var why, String detail) ->
                    Answer.refused(FundCode.of(why).error(detail));
        };
    }

    private static ObjectNode told(WalletTransfer transfer) {
        ObjectNode node = numbers(transfer);
        node.put("trans_date", WireTime.format(transfer.createdAt()));
        return node;
    }

    /** The numbers of a transfer, and that it was made. */
    static ObjectNode numbers(WalletTransfer transfer) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("out_biz_no", transfer.order().reference());
        node.put("order_id", OrderNo.TRANSFER.of(transfer.number()));
        node.put("pay_fund_order_id", OrderNo.TRANSFER_FUNDS.of(transfer.number()));
        node.put("status", "SUCCESS");
        return node;
    }
}
