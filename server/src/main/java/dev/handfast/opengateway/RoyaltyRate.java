package dev.handfast.opengateway;

import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code alipay.trade.royalty.rate.query}: says how much of a trade may be split: here, all of the
 * merchant's share.
 *
 * <p>Source: {@code AlipayTradeRoyaltyRateQueryModel} and {@code -Response}.
 */
record RoyaltyRate() implements Method {
    private static final int ALL = 100;

    @Override
    public Answer answer(Call call) {
        Fields fields = new Fields(call.biz(), RoyaltyCode.INVALID_PARAMETER.name());
        fields.optional("out_request_no", TextRule.LABEL);
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
