package dev.handfast.sandbox;

import dev.handfast.merchants.Merchants;
import dev.handfast.payments.Backing;
import dev.handfast.payments.Capture;
import dev.handfast.payments.Outcome;
import dev.handfast.payments.Payer;
import dev.handfast.payments.Payment;
import dev.handfast.payments.PaymentRefusal;
import dev.handfast.payments.State;
import dev.handfast.web.Json;
import dev.handfast.web.PublicId;

import tools.jackson.databind.node.ObjectNode;

import java.util.Locale;

/** How the sandbox shows a payment to its payer. */
final class PaymentView {
    private final Merchants merchants;

    PaymentView(Merchants merchants) {
        this.merchants = merchants;
    }

    /** What became of a payment that somebody tried to pay. */
    Reply outcome(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Done(Payment payment) -> Reply.good(payment(payment));
            case Outcome.Already(Payment payment) -> Reply.good(payment(payment));
            case Outcome.Refunded refunded -> Reply.good(payment(refunded.payment()));
            case Outcome.AlreadyRefunded again -> Reply.good(payment(again.payment()));
            case Outcome.AskRail ask -> new Reply(202, payment(ask.payment()));
            case Outcome.InDoubt(Payment payment) -> new Reply(202, payment(payment));
            case Outcome.Refused refused -> refused(refused);
        };
    }

    private Reply refused(Outcome.Refused refused) {
        String code = refused.why().name().toLowerCase(Locale.ROOT);
        Reply reply = Reply.refused(status(refused.why()), code, "", refused.detail());
        refused.payment().ifPresent(known -> reply.body().set("payment", payment(known)));
        return reply;
    }

    private static int status(PaymentRefusal why) {
        return switch (why) {
            case PAYMENT_NOT_FOUND, WALLET_NOT_FOUND, QUOTE_NOT_FOUND -> 404;
            case DAY_LIMIT_EXCEEDED, ACCOUNT_LIMIT_EXCEEDED, BALANCE_NOT_ENOUGH, DECLINED -> 402;
            case REFERENCE_REUSED,
                    PAYMENT_ALREADY_PAID,
                    PAYMENT_IN_PROGRESS,
                    PAYMENT_CLOSED,
                    PAYMENT_EXPIRED,
                    TOKEN_NOT_ACCEPTED,
                    TOKEN_REPLAYED,
                    APPROVED_AMOUNT_DIFFERS,
                    TOKEN_UNKNOWN,
                    TOKEN_DELETED,
                    TOKEN_SUSPENDED,
                    TOKEN_EXPIRED,
                    CRYPTOGRAM_WRONG,
                    COUNTER_REUSED,
                    CODE_UNKNOWN,
                    CODE_USED,
                    CODE_EXPIRED,
                    MANDATE_NOT_FOUND,
                    MANDATE_NOT_ACTIVE,
                    MANDATE_CURRENCY_DIFFERS,
                    MANDATE_PAYMENT_TOO_LARGE,
                    MANDATE_TOTAL_EXCEEDED,
                    MANDATE_PAYMENTS_EXCEEDED,
                    MANDATE_NOT_DUE,
                    WALLET_FROZEN,
                    CORRIDOR_MISSING,
                    CORRIDOR_CLOSED,
                    QUOTE_MISMATCH,
                    QUOTE_EXPIRED,
                    RATE_MISSING,
                    RATE_EXPIRED,
                    AMOUNT_TOO_SMALL,
                    NOT_AUTHORISED,
                    AUTHORISATION_EXPIRED,
                    CURRENCY_DIFFERS,
                    CAPTURE_EXCEEDS_AUTHORISATION,
                    SHARE_EXCEEDS_AMOUNT,
                    CANCEL_AFTER_CAPTURE,
                    NOT_CAPTURED,
                    PAYMENT_DISPUTED,
                    DISPUTE_EXCEEDS_CAPTURE,
                    REFUND_REFERENCE_REUSED,
                    REFUND_EXCEEDS_CAPTURE,
                    SHARE_MISSING,
                    FREEZE_NOT_FOUND,
                    FREEZE_NOT_STANDING,
                    FREEZE_EXCEEDED,
                    SETTLEMENT_NOT_FOUND,
                    SPLIT_RETURN_EXCEEDED,
                    RECEIVER_BALANCE_NOT_ENOUGH ->
                    409;
        };
    }

    /** A payment, as its payer may see it. */
    private ObjectNode payment(Payment payment) {
        ObjectNode body = Json.object();
        body.put("id", PublicId.format(Views.PAYMENT, payment.id()));
        body.put("status", status(payment.state()));
        body.put("merchant", PublicId.format(Views.MERCHANT, payment.terms().merchant()));
        merchants
                .find(payment.terms().merchant())
                .ifPresent(merchant -> body.put("merchant_name", merchant.name()));
        body.put("description", payment.terms().description());
        payment.terms().reference().ifPresent(text -> body.put("reference", text));
        Views.put(body, payment.terms().amount());
        payment.backing().ifPresent(backing -> body.set("payer", payer(payment, backing)));
        payment.capture().ifPresent(capture -> body.set("fees", fees(capture)));
        payment.capture()
                .ifPresent(capture -> body.put("refunded_minor", capture.refunded().minor()));
        body.put("created_at", payment.createdAt().toString());
        return body;
    }

    private static String status(State state) {
        return switch (state) {
            case State.Waiting waiting -> "waiting";
            case State.Unknown unknown -> "unknown";
            case State.Authorised authorised -> "authorised";
            case State.Captured captured -> "captured";
            case State.Closed closed -> "closed";
        };
    }

    private static ObjectNode payer(Payment payment, Backing backing) {
        ObjectNode body = Json.object();
        switch (backing.payer()) {
            case Payer.WalletHolder holder -> {
                body.put("funding", "wallet");
                body.put("wallet", PublicId.format(Views.WALLET, holder.wallet()));
            }
            case Payer.CardHolder holder -> body.put("funding", "card");
            case Payer.PartnerHolder holder -> body.put("funding", "partner_wallet");
        }
        backing.payer()
                .token()
                .ifPresent(token -> body.put("token", PublicId.format(Views.TOKEN, token)));
        Views.put(body, backing.home(payment.terms().amount()));
        backing.price().ifPresent(price -> body.put("rate", price.rate().toDecimalString()));
        backing.price().ifPresent(price -> body.put("margin_minor", price.margin().minor()));
        return body;
    }

    private static ObjectNode fees(Capture capture) {
        ObjectNode body = Json.object();
        body.put("acquiring_minor", capture.acquiringFee().minor());
        body.put("issuing_minor", capture.issuingFee().minor());
        body.put("merchant_gets_minor", capture.net().minor());
        body.put("currency", capture.amount().currency().code());
        return body;
    }
}
