package dev.handfast.opengateway;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code alipay.trade.royalty.relation.unbind}: ends relations to receivers of splits. What they
 * have got can still be returned.
 *
 * <p>Source: {@code AlipayTradeRoyaltyRelationUnbindModel} and {@code -Response}.
 */
record RelationUnbind(Shares shares) implements Method {
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
            case Fields.Result.Good<List<RelationEntry>> good -> unbind(call, entries);
        };
    }

    private Answer unbind(Call call, List<RelationEntry> entries) {
        List<String> accounts = new ArrayList<>();
        for (RelationEntry entry : entries) {
            Optional<Receivers.Found> found = entry.find(shares.receivers());
            if (found.isEmpty()) {
                return Answer.refused(
                        RoyaltyCode.USER_NOT_EXIST.error(
                                "nobody has the %s %s".formatted(entry.type(), entry.account())));
            }
            accounts.add(found.get().account());
        }
        shares.relations().unbind(call.merchant().id(), accounts);
        return RelationBind.success();
    }
}
