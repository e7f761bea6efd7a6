package dev.handfast.opengateway;

import dev.handfast.alipay.GatewayFault;
import dev.handfast.engine.Idempotency;
import dev.handfast.engine.Ids;
import dev.handfast.engine.Once;
import dev.handfast.payments.Custody;
import dev.handfast.payments.Outcome;
import dev.handfast.payments.Payment;
import dev.handfast.payments.PaymentStore;
import dev.handfast.payments.Payments;
import dev.handfast.payments.RefundRequest;
import dev.handfast.payments.Relations;
import dev.handfast.payments.Replied;
import dev.handfast.payments.Request;
import dev.handfast.payments.Settlements;
import dev.handfast.payments.Split;

import java.util.function.Function;

/**
 * What the methods work with.
 *
 * @param payments for doing
 * @param store for reading
 * @param buyers the dialect's numbers for payers
 * @param ids fresh ids
 * @param publicUrl where payers reach this installation, without a slash at the end
 * @param splits what is known of splits
 */
public record Desk(
        Payments payments,
        PaymentStore store,
        Buyers buyers,
        Ids ids,
        String publicUrl,
        Splits splits) {
    /**
     * What is known of splits.
     *
     * @param settlements of which payments
     * @param relations to whom merchants may split
     */
    public record Splits(Settlements settlements, Relations relations) {
        /**
         * Who gives back a part of a refund, and how much: as the reference has it, where money was
         * paid face to face and did not go into escrow, receivers of splits give back in
         * proportion; else nobody does who is not named.
         */
        RefundRequest.Sources usual(Payment payment) {
            boolean shared =
                    Details.of(payment)
                                    .find(Details.PRODUCT_CODE)
                                    .filter(FACE_TO_FACE::equals)
                                    .isPresent()
                            && !(payment.terms().custody() instanceof Custody.Escrow);
            if (!shared) {
                return RefundRequest.Sources.USUAL;
            }
            return RefundRequest.Sources.inProportion(
                    settlements.splitsOfPayment(payment.id()).stream()
                            .map(Split::account)
                            .distinct()
                            .toList());
        }
    }

    private static final String FACE_TO_FACE = "FACE_TO_FACE_PAYMENT";

    /** The HTTP status kept with a recorded answer; the dialect knows no other. */
    private static final int STATUS = 200;

    /**
     * Runs a request once for the very same signed call: every duplicate, also one that comes at
     * the same moment, gets the first one's answer.
     *
     * @param render puts the outcome into the dialect's words; pure
     */
    Answer once(Call call, Request request, Function<Outcome, Answer> render) {
        Replied replied =
                payments.runOnce(
                        call.duplicate(),
                        request,
                        outcome ->
                                new Idempotency.Reply.Final(STATUS, render.apply(outcome).text()));
        return switch (replied) {
            case Replied.Answered(int status, String body, boolean replayed) ->
                    buyers.named(Answer.read(body));
            case Replied.KeyReused reused -> reused();
        };
    }

    /** The answer to what was asked of a command that asks no rail. */
    static Answer said(Once once) {
        return switch (once) {
            case Once.Answered(int status, String body) -> Answer.read(body);
            case Once.KeyReused reused -> reused();
        };
    }

    /** The answer as it is recorded. */
    static Idempotency.Reply.Final recorded(Answer answer) {
        return new Idempotency.Reply.Final(STATUS, answer.text());
    }

    /**
     * Two requests can share a signature only if their texts run together in the signed text, as
     * a=1&amp;b=2 and the one parameter a with the value "1&amp;b=2" do.
     */
    private static Answer reused() {
        return Answer.refused(
                GatewayFault.SUSPECTED_ATTACK.error("this signature belongs to another request"));
    }

    /** The trades of a call's merchant. */
    Trades trades(Call call) {
        return new Trades(store, call.merchant().id());
    }
}
