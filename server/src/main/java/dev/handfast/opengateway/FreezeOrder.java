package dev.handfast.opengateway;

import dev.handfast.alipay.WireTime;
import dev.handfast.money.Money;
import dev.handfast.payments.Freeze;
import dev.handfast.payments.FreezeOperation;
import dev.handfast.payments.FreezeOutcome;

import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What the methods that ask for a freeze have in common: how it is read, and how it is told. */
final class FreezeOrder {
    /** How long a freeze waits for its payer by default. */
    private static final Duration WAITING = Duration.ofMinutes(15);

    private FreezeOrder() {}

    /** The fields that every freeze has, for these products. */
    static Shape shape(List<String> products) {
        return Shape.of(
                Param.text("out_order_no", TextRule.NUMBER).required(),
                Param.text("out_request_no", TextRule.NUMBER).required(),
                Param.text("order_title", TextRule.TITLE).required(),
                Param.amount("amount").required(),
                Param.text("product_code", TextRule.oneOf(products.toArray(String[]::new))),
                Param.text("payee_user_id", TextRule.USER),
                Param.text("trans_currency", TextRule.CODE),
                Expiry.span("pay_timeout"),
                Expiry.span("timeout_express"));
    }

    /** Reads the fields that every freeze has. */
    static Freeze.Order read(Call call, Fields fields) {
        String number = fields.required("out_order_no");
        String request = fields.required("out_request_no");
        String title = fields.required("order_title");
        Money amount = fields.amount("amount");
        fields.optional("product_code");
        payee(call, fields);
        fields.optional("trans_currency")
                .filter(code -> !code.equals(Fields.CNY.code()))
                .ifPresent(
                        code ->
                                fields.refuse(
                                        FreezeCode.CURRENCY_VERIFICATION_FAIL.error(
                                                "trans_currency is CNY, got " + code)));
        notifyUrl(call, fields);
        Expiry expiry = new Expiry(fields, call.now());
        Instant end = expiry.named("timeout_express", WAITING);
        if (fields.has("pay_timeout")) {
            end = expiry.named("pay_timeout", WAITING);
        }
        return new Freeze.Order(
                call.merchant().id(),
                call.merchant().partner(),
                amount,
                number,
                request,
                title,
                Details.of(call).text(),
                end);
    }

    /** Checks where the merchant wants to be told. */
    static void notifyUrl(Call call, Fields fields) {
        String notifyUrl = call.common().notifyUrl();
        if (!notifyUrl.isEmpty() && !TextRule.URL.holdsFor(notifyUrl)) {
            fields.refuse(Fields.invalid("notify_url", TextRule.URL.words(), notifyUrl));
        }
    }

    private static void payee(Call call, Fields fields) {
        fields.optional("payee_user_id")
                .filter(account -> !account.equals(call.app().sellerId()))
                .ifPresent(
                        account ->
                                fields.refuse(
                                        FreezeCode.PAYEE_NOT_EXIST.error(
                                                "payee_user_id is the app's own, %s, got %s"
                                                        .formatted(
                                                                call.app().sellerId(), account))));
    }

    /** The answer to a freeze, or that it waits for its payer. */
    static Answer told(FreezeOutcome outcome) {
        return switch (outcome) {
            case FreezeOutcome.Done(Freeze freeze, FreezeOperation done) ->
                    Answer.success(told(freeze, done));
            case FreezeOutcome.Again(Freeze freeze, FreezeOperation done) ->
                    Answer.success(told(freeze, done));
            case FreezeOutcome.Refused refused -> FreezeCode.refused(refused);
        };
    }

    /** A freeze and something done to it. */
    static ObjectNode told(Freeze freeze, FreezeOperation done) {
        ObjectNode node = numbers(freeze, done);
        String amount = done.amount().toDecimalString();
        node.put("amount", amount);
        node.put("fund_amount", amount);
        node.put("credit_amount", "0.00");
        node.put("status", status(freeze, done));
        freeze.holding()
                .ifPresent(
                        holding -> {
                            Instant at =
                                    done.kind() == FreezeOperation.Kind.FREEZE
                                            ? holding.at()
                                            : done.createdAt();
                            node.put("gmt_trans", WireTime.format(at));
                            node.put(Buyers.PAYER, Buyers.WALLET + holding.wallet());
                        });
        return node;
    }

    /** The four numbers. */
    static ObjectNode numbers(Freeze freeze, FreezeOperation done) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("auth_no", OrderNo.FREEZE.of(freeze.id()));
        node.put("out_order_no", freeze.order().reference());
        node.put("operation_id", OrderNo.FREEZE_OPERATION.of(done.id()));
        done.reference().ifPresent(number -> node.put("out_request_no", number));
        return node;
    }

    /** How far something done to a freeze is. */
    private static String status(Freeze freeze, FreezeOperation done) {
        return done.kind() == FreezeOperation.Kind.FREEZE ? status(freeze) : "SUCCESS";
    }

    /** How far freezing itself is. */
    static String status(Freeze freeze) {
        if (freeze.holding().isPresent()) {
            return "SUCCESS";
        }
        return freeze.state() == Freeze.State.CLOSED ? "CLOSED" : "INIT";
    }
}
