package dev.handfast.opengateway;

import dev.handfast.alipay.WireTime;
import dev.handfast.payments.Capture;
import dev.handfast.payments.Custody;
import dev.handfast.payments.Payment;
import dev.handfast.payments.Split;
import dev.handfast.payments.SplitOrder;
import dev.handfast.payments.SplitRequest;

import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * {@code alipay.trade.order.settle.query}: says what became of an order of splits. One that was
 * given with a payment is known by the payment's number as soon as that is paid; where it could not
 * be carried out, each part says why.
 *
 * <p>Source: {@code AlipayTradeOrderSettleQueryModel} and {@code -Response}.
 */
record OrderSettleQuery(Desk desk, Shares shares) implements Method {
    private static final String DETAILS = "royalty_detail_list";

    private static final Shape SHAPE =
            Shape.of(
                    Param.text("settle_no", TextRule.TRADE_NO),
                    Param.text("out_request_no", TextRule.NUMBER),
                    Param.text("trade_no", TextRule.TRADE_NO));

    /** How the order is named: by the gateway's number, or by the merchant's and the trade's. */
    private record Name(
            Optional<String> settleNo, Optional<String> number, Optional<String> tradeNo) {}

    @Override
    public List<Shape> shapes() {
        return List.of(SHAPE);
    }

    @Override
    public Answer answer(Call call) {
        Fields fields = new Fields(call.biz(), SHAPE, RoyaltyCode.INVALID_PARAMETER.name());
        Name name =
                new Name(
                        fields.optional("settle_no"),
                        fields.optional("out_request_no"),
                        fields.optional("trade_no"));
        if (name.settleNo().isEmpty() && (name.number().isEmpty() || name.tradeNo().isEmpty())) {
            fields.refuse(
                    Fields.invalid(
                            "settle_no, or out_request_no and trade_no", "is required", "neither"));
        }
        return switch (fields.complete(() -> name)) {
            case Fields.Result.Bad<Name>(var error) -> Answer.refused(error);
            case Fields.Result.Good<Name> good ->
                    find(call, name)
                            .map(this::told)
                            .or(() -> waiting(call, name))
                            .map(Answer::success)
                            .orElseGet(
                                    () ->
                                            Answer.refused(
                                                    RoyaltyCode.MERCHANT_TRADE_NOT_MATCH.error(
                                                            "no order of splits of this merchant's"
                                                                    + " has these numbers")));
        };
    }

    private Optional<SplitOrder> find(Call call, Name name) {
        if (name.settleNo().isPresent()) {
            return byNo(call, name.settleNo().get());
        }
        String number = name.number().orElseThrow();
        return shares.settlements()
                .findOrder(call.merchant().id(), number)
                .or(() -> planned(call, number))
                .filter(order -> TradeNo.of(order.payment()).equals(name.tradeNo().orElseThrow()));
    }

    /** What was ordered with the payment itself is known by the payment's number. */
    private Optional<SplitOrder> planned(Call call, String number) {
        return desk.trades(call)
                .byNumber(number)
                .flatMap(
                        payment ->
                                shares.settlements()
                                        .findOrder(
                                                call.merchant().id(),
                                                SplitOrder.planned(payment.id()))
                                        .or(
                                                () ->
                                                        shares.settlements()
                                                                .findOrder(
                                                                        call.merchant().id(),
                                                                        SplitOrder.unplanned(
                                                                                payment.id()))));
    }

    /** What was ordered with a payment and has not been carried out yet, or never will be. */
    private Optional<ObjectNode> waiting(Call call, Name name) {
        return name.number()
                .flatMap(desk.trades(call)::byNumber)
                .filter(
                        payment ->
                                name.tradeNo().map(TradeNo.of(payment.id())::equals).orElse(true))
                .flatMap(payment -> payment.capture().map(capture -> waiting(payment, capture)))
                .filter(node -> !node.path(DETAILS).isEmpty());
    }

    private static ObjectNode waiting(Payment payment, Capture capture) {
        ObjectNode node = head(payment.terms().reference().orElse(""), capture.at());
        Optional<Acq> why =
                capture.refundable().isZero()
                        ? Optional.of(Acq.ALLOC_REFUSE_AFTER_REFUND)
                        : Optional.empty();
        addPlan(node.putArray(DETAILS), payment, why);
        return node;
    }

    /** The parts of a plan: each waits, or has failed for this reason. */
    private static void addPlan(ArrayNode details, Payment payment, Optional<Acq> why) {
        if (payment.terms().custody() instanceof Custody.Planned(List<SplitRequest.Part> parts)) {
            for (SplitRequest.Part part : parts) {
                ObjectNode detail = details.addObject();
                detail.put("operation_type", "transfer");
                detail.put("trans_in", part.account());
                detail.put("trans_in_type", "userId");
                detail.put("amount", part.amount().toDecimalString());
                detail.put("state", why.isPresent() ? "FAIL" : "PROCESSING");
                why.ifPresent(
                        word ->
                                detail.put("error_code", word.name())
                                        .put("error_desc", word.text()));
            }
        }
    }

    private Optional<SplitOrder> byNo(Call call, String text) {
        List<SplitOrder> found =
                OrderNo.SPLITS.parse(text).stream()
                        .flatMap(
                                no ->
                                        shares
                                                .settlements()
                                                .ordersBetween(
                                                        call.merchant().id(),
                                                        no.from(),
                                                        no.before())
                                                .stream())
                        .filter(order -> OrderNo.SPLITS.of(order.id()).equals(text))
                        .toList();
        return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
    }

    private static ObjectNode head(String number, Instant at) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("out_request_no", number);
        node.put("operation_dt", WireTime.format(at));
        return node;
    }

    private ObjectNode told(SplitOrder order) {
        if (!order.isPlanned()) {
            ObjectNode node = head(order.reference(), order.createdAt());
            addSplits(node.putArray(DETAILS), order);
            return node;
        }
        Payment payment = desk.store().find(order.payment()).orElseThrow();
        ObjectNode node = head(payment.terms().reference().orElseThrow(), order.createdAt());
        ArrayNode details = node.putArray(DETAILS);
        addSplits(details, order);
        order.failure()
                .map(why -> Refusals.word(why, Acq.ALLOC_REFUSE_AFTER_REFUND))
                .ifPresent(why -> addPlan(details, payment, Optional.of(why)));
        return node;
    }

    private void addSplits(ArrayNode details, SplitOrder order) {
        for (Split split : shares.settlements().splitsOf(order.id())) {
            ObjectNode detail = details.addObject();
            detail.put("operation_type", "transfer");
            detail.put("execute_dt", WireTime.format(split.createdAt()));
            detail.put("trans_in", split.account());
            detail.put("trans_in_type", "userId");
            detail.put("amount", split.amount().toDecimalString());
            detail.put("state", "SUCCESS");
            detail.put("detail_id", OrderNo.SPLIT.of(split.id()));
        }
    }
}
