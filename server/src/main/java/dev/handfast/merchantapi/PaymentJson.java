package dev.handfast.merchantapi;

import dev.handfast.ledger.AccountKind;
import dev.handfast.ledger.AccountRef;
import dev.handfast.ledger.Line;
import dev.handfast.ledger.LineKind;
import dev.handfast.money.Money;
import dev.handfast.payments.Backing;
import dev.handfast.payments.Brokerage;
import dev.handfast.payments.Capture;
import dev.handfast.payments.Outcome;
import dev.handfast.payments.Payer;
import dev.handfast.payments.Payment;
import dev.handfast.payments.State;
import dev.handfast.payments.Terms;
import dev.handfast.sales.Addresses;
import dev.handfast.sales.ReceiptNumber;
import dev.handfast.web.Json;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.UUID;
import java.util.function.Function;

/** Renders payments, as payment intents and as charges. Pure. */
final class PaymentJson {
    static final String CUSTOMER = "customer";
    static final String METHOD = "payment_method";
    static final String FUTURE_USAGE = "setup_future_usage";

    /** Under which id what is paid with will be kept on file, once it is paid. */
    static final String KEEPS_AS = "keeps_as";

    private final boolean live;
    private final Addresses addresses;
    private final String docs;
    private final Function<UUID, String> secrets;

    /**
     * A renderer.
     *
     * @param live whether money is real here
     * @param addresses where the hosted pages are
     * @param docs where the reference of errors is
     * @param secrets the part of a payment's client secret that cannot be guessed
     */
    PaymentJson(boolean live, Addresses addresses, String docs, Function<UUID, String> secrets) {
        this.live = live;
        this.addresses = addresses;
        this.docs = docs;
        this.secrets = secrets;
    }

    boolean live() {
        return live;
    }

    /** What a payer's own program shows to see its payment. */
    String clientSecret(UUID payment) {
        return PublicIds.PAYMENT_INTENT.format(payment) + "_secret_" + secrets.apply(payment);
    }

    /** The address to which an offered payment's payer comes back, told how it ended. */
    String returnedTo(String url, Payment payment) {
        SequencedMap<String, String> query = new LinkedHashMap<>();
        query.put("payment_intent", PublicIds.PAYMENT_INTENT.format(payment.id()));
        query.put("payment_intent_client_secret", clientSecret(payment.id()));
        query.put(
                "redirect_status",
                switch (payment.state()) {
                    case State.Authorised authorised -> "succeeded";
                    case State.Captured captured -> "succeeded";
                    case State.Unknown unknown -> "pending";
                    case State.Waiting waiting -> "failed";
                    case State.Closed closed -> "failed";
                });
        return Urls.with(url, query);
    }

    /** A payment intent. */
    ObjectNode intent(Payment payment) {
        Terms terms = payment.terms();
        Details details = Details.read(terms.details());
        boolean paid = payment.backing().isPresent();
        ObjectNode json = Json.object();
        json.put("id", PublicIds.PAYMENT_INTENT.format(payment.id()));
        json.put("object", "payment_intent");
        json.put("amount", terms.amount().minor());
        json.put("amount_capturable", capturable(payment).minor());
        json.set("amount_details", tip());
        json.put("amount_received", received(payment).minor());
        json.putNull("application");
        json.set("application_fee_amount", agreedFee(terms));
        json.putNull("automatic_payment_methods");
        json.set("canceled_at", canceledAt(payment));
        json.set("cancellation_reason", cancellationReason(payment));
        json.put("capture_method", captureMethod(terms));
        json.put("client_secret", clientSecret(payment.id()));
        json.put("confirmation_method", "automatic");
        json.put("created", payment.createdAt().getEpochSecond());
        json.put("currency", lower(terms.amount()));
        json.set("customer", details.text(CUSTOMER));
        json.set("description", description(terms));
        json.set("last_payment_error", lastError(payment));
        if (paid) {
            json.put("latest_charge", PublicIds.CHARGE.format(payment.id()));
        } else {
            json.putNull("latest_charge");
        }
        json.put("livemode", live);
        json.set("metadata", details.metadata());
        json.set("next_action", new NextAction(addresses).of(payment));
        json.putNull("on_behalf_of");
        json.set(METHOD, method(payment, details));
        json.set("payment_method_options", Json.object());
        json.set("payment_method_types", MethodTypes.of(details).toJson());
        json.putNull("processing");
        json.set("receipt_email", details.text("receipt_email"));
        json.putNull("review");
        json.set(FUTURE_USAGE, details.text(FUTURE_USAGE));
        json.putNull("shipping");
        json.set("statement_descriptor", details.text("statement_descriptor"));
        json.set("statement_descriptor_suffix", details.text("statement_descriptor_suffix"));
        json.put("status", status(payment));
        json.set(FeeParams.TRANSFER, transfer(terms));
        json.putNull("transfer_group");
        return json;
    }

    private static JsonNode agreedFee(Terms terms) {
        return terms.brokerage()
                .flatMap(Brokerage::agreedFee)
                .<JsonNode>map(fee -> Json.object().numberNode(fee.minor()))
                .orElseGet(() -> Json.object().nullNode());
    }

    /** To whom it is passed on, where it is. */
    private static JsonNode transfer(Terms terms) {
        if (!(terms.brokerage().orElse(null) instanceof Brokerage.Onward onward)) {
            return Json.object().nullNode();
        }
        ObjectNode transfer = Json.object();
        onward.part().ifPresent(part -> transfer.put("amount", part.minor()));
        transfer.put("destination", PublicIds.ACCOUNT.format(onward.destination()));
        return transfer;
    }

    /** The platform's fee that the capture took; null where it took none. */
    private static JsonNode fee(Payment payment) {
        return payment.capture().isPresent() && !agreedFee(payment.terms()).isNull()
                ? Json.object().stringNode(PublicIds.APPLICATION_FEE.format(payment.id()))
                : Json.object().nullNode();
    }

    /** The charge of a payment that somebody has paid, or is paying. */
    ObjectNode charge(Payment payment) {
        Terms terms = payment.terms();
        Details details = Details.read(terms.details());
        Optional<Capture> capture = payment.capture();
        Money none = Money.zero(terms.amount().currency());
        Money captured = capture.map(Capture::amount).orElse(none);
        Money refunded = capture.map(Capture::refunded).orElse(none);
        boolean unknown = payment.state() instanceof State.Unknown;
        ObjectNode json = Json.object();
        json.put("id", PublicIds.CHARGE.format(payment.id()));
        json.put("object", "charge");
        json.put("amount", terms.amount().minor());
        json.put("amount_captured", captured.minor());
        json.put("amount_refunded", refunded.minor());
        json.putNull("application");
        json.set("application_fee", fee(payment));
        json.set("application_fee_amount", agreedFee(terms));
        json.set("balance_transaction", line(payment));
        json.set("billing_details", billing());
        json.putNull("calculated_statement_descriptor");
        json.put("captured", capture.isPresent());
        json.put("created", payment.createdAt().getEpochSecond());
        json.put("currency", lower(terms.amount()));
        json.set("customer", details.text(CUSTOMER));
        json.set("description", description(terms));
        json.put("disputed", false);
        json.putNull("failure_balance_transaction");
        json.putNull("failure_code");
        json.putNull("failure_message");
        json.set("fraud_details", Json.object());
        json.put("livemode", live);
        json.set("metadata", details.metadata());
        json.putNull("on_behalf_of");
        json.set("outcome", outcome(unknown));
        json.put("paid", !unknown);
        json.put("payment_intent", PublicIds.PAYMENT_INTENT.format(payment.id()));
        json.set(METHOD, method(payment, details));
        json.set("payment_method_details", methodDetails(payment));
        presentment(payment).ifPresent(shown -> json.set("presentment_details", shown));
        json.set("receipt_email", details.text("receipt_email"));
        json.set("receipt_number", receiptNumber(payment, details));
        json.set("receipt_url", receiptUrl(payment));
        json.put("refunded", capture.isPresent() && captured.equals(refunded));
        json.putNull("review");
        json.putNull("shipping");
        json.putNull("source_transfer");
        json.set("statement_descriptor", details.text("statement_descriptor"));
        json.set("statement_descriptor_suffix", details.text("statement_descriptor_suffix"));
        json.put("status", unknown ? "pending" : "succeeded");
        JsonNode transfer = transfer(terms);
        if (!transfer.isNull() && capture.isPresent()) {
            json.put("transfer", PublicIds.TRANSFER.format(payment.id()));
        }
        json.set(FeeParams.TRANSFER, transfer);
        json.putNull("transfer_group");
        return json;
    }

    /** As the API has it, only of a receipt that goes to somebody. */
    private static JsonNode receiptNumber(Payment payment, Details details) {
        return payment.capture()
                .filter(any -> !details.text("receipt_email").isNull())
                .<JsonNode>map(
                        capture ->
                                Json.object()
                                        .stringNode(ReceiptNumber.of(payment.id(), capture.at())))
                .orElseGet(() -> Json.object().nullNode());
    }

    private JsonNode receiptUrl(Payment payment) {
        return payment.capture().isEmpty()
                ? Json.object().nullNode()
                : Json.object().stringNode(addresses.ofReceipt(payment.id()));
    }

    /** The line of the merchant's statement that the capture made; null before. */
    private static JsonNode line(Payment payment) {
        return payment.capture().isEmpty()
                ? Json.object().nullNode()
                : Json.object().stringNode(PublicIds.BALANCE_TRANSACTION.format(lineOf(payment)));
    }

    static UUID lineOf(Payment payment) {
        Terms terms = payment.terms();
        AccountRef payable =
                new AccountRef(
                        AccountKind.MERCHANT_PAYABLE,
                        terms.acquirer(),
                        terms.merchant(),
                        terms.amount().currency());
        return Line.idOf(payable, payment.id(), LineKind.CHARGE);
    }

    private JsonNode lastError(Payment payment) {
        Optional<State.Waiting.Failure> failure =
                payment.state() instanceof State.Waiting waiting
                        ? waiting.failure()
                        : Optional.empty();
        return failure.<JsonNode>map(
                        known ->
                                ErrorTable.of(
                                                new Outcome.Refused(
                                                        known.why(),
                                                        known.detail(),
                                                        Optional.empty()))
                                        .toJson(docs))
                .orElseGet(() -> NextAction.lastError(payment));
    }

    private static JsonNode method(Payment payment, Details details) {
        JsonNode given = details.text(METHOD);
        boolean kept = payment.backing().isPresent() && !details.text(CUSTOMER).isNull();
        return given.isNull() && kept ? details.text(KEEPS_AS) : given;
    }

    private static String status(Payment payment) {
        return switch (payment.state()) {
            case State.Waiting waiting ->
                    NextAction.stands(payment) ? "requires_action" : waits(payment);
            case State.Unknown unknown -> "processing";
            case State.Authorised authorised -> "requires_capture";
            case State.Captured captured -> "succeeded";
            case State.Closed closed -> "canceled";
        };
    }

    private static String waits(Payment payment) {
        boolean named = !Details.read(payment.terms().details()).text(METHOD).isNull();
        boolean failed =
                payment.state() instanceof State.Waiting waiting && waiting.failure().isPresent();
        return named && !failed ? "requires_confirmation" : "requires_payment_method";
    }

    private static Money capturable(Payment payment) {
        return payment.state() instanceof State.Authorised
                ? payment.terms().amount()
                : Money.zero(payment.terms().amount().currency());
    }

    private static Money received(Payment payment) {
        return payment.capture()
                .map(Capture::amount)
                .orElseGet(() -> Money.zero(payment.terms().amount().currency()));
    }

    private static String captureMethod(Terms terms) {
        return switch (terms.capture()) {
            case AUTOMATIC -> "automatic";
            case MANUAL -> "manual";
        };
    }

    private static JsonNode canceledAt(Payment payment) {
        return payment.state() instanceof State.Closed(State.Closed.Reason reason, Instant at)
                ? Json.object().numberNode(at.getEpochSecond())
                : Json.object().nullNode();
    }

    private static JsonNode cancellationReason(Payment payment) {
        if (!(payment.state() instanceof State.Closed closed)) {
            return Json.object().nullNode();
        }
        State.Closed.Reason reason = closed.reason();
        return switch (reason) {
            case CANCELLED -> Json.object().nullNode();
            case EXPIRED, DUPLICATE, FRAUDULENT, REQUESTED_BY_CUSTOMER, ABANDONED ->
                    Json.object().stringNode(reason.name().toLowerCase(Locale.ROOT));
        };
    }

    private static JsonNode description(Terms terms) {
        return terms.description().isEmpty()
                ? Json.object().nullNode()
                : Json.object().stringNode(terms.description());
    }

    private static ObjectNode tip() {
        ObjectNode details = Json.object();
        details.set("tip", Json.object());
        return details;
    }

    private static ObjectNode billing() {
        ObjectNode billing = Json.object();
        billing.putNull("address");
        billing.putNull("email");
        billing.putNull("name");
        billing.putNull("phone");
        billing.putNull("tax_id");
        return billing;
    }

    private static ObjectNode outcome(boolean unknown) {
        ObjectNode outcome = Json.object();
        outcome.put("network_status", unknown ? "not_sent_to_network" : "approved_by_network");
        outcome.putNull("reason");
        outcome.put("risk_level", "not_assessed");
        outcome.put("seller_message", unknown ? "Payment in progress." : "Payment complete.");
        outcome.put("type", "authorized");
        return outcome;
    }

    private static ObjectNode methodDetails(Payment payment) {
        boolean scanned =
                payment.backing()
                        .map(Backing::payer)
                        .filter(payer -> !(payer instanceof Payer.CardHolder))
                        .filter(payer -> payer.token().isEmpty())
                        .isPresent();
        return scanned ? alipayDetails(payment) : cardDetails();
    }

    private static ObjectNode alipayDetails(Payment payment) {
        ObjectNode alipay = Json.object();
        alipay.putNull("buyer_id");
        alipay.putNull("fingerprint");
        alipay.put("transaction_id", payment.id().toString().replace("-", ""));
        ObjectNode details = Json.object();
        details.set("alipay", alipay);
        details.put("type", "alipay");
        return details;
    }

    private static ObjectNode cardDetails() {
        ObjectNode wallet = Json.object();
        wallet.set("apple_pay", Json.object());
        wallet.putNull("dynamic_last4");
        wallet.put("type", "apple_pay");
        ObjectNode card = Json.object();
        card.set("wallet", wallet);
        ObjectNode details = Json.object();
        details.set("card", card);
        details.put("type", "card");
        return details;
    }

    /** What the payer pays, where that is in another currency. */
    private static Optional<ObjectNode> presentment(Payment payment) {
        return payment.backing()
                .flatMap(Backing::price)
                .map(
                        price -> {
                            ObjectNode shown = Json.object();
                            shown.put("presentment_amount", price.home().minor());
                            shown.put("presentment_currency", lower(price.home()));
                            return shown;
                        });
    }

    static String lower(Money amount) {
        return amount.currency().code().toLowerCase(Locale.ROOT);
    }
}
