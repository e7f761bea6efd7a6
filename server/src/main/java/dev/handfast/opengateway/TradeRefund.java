package dev.handfast.opengateway;

import dev.handfast.alipay.WireTime;
import dev.handfast.money.Money;
import dev.handfast.payments.Outcome;
import dev.handfast.payments.Payment;
import dev.handfast.payments.Refund;
import dev.handfast.payments.RefundRequest;
import dev.handfast.payments.Request;

import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.Optional;

/**
 * {@code alipay.trade.refund}: gives money back, wholly or in part.
 *
 * <p>A refund is known by its {@code out_request_no} within the trade. Asked for again with the
 * same amount, it happens once: the second answer says {@code fund_change=N}.
 *
 * <p>Source: {@code AlipayTradeRefundModel} and {@code -Response}.
 */
record TradeRefund(Desk desk) implements Method {
    static final String REASON = "refund_reason";
    static final String ITEMS = "refund_detail_item_list";

    /** What receivers of splits give back; absent, the product's rule holds. */
    private static final String ROYALTIES = "refund_royalty_parameters";

    private static final Shape SHAPE =
            Trades.Name.SHAPE.with(
                    Param.amount("refund_amount").required(),
                    Param.text("out_request_no", TextRule.REQUEST_NUMBER),
                    Param.text(REASON, TextRule.REASON),
                    Param.texts("query_options"),
                    RoyaltyPart.param(ROYALTIES, RoyaltyPart.Side.OUT),
                    Param.text("related_settle_confirm_no", TextRule.REQUEST_NUMBER),
                    Param.text("refund_currency", TextRule.CODE));

    /**
     * What is asked for.
     *
     * @param trade of which trade
     * @param amount how much
     * @param number the merchant's number for the refund, where it gave one
     * @param reason why, for the record
     * @param options which fields the answer is to have beside the usual
     * @param sources where the merchant's share of it is taken from, where that is said
     */
    private record Wanted(
            Trades.Name trade,
            Money amount,
            Optional<String> number,
            Optional<String> reason,
            List<String> options,
            Optional<RefundRequest.Sources> sources) {}

    @Override
    public List<Shape> shapes() {
        return List.of(SHAPE);
    }

    @Override
    public Answer answer(Call call) {
        Fields fields = new Fields(call.biz(), SHAPE);
        Trades.Name trade = Trades.Name.read(fields);
        Money amount = fields.amount("refund_amount");
        Wanted wanted =
                new Wanted(
                        trade,
                        amount,
                        fields.optional("out_request_no"),
                        fields.optional(REASON),
                        fields.texts("query_options"),
                        sources(call, fields, amount));
        Order.currency(fields, "refund_currency");
        return switch (fields.complete(() -> wanted)) {
            case Fields.Result.Bad<Wanted>(var error) -> Answer.refused(error);
            case Fields.Result.Good<Wanted> good ->
                    desk.trades(call)
                            .find(wanted.trade())
                            .map(payment -> refund(call, payment, wanted))
                            .orElseGet(wanted.trade()::unknown);
        };
    }

    private Answer refund(Call call, Payment payment, Wanted wanted) {
        Money total = payment.terms().amount();
        if (wanted.number().isEmpty() && wanted.amount().isLessThan(total)) {
            return Answer.refused(
                    Acq.REFUND_AMT_NOT_EQUAL_TOTAL.error(
                            "a part of %s needs an out_request_no, got %s without"
                                    .formatted(total.format(), wanted.amount().format())));
        }
        String number = wanted.number().or(() -> payment.terms().reference()).orElseThrow();
        if (TradeStatus.of(payment, call.now()) == TradeStatus.TRADE_FINISHED
                && desk.store().findRefund(payment.id(), number).isEmpty()) {
            return Answer.refused(
                    Acq.TRADE_HAS_FINISHED.error("money can be given back for twelve months"));
        }
        RefundRequest request =
                new RefundRequest(
                        desk.ids().next(),
                        call.merchant().id(),
                        payment.id(),
                        Optional.of(wanted.amount()),
                        Optional.of(number),
                        details(wanted),
                        wanted.sources().orElseGet(() -> desk.splits().usual(payment)));
        return desk.once(
                call, new Request.Refund(request), outcome -> render(outcome, wanted.options()));
    }

    private static Optional<RefundRequest.Sources> sources(
            Call call, Fields fields, Money refunded) {
        List<RefundRequest.Return> returns =
                RoyaltyPart.read(call, fields, ROYALTIES, RoyaltyPart.Side.OUT).stream()
                        .map(
                                part ->
                                        new RefundRequest.Return(
                                                part.account(), part.amount().of(refunded)))
                        .toList();
        Optional<String> settlement = fields.optional("related_settle_confirm_no");
        return fields.has(ROYALTIES) || settlement.isPresent()
                ? Optional.of(new RefundRequest.Sources(returns, settlement))
                : Optional.empty();
    }

    private static String details(Wanted wanted) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        wanted.reason().ifPresent(reason -> node.put(REASON, reason));
        return node.toString();
    }

    private static Answer render(Outcome outcome, List<String> options) {
        return switch (outcome) {
            case Outcome.Refunded(Payment payment, Refund refund) -> {
                ObjectNode node = told(payment, refund, "Y");
                if (options.contains(ITEMS)) {
                    sources(node, payment, refund);
                }
                yield Answer.success(node);
            }
            case Outcome.AlreadyRefunded(Payment payment, Refund refund) ->
                    Answer.success(told(payment, refund, "N"));
            case Outcome.Refused refused -> Answer.refused(Refusals.of(refused));
            case Outcome.Done done -> throw Opening.misplaced(outcome);
            case Outcome.Already already -> throw Opening.misplaced(outcome);
            case Outcome.AskRail ask -> throw Opening.misplaced(outcome);
            case Outcome.InDoubt inDoubt -> throw Opening.misplaced(outcome);
        };
    }

    /** The answer; {@code refund_fee} is all that has gone back so far, not this refund alone. */
    private static ObjectNode told(Payment payment, Refund refund, String fundChange) {
        ObjectNode node = Told.numbers(payment);
        Told.payer(node, payment);
        node.put("fund_change", fundChange);
        node.put("refund_fee", payment.capture().orElseThrow().refunded().toDecimalString());
        node.put("gmt_refund_pay", WireTime.format(refund.createdAt()));
        return node;
    }

    /** Where the money of one refund went. */
    static void sources(ObjectNode node, Payment payment, Refund refund) {
        Told.bills(node, ITEMS, payment.backing().orElseThrow(), refund.amount());
        node.put("send_back_fee", refund.amount().toDecimalString());
    }
}
