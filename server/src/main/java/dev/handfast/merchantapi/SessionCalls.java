package dev.handfast.merchantapi;

import dev.handfast.customers.Customer;
import dev.handfast.customers.SetupIntent;
import dev.handfast.money.Currency;
import dev.handfast.payments.Outcome;
import dev.handfast.payments.Payment;
import dev.handfast.payments.PaymentStore;
import dev.handfast.payments.Request;
import dev.handfast.payments.Terms;
import dev.handfast.sales.Addresses;
import dev.handfast.sales.Item;
import dev.handfast.sales.Sale;
import dev.handfast.sales.SetupPage;
import dev.handfast.web.Json;

import tools.jackson.databind.node.ObjectNode;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** The calls on checkout sessions. A session has its payment's id, under a prefix of its own. */
final class SessionCalls {
    private static final String PATH = "/v1/checkout/sessions";
    private static final Duration LIFE_MIN = Duration.ofMinutes(30);
    private static final Duration LIFE_MAX = Duration.ofHours(24);
    private static final int REFERENCE_LENGTH_MAX = 200;

    private static final String PAYMENT = "payment_intent";
    private static final String LINES = "line_items";
    private static final String SETUP = "setup_intent";
    private static final String PAY = "payment";
    private static final String SAVE = "setup";

    private final ApiParts parts;
    private final PaymentJson payments;
    private final SessionJson json;
    private final Addresses addresses;
    private final MethodCalls methods;
    private final HostedSetups setups;
    private final CustomerJson people;

    SessionCalls(ApiParts parts) {
        this.parts = parts;
        payments = parts.settings().paymentJson();
        json = parts.settings().sessionJson();
        addresses = parts.settings().addresses();
        methods = new MethodCalls(parts);
        setups = new HostedSetups(parts);
        people = parts.settings().customerJson();
    }

    List<Route> routes() {
        return List.of(
                Route.post(PATH, "Opens a hosted page that sells something.")
                        .takes(creation())
                        .answers(SessionShapes.SESSION, this::create),
                Route.get(PATH, "Lists sessions, newest first.")
                        .takes(
                                Param.page(
                                        PublicIds.CHECKOUT_SESSION,
                                        Param.id(
                                                PAYMENT,
                                                PublicIds.PAYMENT_INTENT,
                                                "Only that of this payment."),
                                        Param.id(
                                                "payment_link",
                                                PublicIds.PAYMENT_LINK,
                                                "Only those of this link."),
                                        Param.word(
                                                "status",
                                                "Only those that stand like this.",
                                                "open",
                                                "complete",
                                                "expired"),
                                        MethodCalls.customerParam(),
                                        Param.created(),
                                        Param.expand(
                                                "data." + PAYMENT,
                                                "data." + SETUP,
                                                "data." + LINES)))
                        .answersPage(SessionShapes.SESSION, this::list),
                Route.get(PATH + "/{id}", "Shows a session.")
                        .takes(expansion())
                        .answers(SessionShapes.SESSION, this::retrieve),
                Route.get(PATH + "/{id}/line_items", "Shows what a session sells.")
                        .takes(Param.page(PublicIds.LINE_ITEM))
                        .answersPage(SessionShapes.ITEM, this::lines),
                Route.post(PATH + "/{id}/expire", "Closes a page before its time.")
                        .takes(expansion())
                        .answers(SessionShapes.SESSION, this::expire));
    }

    private static Param expansion() {
        return Param.expand(PAYMENT, SETUP, LINES);
    }

    private static List<Param> creation() {
        return List.of(
                Param.word("mode", "Whether it sells, or saves what to charge later.", PAY, SAVE)
                        .required(),
                Param.word(
                        "ui_mode",
                        "Whether it is a page of its own or in a frame of yours.",
                        "hosted_page",
                        "hosted",
                        "embedded_page",
                        "embedded"),
                SaleParams.items(),
                url("success_url", "Where the payer goes once it is paid."),
                url("cancel_url", "Where the payer goes instead of paying."),
                url("return_url", "As success_url, for a page in a frame."),
                Param.word("redirect_on_completion", "Whether the payer goes there.", "always"),
                Param.text(
                        SessionJson.CLIENT_REFERENCE,
                        REFERENCE_LENGTH_MAX,
                        "The merchant's own number for it."),
                MethodCalls.customerParam(),
                Param.text(
                        SessionJson.CUSTOMER_EMAIL, Param.EMAIL_LENGTH_MAX, "Whose payment it is."),
                Param.whole(
                        "expires_at",
                        0,
                        ParamCheck.SECONDS_MAX,
                        "When the page closes: 30 minutes to 24 hours from now."),
                Param.word(SessionJson.LOCALE, "The page's language.", "auto", "en", "zh"),
                SaleParams.submitType(),
                MethodTypes.param(),
                SaleParams.sessionData(),
                Param.currency("currency", "The lines', or that of what is taken later."),
                HostedSetups.data(),
                Param.metadata(),
                expansion());
    }

    private static Param url(String name, String doc) {
        return Param.text(name, Param.URL_LENGTH_MAX, doc);
    }

    private Answer create(Call call) {
        Params params = call.params();
        if (params.text("mode").filter(SAVE::equals).isPresent()) {
            return save(call);
        }
        List<Item> items = SaleParams.readItems(params);
        checkCurrency(params, items);
        if (params.has(HostedSetups.DATA)) {
            elsewhere(params, HostedSetups.DATA, SAVE);
        }
        Sale.Page page = page(params);
        Instant expiresAt = expiry(params);
        ObjectNode own = own(params);
        Optional<UUID> customer = methods.customer(call).map(Customer::id);
        Optional<ApiError> problem = params.problem();
        if (problem.isPresent()) {
            return problem.get().answer(docs());
        }
        Details details = SaleParams.payment(params, customer, parts.ids().next());
        Sale sale = SaleParams.read(params, items, page, details, own);
        UUID id = parts.ids().next();
        Terms terms =
                Terms.ofSale(call.merchant().id(), call.merchant().partner(), sale, expiresAt);
        Request request = new Request.Sell(id, terms, addresses.ofPayment(id), Optional.empty());
        Expand expand = Expand.read(params);
        return Recorded.request(parts, call, request, outcome -> rendered(outcome, expand));
    }

    private static void elsewhere(Params params, String name, String mode) {
        params.refuse(name, ApiCode.PARAMETER_INVALID, "%s is for mode '%s'".formatted(name, mode));
    }

    private static void checkCurrency(Params params, List<Item> items) {
        Optional<Currency> given = params.currency("currency");
        if (given.isPresent()
                && !items.isEmpty()
                && !items.getFirst().unit().currency().equals(given.get())) {
            params.refuse(
                    "currency",
                    ApiCode.PARAMETER_INVALID,
                    "currency is that of the lines, %s, got %s"
                            .formatted(items.getFirst().unit().currency(), given.get()));
        }
    }

    /** Opens a page on which somebody agrees to be charged later. */
    private Answer save(Call call) {
        Params params = call.params();
        for (String name : List.of(LINES, "payment_intent_data", SessionJson.SUBMIT_TYPE)) {
            if (params.has(name)) {
                elsewhere(params, name, PAY);
            }
        }
        Sale.Page page = page(params);
        if (page.place() == Sale.Place.FRAMED) {
            params.refuse(
                    "ui_mode",
                    ApiCode.PARAMETER_INVALID,
                    "in mode 'setup' the page stands by itself: hosted_page");
        }
        Instant closesAt = expiry(params);
        ObjectNode own = own(params);
        params.currency("currency")
                .ifPresent(one -> own.put("currency", one.code().toLowerCase(Locale.ROOT)));
        Optional<UUID> customer = methods.customer(call).map(Customer::id);
        Optional<ApiError> problem = params.problem();
        if (problem.isPresent()) {
            return problem.get().answer(docs());
        }
        Expand expand = Expand.read(params);
        return setups.open(
                call,
                new HostedSetups.Opening(customer, new SetupPage(page, Json.write(own)), closesAt),
                setup -> shown(setup, expand).orElseThrow());
    }

    private Optional<ObjectNode> shown(SetupIntent setup, Expand expand) {
        return SetupPage.of(setup.details())
                .map(
                        page -> {
                            ObjectNode session = json.session(setup, page);
                            if (expand.wants(SETUP)) {
                                session.set(SETUP, people.setup(setup));
                            }
                            if (expand.wants(LINES)) {
                                session.set(LINES, noLines(setup.id()));
                            }
                            return session;
                        });
    }

    private static ObjectNode noLines(UUID session) {
        ObjectNode none = Json.object();
        none.put("object", "list");
        none.set("data", Json.array());
        none.put("has_more", false);
        none.put(
                "url",
                "%s/%s/line_items".formatted(PATH, PublicIds.CHECKOUT_SESSION.format(session)));
        return none;
    }

    private Optional<SetupIntent> findSetup(Call call) {
        return PublicIds.CHECKOUT_SESSION
                .parse(call.id())
                .flatMap(id -> parts.what().customers().findSetup(call.merchant().id(), id))
                .filter(setup -> SetupPage.of(setup.details()).isPresent());
    }

    private Sale.Page page(Params params) {
        boolean framed =
                params.text("ui_mode").filter(text -> text.startsWith("embedded")).isPresent();
        String done = framed ? "return_url" : "success_url";
        String other = framed ? "success_url" : "return_url";
        Optional<String> url = SaleParams.needed(params, done, parts.settings().mode());
        if (params.has(other)) {
            params.refuse(
                    other,
                    ApiCode.PARAMETER_INVALID,
                    "%s is for the other ui_mode; send %s".formatted(other, done));
        }
        Optional<String> back = Urls.read(params, "cancel_url", parts.settings().mode());
        return new Sale.Page(framed ? Sale.Place.FRAMED : Sale.Place.ALONE, url, back);
    }

    private Instant expiry(Params params) {
        Instant now = parts.clock().instant();
        Optional<Instant> wanted = params.whole("expires_at").map(Instant::ofEpochSecond);
        Instant first = now.plus(LIFE_MIN);
        Instant last = now.plus(LIFE_MAX);
        if (wanted.isPresent()
                && (wanted.get().getEpochSecond() < first.getEpochSecond()
                        || wanted.get().isAfter(last))) {
            params.refuse(
                    "expires_at",
                    ApiCode.PARAMETER_INVALID,
                    "expires_at is %d to %d, 30 minutes to 24 hours from now, got %d"
                            .formatted(
                                    first.getEpochSecond(),
                                    last.getEpochSecond(),
                                    wanted.get().getEpochSecond()));
        }
        return wanted.orElse(last);
    }

    private static ObjectNode own(Params params) {
        ObjectNode own = Json.object();
        for (String name :
                List.of(
                        SessionJson.CLIENT_REFERENCE,
                        SessionJson.CUSTOMER_EMAIL,
                        SessionJson.LOCALE,
                        SessionJson.SUBMIT_TYPE)) {
            params.text(name).ifPresent(text -> own.put(name, text));
        }
        own.set(SessionJson.METADATA, params.metadata());
        return own;
    }

    private Answer retrieve(Call call) {
        Expand expand = Expand.read(call.params());
        return find(call)
                .flatMap(payment -> shown(payment, expand))
                .or(() -> findSetup(call).flatMap(setup -> shown(setup, expand)))
                .map(Answer::ok)
                .orElseGet(() -> missing(call));
    }

    private Answer lines(Call call) {
        Optional<Payment> payment = find(call);
        return payment.flatMap(known -> Sale.of(known.terms().details()))
                .map(sale -> Answer.ok(lines(payment.orElseThrow(), sale)))
                .or(() -> findSetup(call).map(setup -> Answer.ok(noLines(setup.id()))))
                .orElseGet(() -> missing(call));
    }

    private Answer expire(Call call) {
        Expand expand = Expand.read(call.params());
        Optional<Payment> payment = find(call);
        if (payment.isEmpty()) {
            return findSetup(call)
                    .map(
                            setup ->
                                    setups.expire(
                                            call,
                                            setup,
                                            closed -> shown(closed, expand).orElseThrow()))
                    .orElseGet(() -> missing(call));
        }
        Request request = new Request.Close(call.merchant().id(), payment.get().id());
        return Recorded.request(parts, call, request, outcome -> rendered(outcome, expand));
    }

    private Answer list(Call call) {
        Params params = call.params();
        Page page = Page.read(params, PublicIds.CHECKOUT_SESSION);
        Expand expand = Expand.read(params);
        PaymentStore.Sold sold =
                new PaymentStore.Sold(
                        params.id(PAYMENT, PublicIds.PAYMENT_INTENT),
                        params.id("payment_link", PublicIds.PAYMENT_LINK),
                        params.text("status")
                                .map(
                                        text ->
                                                PaymentStore.Sold.Status.valueOf(
                                                        text.toUpperCase(Locale.ROOT))),
                        params.id(PaymentJson.CUSTOMER, PublicIds.CUSTOMER)
                                .map(
                                        id ->
                                                new PaymentStore.Sold.Of(
                                                        id,
                                                        PaymentReads.ofCustomer(
                                                                PublicIds.CUSTOMER.format(id)))));
        List<UUID> found = parts.what().store().soldPage(call.merchant().id(), sold, page.slice());
        Map<UUID, ObjectNode> shown = new HashMap<>();
        for (Payment payment : parts.what().store().byIds(found)) {
            shown(payment, expand).ifPresent(session -> shown.put(payment.id(), session));
        }
        for (SetupIntent setup : parts.what().customers().setupsByIds(found)) {
            shown(setup, expand).ifPresent(session -> shown.put(setup.id(), session));
        }
        return page.answer(
                PATH,
                found,
                id -> Objects.requireNonNull(shown.get(id), "a session without its payment"));
    }

    private Optional<Payment> find(Call call) {
        return PublicIds.CHECKOUT_SESSION
                .parse(call.id())
                .flatMap(id -> parts.what().store().find(call.merchant().id(), id))
                .filter(payment -> Sale.of(payment.terms().details()).isPresent());
    }

    private Optional<ObjectNode> shown(Payment payment, Expand expand) {
        return Sale.of(payment.terms().details())
                .map(
                        sale -> {
                            ObjectNode session = json.session(payment, sale);
                            if (expand.wants(PAYMENT)) {
                                session.set(PAYMENT, payments.intent(payment));
                            }
                            if (expand.wants(LINES)) {
                                session.set(LINES, lines(payment, sale));
                            }
                            return session;
                        });
    }

    private ObjectNode lines(Payment payment, Sale sale) {
        String of = "checkout/sessions/" + PublicIds.CHECKOUT_SESSION.format(payment.id());
        return json.lines(of, payment.id(), sale, payment.createdAt());
    }

    private Answer rendered(Outcome outcome, Expand expand) {
        return switch (outcome) {
            case Outcome.Done(Payment payment) -> ok(payment, expand);
            case Outcome.Already(Payment payment) -> ok(payment, expand);
            case Outcome.Refused refused -> ErrorTable.of(refused).answer(docs());
            case Outcome.AskRail ask -> throw unlike(ask);
            case Outcome.InDoubt doubt -> throw unlike(doubt);
            case Outcome.Refunded refunded -> throw unlike(refunded);
            case Outcome.AlreadyRefunded refunded -> throw unlike(refunded);
        };
    }

    private Answer ok(Payment payment, Expand expand) {
        return Answer.ok(shown(payment, expand).orElseThrow());
    }

    private static IllegalStateException unlike(Outcome outcome) {
        return new IllegalStateException("opening or closing a page ended in " + outcome);
    }

    private Answer missing(Call call) {
        return ApiError.missing("checkout session", call.id()).answer(docs());
    }

    private String docs() {
        return parts.settings().docs();
    }
}
