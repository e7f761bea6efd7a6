package dev.handfast.checkout;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.handfast.engine.EngineUnavailable;
import dev.handfast.engine.OutcomeUnknown;
import dev.handfast.merchants.Merchant;
import dev.handfast.pages.Language;
import dev.handfast.pages.Page;
import dev.handfast.pages.QrSvg;
import dev.handfast.pages.Texts;
import dev.handfast.payments.Payment;
import dev.handfast.payments.State;
import dev.handfast.sales.Sale;
import dev.handfast.sql.CommitUnknown;
import dev.handfast.sql.DatabaseUnavailable;
import dev.handfast.visits.Visit;
import dev.handfast.visits.Visits;
import dev.handfast.web.Answers;
import dev.handfast.web.Body;
import dev.handfast.web.Json;
import dev.handfast.web.Loopback;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/** The hosted pages of payments, and what their scripts ask. */
public final class CheckoutService implements HttpService {
    /** An Apple Pay token is about 3 kB; with the contact details beside it, more. */
    private static final int BODY_BYTES_MAX = 65_536;

    private final Parts parts;
    private final ApplePayDesk applePay;
    private final PartnerDesk partners;
    private final LinkPages links;
    private final Receipts receipts;
    private final SetupPages setups;

    /** The pages over these parts. */
    public CheckoutService(Parts parts) {
        this.parts = parts;
        applePay = new ApplePayDesk(parts);
        partners = new PartnerDesk(parts);
        links = new LinkPages(parts);
        receipts = new Receipts(parts);
        setups = new SetupPages(parts, applePay);
    }

    @Override
    public void routing(HttpRules rules) {
        Assets.route(rules);
        rules.get("/checkout/{key}", safely(this::show))
                .get("/checkout/{key}/status", safely(this::status))
                .get("/checkout/{key}/wallet", safely(this::toCashier))
                .get("/checkout/{key}/code.svg", safely(this::picture))
                .get("/checkout/{key}/partners/{rail}", at(partners::show))
                .post("/checkout/{key}/partners/{rail}", at(partners::invite))
                .get("/checkout/{key}/partners/{rail}/code.svg", at(partners::picture))
                .post("/checkout/{key}/apple_pay/session", safely(this::session))
                .post("/checkout/{key}/apple_pay", safely(this::pay))
                .get("/receipts/{key}", safely(receipts::show));
        links.routing(rules);
        setups.routing(rules);
    }

    /** What a request cannot do while the database is away is said as such. */
    static Handler safely(Handler handler) {
        return (request, response) -> {
            try {
                handler.handle(request, response);
            } catch (EngineUnavailable | DatabaseUnavailable away) {
                response.header(HeaderNames.RETRY_AFTER, "1");
                Answers.error(response, 503, "unavailable", "nothing was done; try again");
            } catch (OutcomeUnknown | CommitUnknown unknown) {
                response.header(HeaderNames.RETRY_AFTER, "1");
                Answers.error(response, 503, "unknown", "look again whether this was done");
            }
        };
    }

    /** A payment by its page's address. */
    private record Found(Payment payment, Shown.Place place) {}

    private Optional<Found> find(ServerRequest request) {
        String key = request.path().pathParameters().get("key");
        return parts.site()
                .addresses()
                .page(key)
                .flatMap(
                        address ->
                                parts.money()
                                        .store()
                                        .findByCode(address)
                                        .map(payment -> new Found(payment, ownPlace(address))))
                .or(() -> fromCashier(key));
    }

    /** The place of a page whose address is what the code says. */
    private static Shown.Place ownPlace(String address) {
        return new Shown.Place(URI.create(address).getRawPath(), address, Optional.empty());
    }

    /** The payment of a visit to the cashier, which leads here for what it cannot do itself. */
    private Optional<Found> fromCashier(String key) {
        Optional<Visit> visit = parts.site().visits().find(key);
        Optional<Payment> payment =
                visit.flatMap(known -> parts.money().store().find(known.subject()));
        return payment.flatMap(
                known ->
                        visit.get()
                                .way()
                                .code()
                                .map(
                                        code ->
                                                new Found(
                                                        known,
                                                        new Shown.Place(
                                                                MoreWays.path(visit.get()),
                                                                code,
                                                                Optional.of(
                                                                        Visits.path(
                                                                                visit.get()))))));
    }

    private void show(ServerRequest request, ServerResponse response) {
        Optional<Found> found = find(request);
        if (found.isEmpty()) {
            Notices.say(parts, Notices.Notice.MISSING, request, response);
            return;
        }
        Optional<String> cashier = found.get().place().cashier();
        if (cashier.isPresent() && !(found.get().payment().state() instanceof State.Waiting)) {
            // How it ended is told there, and there is the way back to the merchant.
            response.status(Status.SEE_OTHER_303)
                    .header(HeaderNames.LOCATION, cashier.get())
                    .header(HeaderNames.CACHE_CONTROL, "no-store")
                    .send();
            return;
        }
        Shown shown = shown(found.get(), request);
        Texts texts = texts(shown, request, response);
        Policy.send(response, 200, new PaymentPage(shown, texts).page(), shown.parent());
    }

    /** The language asked for, or else the one the session was opened in. */
    private static Texts texts(Shown shown, ServerRequest request, ServerResponse response) {
        Language visitors = Language.of(request, response);
        Optional<Language> sessions =
                request.query().contains("lang")
                        ? Optional.empty()
                        : shown.sale().flatMap(CheckoutService::language);
        return Texts.in(sessions.orElse(visitors));
    }

    /** A session may be kept to one language under {@code locale}, as the merchant API has it. */
    private static Optional<Language> language(Sale sale) {
        JsonNode locale = Json.parseObject(sale.own()).orElseGet(Json::object).path("locale");
        return List.of(Language.values()).stream()
                .filter(language -> language.tag().equals(locale.asString("")))
                .findFirst();
    }

    private Shown shown(Found found, ServerRequest request) {
        Payment payment = found.payment();
        Optional<Sale> sale = Sale.of(payment.terms().details());
        Merchant merchant =
                parts.merchants()
                        .find(payment.terms().merchant())
                        .orElseThrow(() -> new IllegalStateException("a payment without merchant"));
        Methods methods = Methods.of(payment);
        boolean visit = found.place().cashier().isPresent();
        // A payment that was offered to account wallets is not a session: it has a code only.
        boolean device = (sale.isPresent() || visit) && methods.device();
        return new Shown(
                payment,
                merchant,
                found.place(),
                sale,
                parts.site().after().apply(payment),
                payment.capture().map(any -> parts.site().addresses().ofReceipt(payment.id())),
                parts.money()
                        .rates()
                        .from(payment.terms().amount().currency(), parts.clock().instant()),
                new Shown.Ways(
                        device
                                ? parts.applePay().acceptance().identifierOf(merchant.id())
                                : Optional.empty(),
                        methods.account(),
                        parts.site().stage() == Page.Stage.SANDBOX && Loopback.admits(request),
                        methods.account() ? partners.choices(payment) : List.of(),
                        methods.kept(),
                        !visit && methods.account() && parts.site().cashier().isPresent()),
                parts.site().stage());
    }

    /** What is done about a payment at a partner. */
    private interface AtPartner {
        void handle(PartnerDesk.Known known, ServerRequest request, ServerResponse response);
    }

    private Handler at(AtPartner step) {
        return safely(
                (request, response) -> {
                    Optional<Found> found = find(request);
                    if (found.isEmpty()) {
                        Notices.say(parts, Notices.Notice.MISSING, request, response);
                        return;
                    }
                    Payment payment = found.get().payment();
                    String merchant =
                            parts.merchants()
                                    .find(payment.terms().merchant())
                                    .map(Merchant::name)
                                    .orElse("?");
                    String path = found.get().place().path();
                    step.handle(new PartnerDesk.Known(payment, merchant, path), request, response);
                });
    }

    private void status(ServerRequest request, ServerResponse response) {
        Optional<Found> found = find(request);
        if (found.isEmpty()) {
            Answers.error(response, 404, "unknown_page", "there is no such page");
            return;
        }
        ObjectNode body = Json.object();
        body.put("state", PaymentPage.state(found.get().payment()));
        Answers.json(response, 200, body);
    }

    /** To the cashier, where the holder of a wallet signs in on this same device, and back here. */
    private void toCashier(ServerRequest request, ServerResponse response) {
        Optional<Found> found =
                find(request)
                        .filter(known -> known.place().cashier().isEmpty())
                        .filter(known -> Methods.of(known.payment()).account());
        Optional<Visits> cashier = parts.site().cashier();
        if (found.isEmpty() || cashier.isEmpty()) {
            Notices.say(parts, Notices.Notice.MISSING, request, response);
            return;
        }
        Optional<String> page = Optional.of(found.get().place().code());
        Visit.Way way = new Visit.Way(Visit.Look.SIGN_IN, new Visit.Back(page, page), page, "");
        response.status(Status.SEE_OTHER_303)
                .header(HeaderNames.LOCATION, cashier.get().open(found.get().payment().id(), way))
                .send();
    }

    private void picture(ServerRequest request, ServerResponse response) {
        Optional<Found> found = find(request);
        if (found.isEmpty()) {
            Answers.error(response, 404, "unknown_page", "there is no such page");
            return;
        }
        draw(response, found.get().place().code());
    }

    /** Sends a code as a picture. */
    static void draw(ServerResponse response, String code) {
        response.header(HeaderNames.CONTENT_TYPE, "image/svg+xml; charset=utf-8");
        response.header("X-Content-Type-Options", "nosniff");
        response.send(QrSvg.draw(code, "QR code").toString().getBytes(UTF_8));
    }

    private void session(ServerRequest request, ServerResponse response)
            throws InterruptedException {
        Optional<Found> found = find(request);
        Optional<String> name =
                found.flatMap(
                        known ->
                                parts.merchants()
                                        .find(known.payment().terms().merchant())
                                        .map(Merchant::name));
        if (found.isEmpty() || name.isEmpty()) {
            Answers.error(response, 404, "unknown_page", "there is no such page");
            return;
        }
        send(response, applePay.open(found.get().payment().terms().merchant(), name.get()));
    }

    /** The token as the sheet gives it: {@code {"token": {...}}}. */
    private void pay(ServerRequest request, ServerResponse response) {
        Optional<Found> found = find(request);
        if (found.isEmpty()) {
            Answers.error(response, 404, "unknown_page", "there is no such page");
            return;
        }
        Found known = found.get();
        token(request, response)
                .ifPresent(
                        token ->
                                send(
                                        response,
                                        applePay.pay(
                                                known.payment(), known.place().code(), token)));
    }

    /** The token that a script sends; where it sends none, that is answered. */
    static Optional<String> token(ServerRequest request, ServerResponse response) {
        switch (Body.read(request, BODY_BYTES_MAX)) {
            case Body.TooLarge(int max) ->
                    Answers.error(
                            response,
                            413,
                            "body_too_large",
                            "a body has at most %d bytes".formatted(max));
            case Body.CutOff cutOff ->
                    Answers.error(response, 408, "body_cut_off", "the body did not end");
            case Body.Whole(byte[] bytes) -> {
                Optional<JsonNode> token =
                        Json.parse(bytes)
                                .map(body -> body.path("token"))
                                .filter(JsonNode::isObject);
                if (token.isPresent() && isJson(request)) {
                    return token.map(Json::write);
                }
                Answers.error(
                        response,
                        400,
                        "token_missing",
                        "the body is application/json with an object under token");
            }
        }
        return Optional.empty();
    }

    /** Another site's page cannot send this type without asking first, which it is not allowed. */
    private static boolean isJson(ServerRequest request) {
        return request.headers()
                .first(HeaderNames.CONTENT_TYPE)
                .filter(type -> type.startsWith("application/json"))
                .isPresent();
    }

    static void send(ServerResponse response, ApplePayDesk.Answer answer) {
        Answers.json(response, answer.status(), answer.body());
    }
}
