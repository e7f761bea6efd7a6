package dev.handfast.merchantapi;

import dev.handfast.engine.Idempotency;
import dev.handfast.engine.Idempotency.Reply;
import dev.handfast.payments.Replied;
import dev.handfast.sales.Item;
import dev.handfast.sales.Links;
import dev.handfast.sales.PaymentLink;
import dev.handfast.sales.Sale;
import dev.handfast.web.Json;

import tools.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The calls on payment links. */
final class LinkCalls {
    private static final String PATH = "/v1/payment_links";
    private static final int MESSAGE_LENGTH_MAX = 500;
    private static final String LINES = "line_items";
    private static final String AFTER = "after_completion";
    private static final String REDIRECT = "redirect";

    private final ApiParts parts;
    private final SessionJson json;

    LinkCalls(ApiParts parts) {
        this.parts = parts;
        json = parts.settings().sessionJson();
    }

    List<Route> routes() {
        return List.of(
                Route.post(PATH, "Makes an address that sells the same to everybody who opens it.")
                        .takes(
                                SaleParams.items().required(),
                                afterCompletion(),
                                inactiveMessage(),
                                SaleParams.submitType(),
                                MethodTypes.lasting(),
                                SaleParams.paymentData(),
                                Param.metadata(),
                                Param.expand(LINES))
                        .answers(SessionShapes.LINK, this::create),
                Route.get(PATH, "Lists payment links, newest first.")
                        .takes(
                                Param.page(
                                        PublicIds.PAYMENT_LINK,
                                        Param.flag("active", "Only those that sell, or not."),
                                        Param.expand("data." + LINES)))
                        .answersPage(SessionShapes.LINK, this::list),
                Route.get(PATH + "/{id}", "Shows a payment link.")
                        .takes(Param.expand(LINES))
                        .answers(SessionShapes.LINK, this::retrieve),
                Route.get(PATH + "/{id}/line_items", "Shows what a payment link sells.")
                        .takes(Param.page(PublicIds.LINE_ITEM))
                        .answersPage(SessionShapes.ITEM, this::lines),
                Route.post(PATH + "/{id}", "Changes a payment link, or stops it selling.")
                        .takes(
                                Param.flag("active", "Whether it sells."),
                                afterCompletion(),
                                inactiveMessage(),
                                Param.metadata(),
                                Param.expand(LINES))
                        .answers(SessionShapes.LINK, this::update));
    }

    private static Param afterCompletion() {
        return Param.group(
                AFTER,
                "Where the payer goes once it is paid.",
                Param.word(
                                "type",
                                "To a page of yours or of ours.",
                                "hosted_confirmation",
                                REDIRECT)
                        .required(),
                Param.group(
                        REDIRECT,
                        "To yours.",
                        Param.text("url", Param.URL_LENGTH_MAX, "Where.").required()));
    }

    private static Param inactiveMessage() {
        return Param.text(
                        SessionJson.INACTIVE_MESSAGE,
                        MESSAGE_LENGTH_MAX,
                        "What the page says while it does not sell.")
                .clearable();
    }

    private Answer create(Call call) {
        Params params = call.params();
        List<Item> items = SaleParams.readItems(params);
        Sale.Page page = new Sale.Page(Sale.Place.ALONE, done(params), Optional.empty());
        ObjectNode own = Json.object();
        for (String name : List.of(SessionJson.INACTIVE_MESSAGE, SessionJson.SUBMIT_TYPE)) {
            params.text(name)
                    .filter(text -> !text.isEmpty())
                    .ifPresent(text -> own.put(name, text));
        }
        own.set(SessionJson.METADATA, params.metadata());
        Optional<ApiError> problem = params.problem();
        if (problem.isPresent()) {
            return problem.get().answer(docs());
        }
        UUID id = parts.ids().next();
        PaymentLink link =
                new PaymentLink(
                        id,
                        call.merchant().id(),
                        parts.settings().addresses().linkKey(id),
                        SaleParams.read(params, items, page, SaleParams.payment(params), own),
                        PaymentLink.State.ACTIVE,
                        parts.clock().instant());
        return answered(links().create(link, once(call)));
    }

    /** Where the payer goes once it is paid; what is wrong is remembered. */
    private Optional<String> done(Params params) {
        Optional<Params> after = params.nested(AFTER);
        if (after.isEmpty() || after.get().text("type").filter(REDIRECT::equals).isEmpty()) {
            return Optional.empty();
        }
        Optional<Params> redirect = after.get().nested(REDIRECT);
        if (redirect.isEmpty()) {
            after.get()
                    .refuse(
                            REDIRECT,
                            ApiCode.PARAMETER_MISSING,
                            "Missing required param: after_completion[redirect][url]");
            return Optional.empty();
        }
        return Urls.read(redirect.get(), "url", parts.settings().mode());
    }

    private Answer update(Call call) {
        Params params = call.params();
        Optional<String> active = params.text("active");
        Optional<Sale.Page> page =
                params.nested(AFTER)
                        .map(
                                any ->
                                        new Sale.Page(
                                                Sale.Place.ALONE, done(params), Optional.empty()));
        Optional<String> message = params.text(SessionJson.INACTIVE_MESSAGE);
        ObjectNode metadata = params.metadata();
        Optional<ApiError> problem = params.problem();
        if (problem.isPresent()) {
            return problem.get().answer(docs());
        }
        return PublicIds.PAYMENT_LINK
                .parse(call.id())
                .map(
                        id ->
                                answered(
                                        links().change(
                                                        call.merchant().id(),
                                                        id,
                                                        link ->
                                                                changed(
                                                                        link,
                                                                        active,
                                                                        page,
                                                                        own(
                                                                                link, message,
                                                                                metadata)),
                                                        once(call))))
                .orElseGet(() -> missing(call));
    }

    private static PaymentLink changed(
            PaymentLink link, Optional<String> active, Optional<Sale.Page> page, ObjectNode own) {
        Sale sale = link.sale();
        Sale after =
                new Sale(
                        sale.items(),
                        page.orElse(sale.page()),
                        sale.capture(),
                        sale.description(),
                        sale.payment(),
                        Json.write(own),
                        sale.link());
        PaymentLink.State state =
                active.map(
                                text ->
                                        text.equals("true")
                                                ? PaymentLink.State.ACTIVE
                                                : PaymentLink.State.INACTIVE)
                        .orElse(link.state());
        return new PaymentLink(
                link.id(), link.merchant(), link.key(), after, state, link.createdAt());
    }

    /** What is kept with a link, changed: an empty text clears what was there. */
    private static ObjectNode own(PaymentLink link, Optional<String> message, ObjectNode metadata) {
        ObjectNode own = Json.parseObject(link.sale().own()).orElseGet(Json::object);
        message.ifPresent(
                text -> {
                    own.remove(SessionJson.INACTIVE_MESSAGE);
                    if (!text.isEmpty()) {
                        own.put(SessionJson.INACTIVE_MESSAGE, text);
                    }
                });
        ObjectNode kept =
                own.get(SessionJson.METADATA) instanceof ObjectNode before ? before : Json.object();
        metadata.properties()
                .forEach(
                        entry -> {
                            kept.remove(entry.getKey());
                            if (!entry.getValue().asString().isEmpty()) {
                                kept.set(entry.getKey(), entry.getValue());
                            }
                        });
        own.set(SessionJson.METADATA, kept);
        return own;
    }

    private Answer retrieve(Call call) {
        Expand expand = Expand.read(call.params());
        return find(call)
                .map(link -> Answer.ok(shown(link, expand)))
                .orElseGet(() -> missing(call));
    }

    private Answer lines(Call call) {
        return find(call).map(link -> Answer.ok(lines(link))).orElseGet(() -> missing(call));
    }

    private Answer list(Call call) {
        Params params = call.params();
        Page page = Page.read(params, PublicIds.PAYMENT_LINK);
        Expand expand = Expand.read(params);
        Optional<PaymentLink.State> state =
                params.text("active")
                        .map(
                                text ->
                                        text.equals("true")
                                                ? PaymentLink.State.ACTIVE
                                                : PaymentLink.State.INACTIVE);
        List<PaymentLink> found = links().page(call.merchant().id(), state, page.slice());
        return page.answer(PATH, found, link -> shown(link, expand));
    }

    private Optional<PaymentLink> find(Call call) {
        return PublicIds.PAYMENT_LINK
                .parse(call.id())
                .flatMap(id -> links().find(call.merchant().id(), id));
    }

    private ObjectNode shown(PaymentLink link, Expand expand) {
        ObjectNode shown = json.link(link);
        if (expand.wants(LINES)) {
            shown.set(LINES, lines(link));
        }
        return shown;
    }

    private ObjectNode lines(PaymentLink link) {
        String of = "payment_links/" + PublicIds.PAYMENT_LINK.format(link.id());
        return json.lines(of, link.id(), link.sale(), link.createdAt());
    }

    private Links.Once once(Call call) {
        Expand expand = Expand.read(call.params());
        return new Links.Once(
                call.recordedUnder(),
                link -> {
                    Answer answer =
                            link.map(known -> Answer.ok(shown(known, expand)))
                                    .orElseGet(() -> missing(call));
                    return new Reply.Final(answer.status(), answer.body());
                });
    }

    private Answer answered(Idempotency.Answer<Optional<PaymentLink>> answer) {
        return switch (answer) {
            case Idempotency.Answer.First<Optional<PaymentLink>>(
                            Optional<PaymentLink> link,
                            Reply.Final(int status, String body)) ->
                    new Answer(status, body);
            case Idempotency.Answer.First<Optional<PaymentLink>>(
                            Optional<PaymentLink> link,
                            Reply.Pending pending) ->
                    throw new IllegalStateException("a link is never waited for");
            case Idempotency.Answer.Again<Optional<PaymentLink>>(int status, String body) ->
                    new Answer(status, body, true);
            case Idempotency.Answer.StillRunning<Optional<PaymentLink>> running ->
                    throw new IllegalStateException("a link is never waited for");
            case Idempotency.Answer.KeyReused<Optional<PaymentLink>> reused ->
                    Recorded.answer(new Replied.KeyReused(), docs());
        };
    }

    private Answer missing(Call call) {
        return ApiError.missing("payment link", call.id()).answer(docs());
    }

    private Links links() {
        return parts.what().hosted().links();
    }

    private String docs() {
        return parts.settings().docs();
    }
}
