package dev.handfast.opengateway;

import dev.handfast.payments.Relation;

import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import java.util.List;

/**
 * {@code alipay.trade.royalty.relation.batchquery}: lists the receivers of splits a merchant has
 * bound, page by page.
 *
 * <p>Source: {@code AlipayTradeRoyaltyRelationBatchqueryModel} and {@code -Response}.
 */
record RelationQuery(Shares shares) implements Method {
    private static final int SIZE = 20;
    private static final int SIZE_MAX = 100;
    private static final int PAGE_MAX = 1_000_000;

    private static final Shape SHAPE =
            Shape.of(
                    Param.text("out_request_no", TextRule.LABEL),
                    Param.count("page_num", PAGE_MAX),
                    Param.count("page_size", SIZE_MAX));

    /** Which page. */
    private record Page(int number, int size) {}

    @Override
    public List<Shape> shapes() {
        return List.of(SHAPE);
    }

    @Override
    public Answer answer(Call call) {
        Fields fields = new Fields(call.biz(), SHAPE, RoyaltyCode.INVALID_PARAMETER.name());
        fields.optional("out_request_no");
        int number = fields.count("page_num").map(Math::toIntExact).orElse(1);
        int size = fields.count("page_size").map(Math::toIntExact).orElse(SIZE);
        return switch (fields.complete(() -> new Page(number, size))) {
            case Fields.Result.Bad<Page>(var error) -> Answer.refused(error);
            case Fields.Result.Good<Page>(Page page) -> told(call, page);
        };
    }

    private Answer told(Call call, Page page) {
        int total = shares.relations().count(call.merchant().id());
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("result_code", RelationBind.SUCCESS);
        ArrayNode list = node.putArray("receiver_list");
        int offset = Math.multiplyExact(page.number() - 1, page.size());
        for (Relation relation :
                shares.relations().page(call.merchant().id(), offset, page.size())) {
            ObjectNode entity = list.addObject();
            entity.put("type", RelationEntry.USER_ID);
            entity.put("account", relation.account());
            entity.put("memo", relation.memo());
        }
        node.put("total_page_num", Math.ceilDiv(total, page.size()));
        node.put("total_record_num", total);
        node.put("current_page_num", page.number());
        node.put("current_page_size", page.size());
        return Answer.success(node);
    }
}
