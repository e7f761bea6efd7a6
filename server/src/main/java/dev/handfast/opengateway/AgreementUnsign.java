package dev.handfast.opengateway;

import dev.handfast.mandates.Mandate;
import dev.handfast.mandates.MandateOutcome;

import tools.jackson.databind.node.JsonNodeFactory;

import java.util.Optional;

/**
 * {@code alipay.user.agreement.unsign}: ends an agreement.
 *
 * <p>Source: {@code AlipayUserAgreementUnsignModel}.
 */
record AgreementUnsign(Agreements agreements) implements Method {
    /** How a call names an agreement. */
    private record Name(Optional<String> number, Agreements.Holder holder) {}

    @Override
    public Answer answer(Call call) {
        Fields fields = new Fields(call.biz(), AgreementCode.INVALID_PARAMETER.name());
        Name name =
                new Name(
                        fields.optional("agreement_no", TextRule.TRADE_NO),
                        Agreements.Holder.read(fields));
        if (name.number().isEmpty() && !name.holder().isEnough()) {
            fields.refuse(
                    Fields.invalid(
                            "agreement_no, external_agreement_no, or a user with a"
                                    + " personal_product_code",
                            "is required",
                            "none"));
        }
        return switch (fields.complete(() -> name)) {
            case Fields.Result.Bad<Name>(var error) -> Answer.refused(error);
            case Fields.Result.Good<Name> good ->
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
