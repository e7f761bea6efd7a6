package dev.handfast.opengateway;

import dev.handfast.alipay.NotificationSigner;
import dev.handfast.alipay.Parameters;
import dev.handfast.alipay.SigningKey;
import dev.handfast.alipay.WireTime;
import dev.handfast.cashier.FreezeReturns;
import dev.handfast.cashier.Returns;
import dev.handfast.payments.Freeze;
import dev.handfast.payments.Payment;
import dev.handfast.visits.Visit;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The way back to a {@code return_url} of this dialect: with the numbers of the trade or freeze,
 * signed by rule V1. A visit that another dialect opened goes to the address it was opened with.
 *
 * <p>The parameters tell the payer's browser, not the merchant's books: a merchant trusts the
 * notification, or asks.
 *
 * @param key the gateway's, the same as for notifications
 */
public record PageReturns(SigningKey key) implements Returns, FreezeReturns {
    /** Among a visit's details: the method, with {@code .return} behind it. */
    static final String METHOD = "method";

    @Override
    public Optional<String> address(Visit visit, Payment payment, Instant now) {
        Optional<String> url = visit.way().back().returnUrl();
        return visit.way().details().isEmpty()
                ? url
                : url.map(address -> signed(address, visit, told(payment), now));
    }

    @Override
    public Optional<String> address(Visit visit, Freeze freeze, Instant now) {
        return visit.way().back().returnUrl().map(url -> signed(url, visit, told(freeze), now));
    }

    private static Map<String, String> told(Payment payment) {
        Map<String, String> content = new TreeMap<>();
        content.put("out_trade_no", payment.terms().reference().orElse(""));
        content.put("trade_no", TradeNo.of(payment.id()));
        content.put("total_amount", payment.terms().amount().toDecimalString());
        return content;
    }

    private static Map<String, String> told(Freeze freeze) {
        Map<String, String> content = new TreeMap<>();
        content.put("auth_no", OrderNo.FREEZE.of(freeze.id()));
        content.put("operation_id", OrderNo.FREEZE_OPERATION.of(freeze.id()));
        content.put("out_order_no", freeze.order().reference());
        content.put("out_request_no", freeze.order().request());
        content.put("amount", freeze.order().amount().toDecimalString());
        content.put("status", FreezeOrder.status(freeze));
        return content;
    }

    private String signed(String url, Visit visit, Map<String, String> content, Instant now) {
        Details details = Details.read(visit.way().details());
        content.put("app_id", details.get(Details.APP_ID));
        content.put("auth_app_id", details.authAppId());
        content.put(METHOD, details.get(METHOD));
        content.put("seller_id", details.get(Details.SELLER_ID));
        content.put("timestamp", WireTime.format(now));
        content.put("version", "1.0");
        return new NotificationSigner(key, details.signType(), details.charset())
                .returnUrl(url, Parameters.of(content));
    }
}
