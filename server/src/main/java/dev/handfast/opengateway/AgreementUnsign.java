package dev.handfast.opengateway;

import dev.handfast.mandates.Mandate;
import dev.handfast.mandates.MandateOutcome;

import tools.jackson.databind.node.JsonNodeFactory;

import java.util.List;

/**
 * {@code alipay.user.agreement.unsign}: ends an agreement.
 *
 * <p>Source: {@code AlipayUserAgreementUnsignModel}.
 */
record AgreementUnsign(Agreements agreements) implements Method {
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
                            .map(found -> end(call, found))
                            .orElseGet(
                                    () ->
                                            Answer.refused(
                                                    AgreementCode.AGREEMENT_NOT_EXIST.error(
                                                            "there is no such agreement")));
        };
    }

    private Answer end(Call call, Mandate mandate) {
        return switch (agreements.mandates().endByMerchant(call.merchant().id(), mandate.id())) {
            case MandateOutcome.Done done -> Answer.success(JsonNodeFactory.instance.objectNode());
            case MandateOutcome.Already already ->
                    Answer.refused(
                            AgreementCode.USER_AGREEMENT_STATUS_NOT_NORMAL.error(
                                    "the agreement has ended already"));
            case MandateOutcome.Refused(var why, String detail) ->
                    Answer.refused(AgreementCode.USER_AGREEMENT_STATUS_NOT_NORMAL.error(detail));
        };
    }
}
