package dev.handfast.opengateway;

import dev.handfast.mandates.Mandate;
import dev.handfast.mandates.MandateOutcome;
import dev.handfast.mandates.MandateRefusal;

import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * {@code alipay.user.agreement.executionplan.modify}: puts the next payment of an agreement off.
 * The day may be sent alone or with a time, which does not count; it is told with the time that the
 * official client reads.
 *
 * <p>Source: {@code AlipayUserAgreementExecutionplanModifyModel} and {@code -Response}.
 */
record AgreementPlan(Agreements agreements) implements Method {
    private static final Shape SHAPE =
            Shape.of(
                    Param.text("agreement_no", TextRule.TRADE_NO).required(),
                    Param.text("deduct_time", TextRule.DAY).required(),
                    Param.text("memo", TextRule.TITLE));

    private static final int DAY_CHARS = 10;

    /** What is asked for. */
    private record Wanted(String number, LocalDate due) {}

    @Override
    public List<Shape> shapes() {
        return List.of(SHAPE);
    }

    @Override
    public Answer answer(Call call) {
        Fields fields = new Fields(call.biz(), SHAPE, AgreementCode.INVALID_PARAMETER.name());
        String number = fields.required("agreement_no");
        String text = fields.required("deduct_time");
        fields.optional("memo");
        Optional<LocalDate> due =
                AgreementSign.day(text.substring(0, Math.min(DAY_CHARS, text.length())));
        if (due.isEmpty()) {
            fields.refuse(Fields.invalid("deduct_time", "is a day", text));
        }
        return switch (fields.complete(() -> new Wanted(number, due.orElseThrow()))) {
            case Fields.Result.Bad<Wanted>(var error) -> Answer.refused(error);
            case Fields.Result.Good<Wanted>(Wanted wanted) ->
                    agreements
                            .mandates()
                            .findByNumber(call.merchant().id(), wanted.number())
                            .map(found -> defer(call, found, wanted.due()))
                            .orElseGet(
                                    () ->
                                            Answer.refused(
                                                    AgreementCode.ILLEGAL_AGREEMENT.error(
                                                            "there is no such agreement")));
        };
    }

    private Answer defer(Call call, Mandate mandate, LocalDate due) {
        return switch (agreements.mandates().defer(call.merchant().id(), mandate.id(), due)) {
            case MandateOutcome.Done(Mandate later) -> told(later);
            case MandateOutcome.Already(Mandate same) -> told(same);
            case MandateOutcome.Refused(MandateRefusal why, String detail) ->
                    Answer.refused(
                            why == MandateRefusal.MANDATE_DATE_UNFIT
                                    ? AgreementCode.ILLEGAL_EXECUTION_TIME.error(detail)
                                    : AgreementCode.ILLEGAL_AGREEMENT.error(detail));
        };
    }

    private static Answer told(Mandate mandate) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("agreement_no", mandate.number());
        mandate.taken()
                .nextDue()
                .ifPresent(day -> node.put("deduct_time", AgreementTold.midnight(day)));
        return Answer.success(node);
    }
}
