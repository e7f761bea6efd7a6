package dev.handfast.opengateway;

import dev.handfast.payments.Payment;

import tools.jackson.databind.node.ObjectNode;

import java.time.Instant;
import java.util.List;

/**
 * {@code alipay.trade.query}: says how far a trade is.
 *
 * <p>Source: {@code AlipayTradeQueryModel} and {@code -Response}.
 */
record TradeQuery(Desk desk, SettleDetails settle) implements Method {
    private static final String OPTIONS = "query_options";

    private static final Shape SHAPE = Trades.Name.SHAPE.with(Param.texts(OPTIONS));

    private static final List<String> GIVEN_BACK =
            List.of(Details.PASSBACK_PARAMS, "store_id", "terminal_id");

    @Override
    public List<Shape> shapes() {
        return List.of(SHAPE);
    }

    @Override
    public Answer answer(Call call) {
        Fields fields = new Fields(call.biz(), SHAPE);
        Trades.Name name = Trades.Name.read(fields);
        boolean details = fields.texts(OPTIONS).contains(SettleDetails.NAME);
        return switch (fields.complete(() -> name)) {
            case Fields.Result.Bad<Trades.Name>(var error) -> Answer.refused(error);
            case Fields.Result.Good<Trades.Name> good ->
                    desk.trades(call)
                            .find(name)
                            .map(payment -> told(call, payment, details))
                            .orElseGet(name::unknown);
        };
    }

    private Answer told(Call call, Payment payment, boolean details) {
        ObjectNode node = told(payment, call.now());
        if (details) {
            settle.put(node, payment);
        }
        return desk.buyers().named(Answer.success(node));
    }

    private static ObjectNode told(Payment payment, Instant now) {
        ObjectNode node = Told.numbers(payment);
        node.put("trade_status", TradeStatus.of(payment, now).name());
        Told.sums(node, payment);
        if (payment.capture().isPresent()) {
            Told.payer(node, payment);
            node.put("buyer_user_type", "PRIVATE");
        }
        Told.funds(node, payment, "send_pay_date");
        Details details = Details.of(payment);
        GIVEN_BACK.forEach(field -> details.find(field).ifPresent(text -> node.put(field, text)));
        return node;
    }
}
