package dev.handfast.checkout;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.handfast.acceptance.ApplePaySessions;
import dev.handfast.customers.SetupIntent;
import dev.handfast.payments.Instrument;
import dev.handfast.payments.Outcome;
import dev.handfast.payments.PayRequest;
import dev.handfast.payments.Payment;
import dev.handfast.payments.PaymentRefusal;
import dev.handfast.payments.Request;
import dev.handfast.payments.SetUp;
import dev.handfast.sales.Addresses;
import dev.handfast.web.Json;

import tools.jackson.databind.node.ObjectNode;

import java.net.URI;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** Apple Pay on the hosted page: the session for the sheet, and the token the sheet gives. */
final class ApplePayDesk {
    private final Parts parts;

    ApplePayDesk(Parts parts) {
        this.parts = parts;
    }

    /**
     * An answer to a script.
     *
     * @param status the HTTP status
     * @param body JSON text
     */
    record Answer(int status, String body) {
        static Answer refused(int status, String code, String message) {
            ObjectNode error = Json.object();
            error.put("code", code);
            error.put("message", message);
            ObjectNode body = Json.object();
            body.set("error", error);
            return new Answer(status, Json.write(body));
        }
    }

    /**
     * What the sheet is bound to, so that its token pays this payment and no other: the payment's
     * code, as {@code applicationData} has it (Base64).
     */
    static String bindingOf(String address) {
        return Base64.getEncoder().encodeToString(address.getBytes(UTF_8));
    }

    /** The session with which the page's sheet may open. */
    Answer open(UUID merchant, String displayName) throws InterruptedException {
        Addresses addresses = parts.site().addresses();
        ApplePaySessions.Asking asking =
                new ApplePaySessions.Asking(
                        merchant,
                        URI.create(addresses.publicUrl()).getHost(),
                        displayName,
                        Optional.empty());
        return switch (parts.applePay().sessions().open(asking)) {
            case ApplePaySessions.Answer.Session(String json) -> new Answer(200, json);
            case ApplePaySessions.Answer.Refused(var why, String message) ->
                    Answer.refused(502, "no_session", "Apple Pay cannot be opened now");
        };
    }

    /** Pays with the token of the sheet. */
    Answer pay(Payment payment, String address, String token) {
        Instrument instrument =
                parts.applePay()
                        .acceptance()
                        .accept(
                                payment.terms().merchant(),
                                token,
                                Optional.of(address.getBytes(UTF_8)));
        PayRequest request =
                new PayRequest(
                        parts.ids().next(),
                        new PayRequest.Target.Existing(payment.terms().merchant(), payment.id()),
                        instrument,
                        Optional.empty());
        return told(parts.money().payments().run(new Request.Pay(request)));
    }

    /** Puts the token of the sheet on file, for a setup whose page is at this address. */
    Answer save(SetupIntent setup, String address, String token) {
        Instrument instrument =
                parts.applePay()
                        .acceptance()
                        .accept(setup.merchant(), token, Optional.of(address.getBytes(UTF_8)));
        return switch (parts.sales().setups().keep(setup, instrument)) {
            case SetUp.Result.Done done -> state("paid");
            case SetUp.Result.Over over -> state("closed");
            case SetUp.Result.Missing missing -> throw new IllegalStateException("no setup");
            case SetUp.Result.Refused(PaymentRefusal why, String detail, var known) ->
                    refused(why, "this was not saved");
        };
    }

    private static Answer refused(PaymentRefusal why, String message) {
        return Answer.refused(
                why.isPayersSide() ? 402 : 409, why.name().toLowerCase(Locale.ROOT), message);
    }

    private static Answer told(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Done(Payment paid) -> state(paid);
            case Outcome.Already(Payment paid) -> state(paid);
            case Outcome.InDoubt(Payment unclear) -> state(unclear);
            case Outcome.AskRail ask -> state(ask.payment());
            case Outcome.Refunded refunded -> throw misplaced(refunded);
            case Outcome.AlreadyRefunded refunded -> throw misplaced(refunded);
            case Outcome.Refused(PaymentRefusal why, String detail, Optional<Payment> known) ->
                    refused(why, "this payment was refused");
        };
    }

    private static Answer state(Payment payment) {
        return state(PaymentPage.state(payment));
    }

    private static Answer state(String state) {
        ObjectNode body = Json.object();
        body.put("state", state);
        return new Answer(200, Json.write(body));
    }

    private static IllegalStateException misplaced(Outcome outcome) {
        return new IllegalStateException("paying ended in " + outcome.getClass().getSimpleName());
    }
}
