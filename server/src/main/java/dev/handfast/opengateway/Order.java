package dev.handfast.opengateway;

import dev.handfast.alipay.GatewayError;
import dev.handfast.money.Money;
import dev.handfast.payments.Channel;
import dev.handfast.payments.Custody;
import dev.handfast.payments.Terms;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What a merchant orders with precreate, create or pay, read and checked.
 *
 * @param number the merchant's number for it
 * @param amount how much
 * @param subject what is sold
 * @param details what else is kept
 * @param expiresAt until when it can be paid; may lie in the past
 * @param custody where the merchant's share is kept at first
 */
record Order(
        String number,
        Money amount,
        String subject,
        Details details,
        Instant expiresAt,
        Custody custody) {
    private static final List<String> KEPT =
            List.of(
                    Details.BODY,
                    Details.PASSBACK_PARAMS,
                    "store_id",
                    "terminal_id",
                    "operator_id");

    private static final Shape FIELDS =
            Shape.of(
                            Param.text("out_trade_no", TextRule.NUMBER).required(),
                            Param.amount("total_amount").required(),
                            Param.text("subject", TextRule.SUBJECT).required(),
                            Param.text(Details.BODY, TextRule.BODY),
                            Param.text(Details.PASSBACK_PARAMS, TextRule.PASSBACK),
                            Param.text("store_id", TextRule.LABEL),
                            Param.text("terminal_id", TextRule.LABEL),
                            Param.text("operator_id", TextRule.LABEL),
                            Param.text(Details.SELLER_ID, TextRule.USER),
                            Param.text("trans_currency", TextRule.CODE),
                            Param.text("settle_currency", TextRule.CODE))
                    .with(Expiry.SHAPE)
                    .with(SettleInfo.OF_ORDERS);

    /** The products a method can be used with, and how long a trade stays open by default. */
    record Products(List<String> codes, Duration open) {
        /** These products. */
        static Products of(Duration open, String... codes) {
            return new Products(Arrays.asList(codes), open);
        }

        /** The fields that every order has, for these products. */
        Shape shape() {
            return FIELDS.with(
                    Param.text(Details.PRODUCT_CODE, TextRule.oneOf(codes.toArray(String[]::new))));
        }
    }

    /** Reads the fields that every order has. */
    static Order read(Desk desk, Call call, Fields fields, Products products) {
        String number = fields.required("out_trade_no");
        Money amount = fields.amount("total_amount");
        String subject = fields.required("subject");
        Details details = Details.of(call);
        KEPT.forEach(name -> fields.optional(name).ifPresent(text -> details.put(name, text)));
        details.put(
                Details.PRODUCT_CODE,
                fields.optional(Details.PRODUCT_CODE).orElse(products.codes().getFirst()));
        seller(call, fields);
        currency(fields, "trans_currency");
        currency(fields, "settle_currency");
        String notifyUrl = call.common().notifyUrl();
        if (!notifyUrl.isEmpty() && !TextRule.URL.holdsFor(notifyUrl)) {
            fields.refuse(Fields.invalid("notify_url", TextRule.URL.words(), notifyUrl));
        }
        Instant end = new Expiry(fields, call.now()).trade(products.open());
        Custody custody = SettleInfo.custody(desk.splits(), call, fields, amount);
        return new Order(number, amount, subject, details, end, custody);
    }

    Order until(Instant end) {
        return new Order(number, amount, subject, details, end, custody);
    }

    /** The terms of the payment it becomes. */
    Terms terms(Call call) {
        return new Terms(
                        call.merchant().id(),
                        call.merchant().partner(),
                        Channel.GATEWAY,
                        amount,
                        Terms.CaptureMode.AUTOMATIC,
                        Optional.of(number),
                        subject,
                        details.text(),
                        Optional.of(expiresAt))
                .keptIn(custody);
    }

    /** Why it can no longer be paid, if it cannot. */
    Optional<GatewayError> tooLate(Instant now) {
        return now.isBefore(expiresAt)
                ? Optional.empty()
                : Optional.of(
                        Acq.NOW_TIME_AFTER_EXPIRE_TIME_ERROR.error(
                                "time_expire lies ahead, got " + expiresAt));
    }

    private static void seller(Call call, Fields fields) {
        Optional<String> seller = fields.optional(Details.SELLER_ID);
        if (seller.isPresent() && !seller.get().equals(call.app().sellerId())) {
            fields.refuse(
                    Acq.INVALID_RECEIVE_ACCOUNT.error(
                            "seller_id is the app's own, %s, got %s"
                                    .formatted(call.app().sellerId(), seller.get())));
        }
    }

    /** A currency, where it is named, is CNY. */
    static void currency(Fields fields, String name) {
        Optional<String> code = fields.optional(name);
        if (code.isPresent() && !code.get().equals(Fields.CNY.code())) {
            fields.refuse(
                    Acq.CURRENCY_NOT_SUPPORT.error(
                            "%s is CNY, got %s".formatted(name, code.get())));
        }
    }
}
