package dev.handfast.checkout;

import dev.handfast.fx.ExchangeRate;
import dev.handfast.money.Money;
import dev.handfast.pages.Blocks;
import dev.handfast.pages.Blocks.Fact;
import dev.handfast.pages.Blocks.Tone;
import dev.handfast.pages.Html;
import dev.handfast.pages.Page;
import dev.handfast.pages.QrSvg;
import dev.handfast.pages.Texts;
import dev.handfast.payments.Backing;
import dev.handfast.payments.Payment;
import dev.handfast.payments.PaymentRefusal;
import dev.handfast.payments.State;
import dev.handfast.sales.Item;
import dev.handfast.sales.Sale;
import dev.handfast.web.PublicId;

import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The page of one payment, from the offer to how it ended. Pure. */
final class PaymentPage {
    private static final Duration THANKS = Duration.ofSeconds(4);
    private static final Duration ASKING = Duration.ofSeconds(3);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'").withZone(ZoneOffset.UTC);

    private final Shown shown;
    private final Texts texts;

    PaymentPage(Shown shown, Texts texts) {
        this.shown = shown;
        this.texts = texts;
    }

    /** How far a payment is, as pages and their scripts name it. */
    static String state(Payment payment) {
        return switch (payment.state()) {
            case State.Waiting waiting -> "open";
            case State.Unknown unknown -> "processing";
            case State.Authorised authorised -> "paid";
            case State.Captured captured -> "paid";
            case State.Closed closed -> "closed";
        };
    }

    Page page() {
        Payment payment = shown.payment();
        return switch (payment.state()) {
            case State.Waiting waiting ->
                    made(open(waiting), texts.get("checkout.title.open"), Optional.empty());
            case State.Unknown unknown ->
                    made(
                            Blocks.card(asking()),
                            texts.get("checkout.title.open"),
                            Page.Refresh.every(ASKING));
            case State.Authorised(Backing backing, var until) ->
                    made(Blocks.card(paid(backing)), texts.get("checkout.title.paid"), onwards());
            case State.Captured captured ->
                    made(
                            Blocks.card(paid(captured.backing())),
                            texts.get("checkout.title.paid"),
                            onwards());
            case State.Closed closed ->
                    made(
                            Blocks.card(closed()),
                            texts.get("checkout.title.closed"),
                            Optional.empty());
        };
    }

    /** The page with what its script has to know. */
    private Page made(Html content, String title, Optional<Page.Refresh> refresh) {
        Html body =
                Html.of(
                        """
                        <link rel="stylesheet" href="{}">
                        <div id="checkout" class="checkout{}" data-state="{}" data-page="{}"\
                         data-failed="{}"{}{}>
                        {}
                        </div>
                        {}<script src="{}" defer></script>
                        """,
                        Assets.STYLE_PATH,
                        shown.framed() ? " framed" : "",
                        state(shown.payment()),
                        path(),
                        texts.get("checkout.failed"),
                        shown.parent().map(origin -> Html.of(" data-parent=\"{}\"", origin)),
                        shown.after()
                                .filter(any -> over())
                                .map(url -> Html.of(" data-after=\"{}\"", url)),
                        content,
                        simulated()
                                ? Html.of("<script src=\"{}\" defer></script>\n", Assets.SHEET_PATH)
                                : Html.NONE,
                        Assets.SCRIPT_PATH);
        return new Page(texts, title, body, refresh, shown.stage());
    }

    private boolean over() {
        String state = state(shown.payment());
        return state.equals("paid") || state.equals("closed");
    }

    /** Goes on by itself; not in a frame, whose own page would come to stand in it. */
    private Optional<Page.Refresh> onwards() {
        return shown.framed()
                ? Optional.empty()
                : shown.after().flatMap(url -> Page.Refresh.to(url, THANKS));
    }

    private boolean simulated() {
        return shown.ways().played() && shown.payment().state() instanceof State.Waiting;
    }

    private Html open(State.Waiting waiting) {
        return Blocks.sheet(summary(), actions(waiting));
    }

    private Html summary() {
        Payment payment = shown.payment();
        List<Fact> facts = new ArrayList<>();
        List<Item> items = shown.sale().map(Sale::items).orElse(List.of());
        for (Item item : items) {
            facts.add(new Fact(name(item), Blocks.money(item.total())));
        }
        if (items.isEmpty() && !payment.terms().description().isEmpty()) {
            facts.add(Fact.of(texts.get("checkout.for"), payment.terms().description()));
        }
        payment.terms()
                .expiresAt()
                .ifPresent(at -> facts.add(Fact.of(texts.get("checkout.until"), TIME.format(at))));
        return Html.joined(
                Blocks.payee(texts.get("checkout.payee"), shown.merchant().name()),
                Blocks.amount(payment.terms().amount()),
                exchange(),
                facts.isEmpty() ? Html.NONE : Blocks.facts(facts));
    }

    static String name(Item item) {
        return item.quantity() == 1 ? item.name() : item.quantity() + " × " + item.name();
    }

    /** What a payer with another currency pays, before anything is paid. */
    private Html exchange() {
        Money amount = shown.payment().terms().amount();
        List<Html> lines = new ArrayList<>();
        for (ExchangeRate rate : shown.rates()) {
            Money home = rate.offered().convert(amount, rate.counter());
            if (home.isPositive()) {
                lines.add(
                        Html.of(
                                "<p class=\"exchange\"><strong>{}</strong> <span"
                                        + " class=\"quiet\">{}</span></p>",
                                texts.get(
                                        "checkout.home", Blocks.plain(home), rate.counter().code()),
                                texts.get(
                                        "checkout.rate",
                                        rate.base().code(),
                                        rate.offered().toDecimalString(),
                                        rate.counter().code())));
            }
        }
        return Html.lines(lines);
    }

    private Html actions(State.Waiting waiting) {
        boolean both = shown.ways().applePay().isPresent() && shown.ways().code();
        return Html.joined(
                Html.of("<h1>{}</h1>", texts.get("checkout.heading")),
                waiting.failure().map(known -> failed(known.why())).orElse(Html.NONE),
                shown.ways().kept()
                        ? Html.of(
                                "<p class=\"help\">{}</p>",
                                texts.get("checkout.kept", shown.merchant().name()))
                        : Html.NONE,
                Html.of("<p id=\"problem\" class=\"message bad\" role=\"alert\" hidden></p>"),
                shown.ways().applePay().map(this::applePay).orElse(Html.NONE),
                both ? Html.of("<p class=\"or\">{}</p>", texts.get("checkout.or")) : Html.NONE,
                shown.ways().here() ? here() : Html.NONE,
                shown.ways().code() ? code() : Html.NONE,
                Html.lines(shown.ways().partners().stream().map(this::partner).toList()),
                simulated() && shown.ways().code() ? wallet() : Html.NONE,
                back());
    }

    private Html failed(PaymentRefusal why) {
        String key =
                why == PaymentRefusal.BALANCE_NOT_ENOUGH
                        ? "checkout.failed.balance"
                        : "checkout.failed";
        return Blocks.message(Tone.BAD, texts.get(key));
    }

    private Html applePay(String identifier) {
        return new ApplePayBox(
                        new ApplePayBox.Place(shown.place().code(), path()),
                        shown.merchant(),
                        identifier,
                        shown.payment().terms().amount(),
                        ApplePayBox.Use.PAY,
                        shown.ways().played(),
                        texts)
                .render(exchange());
    }

    /** Shown on telephones, which cannot scan themselves; there it stands instead of the code. */
    private Html here() {
        return Html.of(
                "<a class=\"main here\" href=\"{}/wallet\" target=\"_top\">{}</a>",
                path(),
                texts.get("checkout.here"));
    }

    private Html code() {
        return Html.of(
                """
                <div class="scan">
                <h2>{}</h2>
                <p class="frame">{}</p>
                <p id="status" role="status" class="waiting-line">{}</p>
                <details><summary>{}</summary><code id="code">{}</code></details>
                </div>
                <noscript><meta http-equiv="refresh" content="5"></noscript>
                """,
                texts.get("checkout.scan"),
                QrSvg.draw(shown.place().code(), texts.get("checkout.scan.label")),
                texts.get("checkout.waiting"),
                texts.get("checkout.scan.text"),
                shown.place().code());
    }

    private Html partner(PartnerDesk.Choice choice) {
        return Blocks.partner(
                path() + "/partners/" + choice.rail(),
                texts.get("checkout.partner", choice.name()));
    }

    /** A wallet that the visitor can play in the sandbox. */
    private Html wallet() {
        return Html.of(
                """
                <div class="played" id="played-wallet" data-price="{}" data-same="{}" hidden>
                <p class="tag">{}</p>
                <label for="wallet">{}</label>
                <select id="wallet"></select>
                <p class="help" id="wallet-price" role="status"></p>
                <button type="button" class="second" id="wallet-pay">{}</button>
                </div>
                """,
                texts.get("checkout.wallet.price"),
                texts.get("checkout.wallet.same"),
                texts.get("checkout.wallet.tag"),
                texts.get("checkout.wallet.label"),
                texts.get("checkout.wallet.pay"));
    }

    private Html back() {
        return shown.sale()
                .flatMap(sale -> sale.page().back())
                .map(
                        url ->
                                Html.of(
                                        "<a class=\"side\" href=\"{}\" target=\"_top\">{}</a>",
                                        url,
                                        texts.get("checkout.back", shown.merchant().name())))
                .or(
                        () ->
                                shown.place()
                                        .cashier()
                                        .map(
                                                path ->
                                                        Blocks.sideLink(
                                                                path,
                                                                texts.get(
                                                                        "checkout.partner.other"))))
                .orElse(Html.NONE);
    }

    private Html asking() {
        return Html.joined(
                Blocks.outcome(
                        Tone.WAITING,
                        texts.get("checkout.asking"),
                        texts.get("checkout.asking.text")),
                Html.of("<p id=\"status\" role=\"status\" class=\"hidden\"></p>"));
    }

    private Html paid(Backing backing) {
        Payment payment = shown.payment();
        List<Fact> facts = new ArrayList<>();
        facts.add(Fact.of(texts.get("checkout.payee"), shown.merchant().name()));
        facts.add(new Fact(texts.get("checkout.amount"), Blocks.money(payment.terms().amount())));
        backing.price()
                .ifPresent(
                        price -> {
                            facts.add(
                                    new Fact(
                                            texts.get("checkout.you"), Blocks.money(price.home())));
                            facts.add(
                                    Fact.of(
                                            texts.get("checkout.at"),
                                            price.rate().toDecimalString()));
                        });
        facts.add(
                new Fact(
                        texts.get("checkout.number"),
                        Html.of(
                                "<span class=\"number\">{}</span>",
                                PublicId.format("pi", payment.id()))));
        return Html.joined(
                Blocks.outcome(
                        Tone.GOOD,
                        texts.get("checkout.paid"),
                        texts.get("checkout.paid.text", shown.merchant().name())),
                Blocks.facts(facts),
                leave(),
                receipt());
    }

    private Html receipt() {
        return shown.receipt()
                .map(
                        url ->
                                Html.of(
                                        "<a class=\"side\" href=\"{}\" target=\"_blank\""
                                                + " rel=\"noopener\">{}</a>",
                                        url,
                                        texts.get("checkout.receipt")))
                .orElse(Html.NONE);
    }

    private Html closed() {
        return Html.joined(
                Blocks.outcome(
                        Tone.BAD,
                        texts.get("checkout.closed"),
                        texts.get("checkout.closed.text", shown.merchant().name())),
                back());
    }

    private Html leave() {
        return shown.after()
                .map(
                        url ->
                                Html.of(
                                        "<a class=\"main leave\" href=\"{}\""
                                                + " target=\"_top\">{}</a>",
                                        url,
                                        texts.get("checkout.onwards", shown.merchant().name())))
                .orElse(Html.NONE);
    }

    private String path() {
        return shown.place().path();
    }
}
