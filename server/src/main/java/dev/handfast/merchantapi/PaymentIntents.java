package dev.handfast.merchantapi;

import dev.handfast.money.Money;
import dev.handfast.payments.Amendment;
import dev.handfast.payments.Brokerage;
import dev.handfast.payments.Channel;
import dev.handfast.payments.Instrument;
import dev.handfast.payments.Outcome;
import dev.handfast.payments.PayRequest;
import dev.handfast.payments.Payment;
import dev.handfast.payments.PaymentRefusal;
import dev.handfast.payments.Request;
import dev.handfast.payments.State;
import dev.handfast.payments.Terms;
import dev.handfast.sales.Addresses;
import dev.handfast.sales.Sale;

import tools.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** The calls on payment intents. */
final class PaymentIntents {
    private static final String RECEIPT = "receipt_email";

    private final ApiParts parts;
    private final PaymentJson json;
    private final CardSource cards;
    private final Addresses addresses;
    private final MethodCalls methods;
    private final FeeParams fees;

    PaymentIntents(ApiParts parts, PaymentJson json, CardSource cards) {
        this.parts = parts;
        this.json = json;
        this.cards = cards;
        this.addresses = parts.settings().addresses();
        this.methods = new MethodCalls(parts);
        this.fees = new FeeParams(parts);
    }

    List<Route> routes() {
        return List.of(
                Route.post("/v1/payment_intents", "Creates a payment, and pays it if asked to.")
                        .takes(PaymentParams.create())
                        .answers(PaymentShapes.PAYMENT_INTENT, this::create),
                Route.post("/v1/payment_intents/{id}", "Changes a payment.")
                        .takes(PaymentParams.update())
                        .answers(PaymentShapes.PAYMENT_INTENT, this::update),
                Route.post("/v1/payment_intents/{id}/confirm", "Pays a payment.")
                        .openTo(Access.CLIENT_SECRET)
                        .takes(PaymentParams.confirm())
                        .answers(PaymentShapes.PAYMENT_INTENT, this::confirm),
                Route.post("/v1/payment_intents/{id}/capture", "Takes what is held, or a part.")
                        .takes(
                                Param.amount("amount_to_capture", "How much; all if left out."),
                                FeeParams.fee(),
                                PaymentParams.expandCharge())
                        .answers(PaymentShapes.PAYMENT_INTENT, this::capture),
                Route.post("/v1/payment_intents/{id}/cancel", "Ends a payment with no money moved.")
                        .takes(
                                Param.word(
                                        "cancellation_reason",
                                        "Why.",
                                        "duplicate",
                                        "fraudulent",
                                        "requested_by_customer",
                                        "abandoned"),
                                PaymentParams.expandCharge())
                        .answers(PaymentShapes.PAYMENT_INTENT, this::cancel));
    }

    private Answer create(Call call) {
        Params params = call.params();
        Money amount =
                params.amount("amount", params.currency("currency").orElseThrow()).orElseThrow();
        boolean confirm = params.flag("confirm");
        Terms.CaptureMode capture = captureMode(params);
        String description = params.text("description").orElse("");
        Details details = MethodTypes.into(details(params), MethodTypes.read(params));
        MandateOptions.take(params, details, amount.currency(), parts.clock().instant());
        MandateOptions.checkCurrency(params, details, amount.currency());
        methods.customer(call);
        Optional<CardSource.Source> source = cards.source(call);
        Optional<String> returnUrl = returnUrl(params);
        source.ifPresent(given -> check(params, given, details));
        Optional<Brokerage> brokerage = fees.read(call, amount);
        Expand expand = Expand.read(params);
        if (confirm && source.isEmpty()) {
            params.refuse(
                    "payment_method_data",
                    ApiCode.PARAMETER_MISSING,
                    "to confirm takes something to pay with: Missing required param:"
                            + " payment_method_data");
        }
        Optional<ApiError> problem = params.problem();
        if (problem.isPresent()) {
            return problem.get().answer(docs());
        }
        Terms terms =
                new Terms(
                                call.merchant().id(),
                                call.merchant().partner(),
                                Channel.MERCHANT_API,
                                amount,
                                capture,
                                Optional.empty(),
                                description,
                                details.write(),
                                Optional.empty())
                        .brokered(brokerage);
        UUID id = parts.ids().next();
        if (!confirm) {
            return Recorded.request(
                    parts, call, new Request.Create(id, terms, Optional.empty()), plain(expand));
        }
        PayRequest.Target target = new PayRequest.Target.Create(terms);
        return pay(call, new Paying(id, target, source.orElseThrow(), returnUrl), expand);
    }

    private Answer confirm(Call call) {
        Params params = call.params();
        Optional<UUID> id = PublicIds.PAYMENT_INTENT.parse(call.id());
        Optional<Payment> payment = id.flatMap(named -> find(call, named));
        Optional<Details> known = payment.map(one -> Details.read(one.terms().details()));
        Optional<CardSource.Source> source =
                cards.source(call)
                        .or(
                                () ->
                                        known.flatMap(
                                                details ->
                                                        cards.named(
                                                                call,
                                                                details.text(PaymentJson.METHOD)
                                                                        .asString(""))));
        Optional<String> returnUrl = returnUrl(params);
        Expand expand = Expand.read(params);
        if (source.isEmpty()) {
            params.refuse(
                    "payment_method_data",
                    ApiCode.PARAMETER_MISSING,
                    "Missing required param: payment_method_data");
        }
        known.ifPresent(details -> source.ifPresent(given -> check(params, given, details)));
        if (params.has(FeeParams.FEE) && call.key().isPublishable()) {
            params.refuse(
                    FeeParams.FEE,
                    ApiCode.SECRET_KEY_REQUIRED,
                    "application_fee_amount is for a platform's secret key");
        }
        Optional<Amendment> amendment = payment.flatMap(one -> atConfirmation(call, one));
        Optional<ApiError> problem = problem(call, id);
        if (problem.isPresent()) {
            return problem.get().answer(docs());
        }
        PayRequest.Target target =
                new PayRequest.Target.Existing(call.merchant().id(), id.orElseThrow(), amendment);
        Paying paying = new Paying(parts.ids().next(), target, source.orElseThrow(), returnUrl);
        return pay(call, paying, expand);
    }

    private Answer update(Call call) {
        Params params = call.params();
        Optional<UUID> id = PublicIds.PAYMENT_INTENT.parse(call.id());
        Optional<Payment> payment = id.flatMap(named -> find(call, named));
        methods.customer(call);
        cards.source(call);
        payment.ifPresent(known -> checkAmount(params, known));
        Optional<Amendment> amendment =
                payment.map(known -> amendment(call, known, amount(params, known)));
        Optional<ApiError> problem = params.problem();
        if (problem.isPresent() || payment.isEmpty()) {
            return problem.orElseGet(() -> missing(call)).answer(docs());
        }
        Request request =
                new Request.Amend(
                        call.merchant().id(), payment.get().id(), amendment.orElseThrow());
        return Recorded.request(parts, call, request, plain(Expand.read(params)));
    }

    private static void checkAmount(Params params, Payment payment) {
        Money before = payment.terms().amount();
        if (params.currency("currency")
                .filter(other -> !other.equals(before.currency()))
                .isPresent()) {
            params.refuse(
                    "currency",
                    ApiCode.PARAMETER_INVALID,
                    "currency stays %s; create another payment"
                            .formatted(PaymentJson.lower(before)));
        }
        boolean sold = Sale.of(payment.terms().details()).isPresent();
        if (sold && params.has("amount")) {
            params.refuse(
                    "amount",
                    ApiCode.PARAMETER_INVALID,
                    "amount is that of the checkout session's line items");
        }
    }

    private Optional<Payment> find(Call call, UUID id) {
        return parts.what().store().find(call.merchant().id(), id);
    }

    private static Optional<Money> amount(Params params, Payment payment) {
        return params.amount("amount", payment.terms().amount().currency());
    }

    /** What a confirmation changes of the payment it pays, where it changes anything. */
    private Optional<Amendment> atConfirmation(Call call, Payment payment) {
        boolean changes =
                List.of(PaymentJson.METHOD, PaymentJson.FUTURE_USAGE, RECEIPT, FeeParams.FEE)
                        .stream()
                        .anyMatch(call.params()::has);
        return changes ? Optional.of(amendment(call, payment, Optional.empty())) : Optional.empty();
    }

    private Amendment amendment(Call call, Payment payment, Optional<Money> amount) {
        Params params = call.params();
        UUID keeps = parts.ids().next();
        return new Amendment(
                amount,
                params.declares("description") ? params.text("description") : Optional.empty(),
                before -> PaymentParams.taking(Details.read(before), params, keeps).write(),
                fees.changes(call, payment, amount.orElse(payment.terms().amount())));
    }

    private Answer capture(Call call) {
        Params params = call.params();
        Expand expand = Expand.read(params);
        Optional<UUID> id = PublicIds.PAYMENT_INTENT.parse(call.id());
        // Amounts are in the payment's own currency, so it is looked up where one is given.
        Optional<Payment> payment =
                params.has("amount_to_capture") || params.has(FeeParams.FEE)
                        ? id.flatMap(named -> find(call, named))
                        : Optional.empty();
        Optional<Money> amount =
                payment.flatMap(
                        known ->
                                params.amount(
                                        "amount_to_capture", known.terms().amount().currency()));
        UnaryOperator<Optional<Brokerage>> brokerage =
                payment.map(
                                known ->
                                        fees.changes(
                                                call, known, amount.orElse(known.terms().amount())))
                        .orElse(UnaryOperator.identity());
        Optional<ApiError> problem = problem(call, id);
        if (problem.isPresent()) {
            return problem.get().answer(docs());
        }
        Request request =
                new Request.TakeHeld(call.merchant().id(), id.orElseThrow(), amount, brokerage);
        return Recorded.request(parts, call, request, plain(expand));
    }

    private Answer cancel(Call call) {
        Params params = call.params();
        Expand expand = Expand.read(params);
        Optional<UUID> id = PublicIds.PAYMENT_INTENT.parse(call.id());
        Optional<ApiError> problem = problem(call, id);
        if (problem.isPresent()) {
            return problem.get().answer(docs());
        }
        State.Closed.Reason why =
                params.text("cancellation_reason")
                        .map(word -> State.Closed.Reason.valueOf(word.toUpperCase(Locale.ROOT)))
                        .orElse(State.Closed.Reason.CANCELLED);
        Request close = new Request.Close(call.merchant().id(), id.orElseThrow(), why);
        return Recorded.request(parts, call, close, plain(expand));
    }

    private static Terms.CaptureMode captureMode(Params params) {
        return params.text("capture_method")
                .filter("manual"::equals)
                .map(manual -> Terms.CaptureMode.MANUAL)
                .orElse(Terms.CaptureMode.AUTOMATIC);
    }

    private Details details(Params params) {
        return PaymentParams.taking(Details.none(), params, parts.ids().next());
    }

    /** What to pay with must be among what the payment may be paid with, and its customer's. */
    private static void check(Params params, CardSource.Source source, Details details) {
        MethodTypes types = MethodTypes.of(details);
        String type = CardSource.type(source);
        if (!types.allow(type)) {
            params.refuse(
                    "payment_method_data",
                    ApiCode.PARAMETER_INVALID,
                    "this payment's payment_method_types are %s, got payment_method_data[type] '%s'"
                            .formatted(String.join(", ", types.names()), type));
        }
        String customer = details.text(PaymentJson.CUSTOMER).asString("");
        boolean foreign =
                CardSource.kept(source)
                        .filter(
                                method ->
                                        !method.customer()
                                                .map(PublicIds.CUSTOMER::format)
                                                .equals(Optional.of(customer)))
                        .isPresent();
        if (foreign) {
            params.refuse(
                    PaymentJson.METHOD,
                    ApiCode.PARAMETER_INVALID,
                    "payment_method is on file for another customer than the payment's customer,"
                            + " or for none any more");
        }
    }

    private Optional<String> returnUrl(Params params) {
        return Urls.read(params, "return_url", parts.settings().mode());
    }

    private record Paying(
            UUID id,
            PayRequest.Target target,
            CardSource.Source source,
            Optional<String> returnUrl) {}

    private Answer pay(Call call, Paying paying, Expand expand) {
        return paying.source() instanceof CardSource.Source.Wallet
                ? offer(call, paying, expand)
                : charge(call, paying, expand);
    }

    /** Offers the payment to whoever scans its code or opens its page. */
    private Answer offer(Call call, Paying paying, Expand expand) {
        UUID payment =
                switch (paying.target()) {
                    case PayRequest.Target.Create create -> paying.id();
                    case PayRequest.Target.Existing existing -> existing.payment();
                };
        Request request =
                new Request.Offer(
                        paying.id(),
                        paying.target(),
                        addresses.ofPayment(payment),
                        paying.returnUrl());
        return Recorded.request(parts, call, request, plain(expand));
    }

    private Answer charge(Call call, Paying paying, Expand expand) {
        CardSource.Opened opened = cards.open(call.merchant().id(), paying.source());
        Instrument instrument = opened.instrument();
        PayRequest request =
                new PayRequest(paying.id(), paying.target(), instrument, Optional.empty());
        Answer answer =
                Recorded.request(
                        parts,
                        call,
                        new Request.Pay(request),
                        outcome -> paid(outcome, opened, expand));
        cards.used(opened);
        return answer;
    }

    private Answer paid(Outcome outcome, CardSource.Opened opened, Expand expand) {
        boolean tokenRefused =
                outcome instanceof Outcome.Refused refused
                        && refused.why() == PaymentRefusal.TOKEN_NOT_ACCEPTED;
        return tokenRefused && opened.override().isPresent()
                ? opened.override().get().answer(docs())
                : rendered(outcome, expand);
    }

    private Function<Outcome, Answer> plain(Expand expand) {
        return outcome -> rendered(outcome, expand);
    }

    private Answer rendered(Outcome outcome, Expand expand) {
        return switch (outcome) {
            case Outcome.Done(Payment payment) -> Answer.ok(shown(payment, expand));
            case Outcome.Already(Payment payment) -> Answer.ok(shown(payment, expand));
            case Outcome.InDoubt(Payment payment) -> Answer.ok(shown(payment, expand));
            case Outcome.AskRail ask -> Answer.ok(shown(ask.payment(), expand));
            case Outcome.Refunded refunded ->
                    Answer.ok(RefundJson.refund(refunded.refund(), refunded.payment()));
            case Outcome.AlreadyRefunded refunded ->
                    Answer.ok(RefundJson.refund(refunded.refund(), refunded.payment()));
            case Outcome.Refused refused -> refused(refused);
        };
    }

    private Answer refused(Outcome.Refused refused) {
        ApiError error = ErrorTable.of(refused);
        Optional<ObjectNode> intent =
                refused.payment()
                        .map(
                                payment -> {
                                    ObjectNode shown = json.intent(payment);
                                    if (error.type() == ApiError.Type.CARD_ERROR) {
                                        shown.set("last_payment_error", error.toJson(docs()));
                                    }
                                    return shown;
                                });
        return error.answer(docs(), intent);
    }

    private ObjectNode shown(Payment payment, Expand expand) {
        ObjectNode intent = json.intent(payment);
        if (expand.wants("latest_charge") && payment.backing().isPresent()) {
            intent.set("latest_charge", json.charge(payment));
        }
        return intent;
    }

    private static Optional<ApiError> problem(Call call, Optional<UUID> id) {
        Optional<ApiError> problem = call.params().problem();
        return problem.isEmpty() && id.isEmpty() ? Optional.of(missing(call)) : problem;
    }

    private static ApiError missing(Call call) {
        return ApiError.missing("payment_intent", call.id());
    }

    private String docs() {
        return parts.settings().docs();
    }
}
