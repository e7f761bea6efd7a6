package dev.handfast.opengateway;

import java.util.Map;
import java.util.Optional;

/** The methods of the dialect by their names on the wire: its table of contents. */
final class GatewayMethods {
    private final Map<String, Method> methods;

    GatewayMethods(Desk desk) {
        methods =
                Map.ofEntries(
                        Map.entry("alipay.trade.precreate", new TradePrecreate(desk)),
                        Map.entry("alipay.trade.pay", new TradePay(desk)),
                        Map.entry("alipay.trade.create", new TradeCreate(desk)),
                        Map.entry("alipay.trade.query", new TradeQuery(desk)),
                        Map.entry("alipay.trade.cancel", new TradeCancel(desk)),
                        Map.entry("alipay.trade.close", new TradeClose(desk)),
                        Map.entry("alipay.trade.refund", new TradeRefund(desk)),
                        Map.entry("alipay.trade.fastpay.refund.query", new RefundQuery(desk)));
    }

    Optional<Method> find(String name) {
        return Optional.ofNullable(methods.get(name));
    }
}
