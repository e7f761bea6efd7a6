package dev.handfast.checkout;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.handfast.merchants.Merchant;
import dev.handfast.pages.Blocks;
import dev.handfast.pages.Blocks.Fact;
import dev.handfast.pages.Html;
import dev.handfast.pages.Language;
import dev.handfast.pages.Page;
import dev.handfast.pages.Texts;
import dev.handfast.payments.Outcome;
import dev.handfast.payments.Payment;
import dev.handfast.payments.Request;
import dev.handfast.payments.Terms;
import dev.handfast.sales.PaymentLink;
import dev.handfast.sales.Sale;
import dev.handfast.web.Json;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import tools.jackson.databind.JsonNode;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The pages of payment links. Looking at one makes nothing; who wants to pay is given a session of
 * their own.
 */
final class LinkPages {
    /** How long a visitor of a link has to pay. */
    private static final Duration LIFE = Duration.ofHours(1);

    /** More visitors than this within a minute are no visitors; each session is a row. */
    private static final int SESSIONS_A_MINUTE_MAX = 300;

    private final Parts parts;

    LinkPages(Parts parts) {
        this.parts = parts;
    }

    void routing(HttpRules rules) {
        rules.get("/pay/{key}", CheckoutService.safely(this::show))
                .post("/pay/{key}", CheckoutService.safely(this::begin))
                .get("/pay/{key}/card", CheckoutService.safely(this::card))
                .get("/pay/{key}/card.svg", CheckoutService.safely(this::drawing));
    }

    /** A link and who sells by it. */
    private record Found(PaymentLink link, Merchant merchant) {}

    private Optional<Found> find(ServerRequest request) {
        return parts.sales()
                .links()
                .findByKey(request.path().pathParameters().get("key"))
                .flatMap(
                        link ->
                                parts.merchants()
                                        .find(link.merchant())
                                        .map(merchant -> new Found(link, merchant)));
    }

    private void show(ServerRequest request, ServerResponse response) {
        Optional<Found> found = find(request);
        if (found.isEmpty()) {
            Notices.say(parts, Notices.Notice.MISSING, request, response);
            return;
        }
        Texts texts = Texts.in(Language.of(request, response));
        Found known = found.get();
        boolean sells = known.link().state() == PaymentLink.State.ACTIVE;
        Html content = sells ? selling(known, texts) : stopped(known, texts);
        Html body =
                Html.of("<link rel=\"stylesheet\" href=\"{}\">\n{}", Assets.STYLE_PATH, content);
        String title = texts.get(sells ? "checkout.title.open" : "checkout.link.stopped");
        Page page = Page.still(texts, title, body, parts.site().stage());
        Policy.send(response, sells ? 200 : 410, page, Optional.empty());
    }

    private static Html selling(Found found, Texts texts) {
        Sale sale = found.link().sale();
        List<Fact> facts =
                sale.items().stream()
                        .map(item -> new Fact(PaymentPage.name(item), Blocks.money(item.total())))
                        .toList();
        return Blocks.sheet(
                Html.joined(
                        Blocks.payee(texts.get("checkout.payee"), found.merchant().name()),
                        Blocks.amount(sale.total()),
                        Blocks.facts(facts)),
                Html.joined(
                        Html.of("<h1>{}</h1>", texts.get("checkout.link.heading")),
                        Html.of("<p>{}</p>", texts.get("checkout.link.text")),
                        Html.of(
                                "<form method=\"post\">{}</form>",
                                Blocks.button(texts.get("checkout.link.begin")))));
    }

    private static Html stopped(Found found, Texts texts) {
        JsonNode own = Json.parseObject(found.link().sale().own()).orElseGet(Json::object);
        String message =
                own.path("inactive_message")
                        .asString(texts.get("checkout.link.stopped.text", found.merchant().name()));
        return Blocks.card(
                Blocks.outcome(Blocks.Tone.BAD, texts.get("checkout.link.stopped"), message));
    }

    /** Opens a session for a visitor and leads there. */
    private void begin(ServerRequest request, ServerResponse response) {
        Optional<Found> found =
                find(request).filter(known -> known.link().state() == PaymentLink.State.ACTIVE);
        if (found.isEmpty()) {
            // What it says depends on why; the page knows.
            show(request, response);
            return;
        }
        PaymentLink link = found.get().link();
        Instant now = parts.clock().instant();
        Instant minute = now.minus(Duration.ofMinutes(1));
        if (parts.sales().sessions().areMany(link.id(), minute, SESSIONS_A_MINUTE_MAX)) {
            response.header(HeaderNames.RETRY_AFTER, "60");
            Notices.say(parts, Notices.Notice.BUSY, request, response);
            return;
        }
        UUID id = parts.ids().next();
        String address = parts.site().addresses().ofPayment(id);
        Terms terms =
                Terms.ofSale(
                        link.merchant(),
                        found.get().merchant().partner(),
                        link.sale().by(link.id()),
                        now.plus(LIFE));
        Outcome outcome =
                parts.money()
                        .payments()
                        .run(new Request.Sell(id, terms, address, Optional.of(link.id())));
        if (!(outcome instanceof Outcome.Done(Payment opened))) {
            throw new IllegalStateException("opening a session ended in " + outcome);
        }
        response.status(303)
                .header(HeaderNames.LOCATION, parts.site().addresses().ofPayment(opened.id()))
                .send();
    }

    private void card(ServerRequest request, ServerResponse response) {
        Optional<Found> found = find(request);
        if (found.isEmpty()) {
            Notices.say(parts, Notices.Notice.MISSING, request, response);
            return;
        }
        Texts texts = Texts.in(Language.of(request, response));
        Html body =
                Html.of(
                        """
                        <link rel="stylesheet" href="{}">
                        <div class="print">
                        <h1>{}</h1>
                        <p>{}</p>
                        <img class="a6" src="{}" alt="{}">
                        <p><a href="{}" download>{}</a></p>
                        </div>
                        """,
                        Assets.STYLE_PATH,
                        texts.get("checkout.card.heading"),
                        texts.get("checkout.card.text"),
                        "/pay/" + found.get().link().key() + "/card.svg",
                        texts.get("checkout.card.alt", found.get().merchant().name()),
                        "/pay/" + found.get().link().key() + "/card.svg",
                        texts.get("checkout.card.file"));
        Page page =
                Page.still(texts, texts.get("checkout.card.heading"), body, parts.site().stage());
        Policy.send(response, 200, page, Optional.empty());
    }

    private void drawing(ServerRequest request, ServerResponse response) {
        Optional<Found> found = find(request);
        if (found.isEmpty()) {
            Notices.say(parts, Notices.Notice.MISSING, request, response);
            return;
        }
        Found known = found.get();
        Html drawn =
                PrintCard.draw(
                        parts.site().addresses().ofLink(known.link().id()),
                        known.merchant().name(),
                        known.link().sale());
        response.header(HeaderNames.CONTENT_TYPE, "image/svg+xml; charset=utf-8");
        response.header("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'");
        response.header("X-Content-Type-Options", "nosniff");
        response.send(drawn.toString().getBytes(UTF_8));
    }
}
