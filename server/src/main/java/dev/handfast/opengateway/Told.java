package dev.handfast.opengateway;

import dev.handfast.alipay.WireTime;
import dev.handfast.fx.Price;
import dev.handfast.money.Money;
import dev.handfast.payments.Backing;
import dev.handfast.payments.Payer;
import dev.handfast.payments.Payment;

import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The fields that several answers share. Pure. */
final class Told {
    private Told() {}

    /** The trade's two numbers. */
    static ObjectNode numbers(Payment payment) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("out_trade_no", payment.terms().reference().orElse(""));
        node.put("trade_no", TradeNo.of(payment.id()));
        return node;
    }

    /** Who paid, once somebody has. */
    static void payer(ObjectNode node, Payment payment) {
        Buyers.payer(payment).ifPresent(payer -> node.put(Buyers.PAYER, payer));
    }

    /** The sums: what was asked for, and what of it was paid. */
    static void sums(ObjectNode node, Payment payment) {
        String total = payment.terms().amount().toDecimalString();
        String paid = payment.capture().isPresent() ? total : "0.00";
        node.put("total_amount", total);
        node.put("receipt_amount", paid);
        node.put("buyer_pay_amount", paid);
        node.put("invoice_amount", paid);
        node.put("point_amount", "0.00");
    }

    /**
     * Where the money came from, once it has come; {@code payDate} is the method's name for when.
     */
    static void funds(ObjectNode node, Payment payment, String payDate) {
        payment.capture()
                .ifPresent(
                        capture -> {
                            Backing backing = payment.backing().orElseThrow();
                            node.put(payDate, WireTime.format(capture.at()));
                            bills(node, "fund_bill_list", backing, capture.amount());
                            backing.price()
                                    .ifPresent(price -> foreign(node, price, capture.amount()));
                        });
    }

    /** A list of one: all of the money has one source. */
    static void bills(ObjectNode node, String name, Backing backing, Money amount) {
        ObjectNode bill = node.putArray(name).addObject();
        bill.put("fund_channel", channel(backing));
        bill.put("amount", amount.toDecimalString());
        bill.put("real_amount", amount.toDecimalString());
    }

    static String channel(Backing backing) {
        return switch (backing.payer()) {
            case Payer.WalletHolder holder -> "ALIPAYACCOUNT";
            case Payer.CardHolder holder -> "BANKCARD";
            case Payer.PartnerHolder holder -> "ALIPAYACCOUNT";
        };
    }

    /** What a payer with another currency paid. */
    private static void foreign(ObjectNode node, Price price, Money amount) {
        node.put("trans_currency", amount.currency().code());
        node.put("pay_currency", price.home().currency().code());
        node.put("pay_amount", price.home().toDecimalString());
        node.put("trans_pay_rate", price.rate().toDecimalString());
    }
}
