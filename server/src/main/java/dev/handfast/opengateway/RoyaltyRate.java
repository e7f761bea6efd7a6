package dev.handfast.opengateway;

import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import java.util.List;

/**
 * {@code alipay.trade.royalty.rate.query}: says how much of a trade may be split: here, all of the
 * merchant's share.
 *
 * <p>Source: {@code AlipayTradeRoyaltyRateQueryModel} and {@code -Response}.
 */
record RoyaltyRate() implements Method {
    private static final Shape SHAPE = Shape.of(Param.text("out_request_no", TextRule.LABEL));

    private static final int ALL = 100;

    @Override
    public List<Shape> shapes() {
        return List.of(SHAPE);
    }

    @Override
    public Answer answer(Call call) {
        Fields fields = new Fields(call.biz(), SHAPE, RoyaltyCode.INVALID_PARAMETER.name());
        fields.optional("out_request_no");
        return switch (fields.complete(() -> ALL)) {
            case Fields.Result.Bad<Integer>(var error) -> Answer.refused(error);
            case Fields.Result.Good<Integer>(Integer ratio) -> {
                ObjectNode node = JsonNodeFactory.instance.objectNode();
                node.put("user_id", call.app().sellerId());
                node.put("max_ratio", ratio);
                yield Answer.success(node);
            }
        };
    }
}
