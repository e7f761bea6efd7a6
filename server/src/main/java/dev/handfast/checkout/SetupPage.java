package dev.handfast.checkout;

import dev.handfast.customers.SetupIntent;
import dev.handfast.merchants.Merchant;
import dev.handfast.money.Money;
import dev.handfast.pages.Blocks;
import dev.handfast.pages.Blocks.Fact;
import dev.handfast.pages.Blocks.Tone;
import dev.handfast.pages.Html;
import dev.handfast.pages.Page;
import dev.handfast.pages.Texts;

import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The page of one setup, from the question to how it ended. Pure.
 *
 * @param setup as it is now
 * @param merchant who may charge later
 * @param place where the page is
 * @param ways how its visitor may agree
 * @param after where the visitor goes once that is done
 * @param texts the visitor's language
 */
record SetupPage(
        SetupIntent setup,
        Merchant merchant,
        ApplePayBox.Place place,
        Ways ways,
        Optional<String> after,
        Texts texts) {
    private static final Duration THANKS = Duration.ofSeconds(4);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    /**
     * How the visitor may agree.
     *
     * @param applePay what the merchant is to Apple Pay, where device wallets are taken
     * @param wallet whether account wallets are taken
     * @param played whether the visitor can play a payer's part
     */
    record Ways(Optional<String> applePay, boolean wallet, boolean played) {}

    /** How far a setup is, as pages and their scripts name it. */
    static String state(SetupIntent setup) {
        return switch (setup.state()) {
            case WAITING -> "open";
            case SUCCEEDED -> "paid";
            case CANCELLED -> "closed";
        };
    }

    Page page(Page.Stage stage) {
        return switch (setup.state()) {
            case WAITING -> made(open(), stage, Optional.empty());
            case SUCCEEDED ->
                    made(
                            Blocks.card(done()),
                            stage,
                            after.flatMap(url -> Page.Refresh.to(url, THANKS)));
            case CANCELLED -> made(Blocks.card(over()), stage, Optional.empty());
        };
    }

    private Page made(Html content, Page.Stage stage, Optional<Page.Refresh> refresh) {
        boolean sheet = ways.played() && setup.state() == SetupIntent.State.WAITING;
        Html body =
                Html.of(
                        """
                        <link rel="stylesheet" href="{}">
                        <div id="checkout" class="checkout" data-state="{}" data-page="{}"\
                         data-failed="{}">
                        {}
                        </div>
                        {}<script src="{}" defer></script>
                        """,
                        Assets.STYLE_PATH,
                        state(setup),
                        place.path(),
                        texts.get("setup.failed"),
                        content,
                        sheet
                                ? Html.of("<script src=\"{}\" defer></script>\n", Assets.SHEET_PATH)
                                : Html.NONE,
                        Assets.SCRIPT_PATH);
        return new Page(texts, texts.get("setup.title"), body, refresh, stage);
    }

    private Html open() {
        boolean both = ways.applePay().isPresent() && ways.wallet();
        Html action =
                Html.joined(
                        Html.of("<h1>{}</h1>", texts.get("setup.heading")),
                        Html.of(
                                "<p id=\"problem\" class=\"message bad\" role=\"alert\""
                                        + " hidden></p>"),
                        ways.applePay().map(this::applePay).orElse(Html.NONE),
                        both
                                ? Html.of("<p class=\"or\">{}</p>", texts.get("checkout.or"))
                                : Html.NONE,
                        ways.wallet() ? wallet() : Html.NONE,
                        back());
        return Blocks.sheet(summary(), action);
    }

    private Html summary() {
        return Html.joined(
                Blocks.payee(texts.get("setup.payee"), merchant.name()),
                Html.of("<p>{}</p>", texts.get("setup.text", merchant.name())),
                setup.closesAt()
                        .map(
                                at ->
                                        Blocks.facts(
                                                List.of(
                                                        Fact.of(
                                                                texts.get("checkout.until"),
                                                                TIME.format(at)))))
                        .orElse(Html.NONE));
    }

    private Html applePay(String identifier) {
        return new ApplePayBox(
                        place,
                        merchant,
                        identifier,
                        Money.zero(merchant.currency()),
                        ApplePayBox.Use.SAVE,
                        ways.played(),
                        texts)
                .render(Html.NONE);
    }

    private Html wallet() {
        return Html.of(
                """
                <form class="partner" method="post" action="{}/wallet">
                <button type="submit" class="second">{}</button>
                </form>
                """,
                place.path(),
                texts.get("setup.wallet"));
    }

    private Html done() {
        return Html.joined(
                Blocks.outcome(
                        Tone.GOOD,
                        texts.get("setup.done"),
                        texts.get("setup.done.text", merchant.name())),
                after.map(
                                url ->
                                        Html.of(
                                                "<a class=\"main leave\" href=\"{}\">{}</a>",
                                                url,
                                                texts.get("checkout.onwards", merchant.name())))
                        .orElse(Html.NONE));
    }

    private Html over() {
        return Html.joined(
                Blocks.outcome(
                        Tone.BAD,
                        texts.get("checkout.closed"),
                        texts.get("setup.closed.text", merchant.name())),
                back());
    }

    private Html back() {
        return dev.handfast.sales.SetupPage.of(setup.details())
                .flatMap(page -> page.page().back())
                .map(
                        url ->
                                Html.of(
                                        "<a class=\"side\" href=\"{}\">{}</a>",
                                        url,
                                        texts.get("checkout.back", merchant.name())))
                .orElse(Html.NONE);
    }
}
