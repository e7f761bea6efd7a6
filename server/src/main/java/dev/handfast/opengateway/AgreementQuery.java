package dev.handfast.opengateway;

import dev.handfast.mandates.Mandate;

import tools.jackson.databind.node.ObjectNode;

import java.util.List;

/**
 * {@code alipay.user.agreement.query}: says how an agreement stands.
 *
 * <p>Source: {@code AlipayUserAgreementQueryModel} and {@code -Response}; the misspelling of {@code
 * pricipal_type} is official.
 */
record AgreementQuery(Agreements agreements) implements Method {
    @Override
    public List<Shape> shapes() {
        return List.of(AgreementName.SHAPE);
    }

    @Override
    public Answer answer(Call call) {
        Fields fields =
                new Fields(call.biz(), AgreementName.SHAPE, AgreementCode.INVALID_PARAMETER.name());
        AgreementName name = AgreementName.read(fields);
        return switch (fields.complete(() -> name)) {
            case Fields.Result.Bad<AgreementName>(var error) -> Answer.refused(error);
            case Fields.Result.Good<AgreementName> good ->
                    agreements
                            .find(call, name.number(), name.holder())
                            .filter(found -> found.wallet().isPresent())
                            .map(found -> told(call, found))
                            .orElseGet(
                                    () ->
                                            Answer.refused(
                                                    AgreementCode.USER_AGREEMENT_NOT_EXIST.error(
                                                            "nobody has agreed to such an"
                                                                    + " agreement")));
        };
    }

    private Answer told(Call call, Mandate mandate) {
        if (!mandate.isActive(call.now())) {
            return Answer.refused(
                    AgreementCode.AGREEMENT_HAS_UNSIGNED.error(
                            "the agreement %s has ended".formatted(mandate.number())));
        }
        ObjectNode node = AgreementTold.common(mandate);
        node.put("status", "NORMAL");
        node.put("third_party_type", "PARTNER");
        node.put("pricipal_type", "CARD");
        mandate.wallet()
                .flatMap(agreements.wallets()::find)
                .ifPresent(wallet -> AgreementTold.holder(node, wallet, "principal_id"));
        AgreementTold.plan(node, mandate);
        return Answer.success(node);
    }
}
