package dev.handfast.opengateway;

import dev.handfast.payments.Relations;

import tools.jackson.databind.node.JsonNodeFactory;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code alipay.trade.royalty.relation.bind}: makes receivers of splits known; all of a list or
 * none.
 *
 * <p>Source: {@code AlipayTradeRoyaltyRelationBindModel} and {@code -Response}.
 */
record RelationBind(Shares shares) implements Method {
    static final String SUCCESS = "SUCCESS";

    @Override
    public List<Shape> shapes() {
        return List.of(RelationEntry.SHAPE);
    }

    @Override
    public Answer answer(Call call) {
        Fields fields =
                new Fields(call.biz(), RelationEntry.SHAPE, RoyaltyCode.INVALID_PARAMETER.name());
        List<RelationEntry> entries = RelationEntry.read(fields);
        return switch (fields.complete(() -> entries)) {
            case Fields.Result.Bad<List<RelationEntry>>(var error) -> Answer.refused(error);
            case Fields.Result.Good<List<RelationEntry>> good -> bind(call, entries);
        };
    }

    private Answer bind(Call call, List<RelationEntry> entries) {
        List<Relations.Known> known = new ArrayList<>();
        for (RelationEntry entry : entries) {
            Optional<Receivers.Found> found = entry.find(shares.receivers());
            if (found.isEmpty()) {
                return Answer.refused(
                        RoyaltyCode.USER_NOT_EXIST.error(
                                "nobody has the %s %s".formatted(entry.type(), entry.account())));
            }
            boolean login = entry.type().equals(RelationEntry.LOGIN_NAME);
            Optional<String> name = entry.name();
            if (name.isEmpty() ? login : !name.get().equals(found.get().name())) {
                return Answer.refused(
                        RoyaltyCode.USERNAME_NOT_MATCH.error(
                                "name is the holder's of %s, got %s"
                                        .formatted(entry.account(), name.orElse("nothing"))));
            }
            known.add(
                    new Relations.Known(
                            found.get().account(), found.get().receiver(), entry.memo()));
        }
        if (shares.relations().count(call.merchant().id()) + known.size() > Relations.MAX) {
            return Answer.refused(
                    RoyaltyCode.RELATION_QUANTITY_LIMIT.error(
                            "a merchant has at most %d receivers".formatted(Relations.MAX)));
        }
        shares.relations().bind(call.merchant().id(), known);
        return success();
    }

    /** The answer to what worked. */
    static Answer success() {
        return Answer.success(JsonNodeFactory.instance.objectNode().put("result_code", SUCCESS));
    }
}
