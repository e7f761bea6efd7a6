package dev.handfast.opengateway;

import dev.handfast.engine.Ids;
import dev.handfast.payments.Freeze;
import dev.handfast.payments.FreezeOutcome;
import dev.handfast.payments.FreezeRequest;
import dev.handfast.payments.Freezes;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What the methods of pre-authorisations work with.
 *
 * @param freezes money frozen for merchants
 * @param buyers the dialect's numbers for payers
 * @param ids fresh ids
 * @param publicUrl where payers reach this installation, without a slash at the end
 */
public record FreezeDesk(Freezes freezes, Buyers buyers, Ids ids, String publicUrl) {
    /** Runs a request once for the very same signed call. */
    Answer once(Call call, FreezeRequest request, Function<FreezeOutcome, Answer> render) {
        return named(
                Desk.said(
                        freezes.runOnce(
                                call.duplicate(),
                                request,
                                outcome -> Desk.recorded(render.apply(outcome)))));
    }

    /** The answer with the payer's number and masked name in place of our own id. */
    Answer named(Answer answer) {
        if (!answer.node().has(Buyers.PAYER)) {
            return answer;
        }
        return new Answer(buyers.payerNamed(answer.node()));
    }

    /** How a call names a freeze; the gateway's own number wins. */
    record Name(Optional<String> authNo, Optional<String> number) {
        static final Shape SHAPE =
                Shape.of(
                        Param.text("auth_no", TextRule.TRADE_NO),
                        Param.text("out_order_no", TextRule.NUMBER));

        static Name read(Fields fields) {
            fields.either("auth_no", "out_order_no");
            return new Name(fields.optional("auth_no"), fields.optional("out_order_no"));
        }

        /** The refusal where there is no such freeze. */
        Answer unknown() {
            return Answer.refused(
                    FreezeCode.AUTH_ORDER_NOT_EXIST.error(
                            "no freeze has the number " + authNo.or(() -> number).orElse("")));
        }
    }

    /** The freeze a call names, if it is its merchant's. */
    Optional<Freeze> find(Call call, Name name) {
        return name.authNo().isPresent()
                ? byAuthNo(call, name.authNo().get())
                : freezes.findByReference(call.merchant().id(), name.number().orElseThrow());
    }

    /** The freeze with this number of the gateway's. */
    Optional<Freeze> byAuthNo(Call call, String text) {
        List<Freeze> found =
                OrderNo.FREEZE.parse(text).stream()
                        .flatMap(
                                no ->
                                        freezes
                                                .between(
                                                        call.merchant().id(),
                                                        no.from(),
                                                        no.before())
                                                .stream())
                        .filter(freeze -> OrderNo.FREEZE.of(freeze.id()).equals(text))
                        .toList();
        return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
    }
}
