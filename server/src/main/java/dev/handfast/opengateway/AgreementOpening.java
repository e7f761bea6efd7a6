package dev.handfast.opengateway;

import dev.handfast.alipay.GatewayFault;
import dev.handfast.engine.Idempotency;
import dev.handfast.engine.Once;
import dev.handfast.mandates.Mandate;
import dev.handfast.mandates.MandateOutcome;

import tools.jackson.databind.node.JsonNodeFactory;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * {@code alipay.user.agreement.page.sign}, brought by the holder's browser: keeps the proposal, and
 * knows the page on which the holder agrees. The very same request leads to the same page again.
 * For one call.
 *
 * <p>Source: {@code AlipayUserAgreementPageSignModel}.
 */
final class AgreementOpening implements Method {
    /** Its name on the wire. */
    static final String METHOD = "alipay.user.agreement.page.sign";

    private static final int STATUS = 200;
    private static final String AGREEMENT = "agreement";

    private final Agreements agreements;
    private final String returnUrl;
    private Optional<String> page = Optional.empty();

    /**
     * A call.
     *
     * @param returnUrl where the request sends the holder afterwards; may be empty
     */
    AgreementOpening(Agreements agreements, String returnUrl) {
        this.agreements = agreements;
        this.returnUrl = returnUrl;
    }

    /** The address of the page; empty before the call, and after one that was refused. */
    Optional<String> page() {
        return page;
    }

    @Override
    public List<Shape> shapes() {
        return List.of(AgreementSign.SHAPE);
    }

    @Override
    public Answer answer(Call call) {
        return switch (AgreementSign.read(call, returnUrl)) {
            case Fields.Result.Bad<Mandate.Proposal>(var error) -> Answer.refused(error);
            case Fields.Result.Good<Mandate.Proposal>(Mandate.Proposal proposal) ->
                    propose(call, proposal);
        };
    }

    private Answer propose(Call call, Mandate.Proposal proposal) {
        Once once =
                agreements
                        .mandates()
                        .proposeOnce(
                                call.duplicate(),
                                proposal,
                                outcome ->
                                        new Idempotency.Reply.Final(STATUS, told(outcome).text()));
        return switch (once) {
            case Once.Answered(int status, String body) -> {
                Answer answer = Answer.read(body);
                UUID id = UUID.fromString(answer.node().path(AGREEMENT).asString());
                page = Optional.of(agreements.page(id));
                yield answer;
            }
            case Once.KeyReused reused ->
                    Answer.refused(
                            GatewayFault.SUSPECTED_ATTACK.error(
                                    "this signature belongs to another request"));
        };
    }

    private static Answer told(MandateOutcome outcome) {
        return switch (outcome) {
            case MandateOutcome.Done(Mandate mandate) -> told(mandate);
            case MandateOutcome.Already(Mandate mandate) -> told(mandate);
            case MandateOutcome.Refused refused ->
                    throw new IllegalStateException("a proposal is never refused: " + refused);
        };
    }

    private static Answer told(Mandate mandate) {
        return Answer.success(
                JsonNodeFactory.instance.objectNode().put(AGREEMENT, mandate.id().toString()));
    }
}
