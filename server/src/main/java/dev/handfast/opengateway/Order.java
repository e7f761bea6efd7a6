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
    private static final List<String> LABELS = List.of("store_id", "terminal_id", "operator_id");

    /** The products a method can be used with, and how long a trade stays open by default. */
    record Products(List<String> codes, Duration open) {
        /** These products. */
        static Products of(Duration open, String... codes) {
            return new Products(Arrays.asList(codes), open);
        }
    }

    /** Reads the fields that every order has. */
    static Order read(Desk desk, Call call, Fields fields, Products products) {
        String number = fields.required("out_trade_no", TextRule.NUMBER);
        Money amount = fields.amount("total_amount");
        String subject = fields.required("subject", TextRule.SUBJECT);
        Details details = Details.of(call);
        keep(details, fields, Details.BODY, TextRule.BODY);
        keep(details, fields, Details.PASSBACK_PARAMS, TextRule.PASSBACK);
        LABELS.forEach(label -> keep(details, fields, label, TextRule.LABEL));
        product(details, fields, products);
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

    private static void keep(Details details, Fields fields, String name, TextRule rule) {
        fields.optional(name, rule).ifPresent(text -> details.put(name, text));
    }

    private static void product(Details details, Fields fields, Products products) {
        String code =
                fields.optional("product_code", TextRule.CODE).orElse(products.codes().getFirst());
        if (!products.codes().contains(code)) {
            fields.refuse(
                    Fields.invalid(
                            "product_code",
                            "is one of " + String.join(", ", products.codes()),
                            code));
        }
        details.put(Details.PRODUCT_CODE, code);
    }

    private static void seller(Call call, Fields fields) {
        Optional<String> seller = fields.optional(Details.SELLER_ID, TextRule.USER);
        if (seller.isPresent() && !seller.get().equals(call.app().sellerId())) {
            fields.refuse(
                    Acq.INVALID_RECEIVE_ACCOUNT.error(
                            "seller_id is the app's own, %s, got %s"
                                    .formatted(call.app().sellerId(), seller.get())));
        }
    }

    /** A currency, where it is named, is CNY. */
    static void currency(Fields fields, String name) {
        Optional<String> code = fields.optional(name, TextRule.CODE);
        if (code.isPresent() && !code.get().equals(Fields.CNY.code())) {
            fields.refuse(
                    Acq.CURRENCY_NOT_SUPPORT.error(
                            "%s is CNY, got %s".formatted(name, code.get())));
        }
    }
}
