package dev.handfast.cashier;

import dev.handfast.fx.Price;
import dev.handfast.pages.Blocks;
import dev.handfast.pages.Blocks.Fact;
import dev.handfast.pages.Blocks.Tone;
import dev.handfast.pages.Html;
import dev.handfast.pages.Page;
import dev.handfast.pages.Texts;
import dev.handfast.payments.Backing;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The pages of a payment that is over, or on its way, and of what is no payment at all. */
final class EndPages {
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(3);

    /** Long enough to see that it worked. */
    private static final Duration BEFORE_RETURN = Duration.ofSeconds(3);

    private EndPages() {}

    /**
     * Paid.
     *
     * @param back where the payer goes next, where the merchant said so
     */
    static Page paid(Scene scene, Optional<String> back) {
        Html action =
                Html.of(
                        "{}\n{}\n{}",
                        Blocks.outcome(
                                Tone.GOOD,
                                scene.text("cashier.paid.title"),
                                scene.text(
                                        back.isPresent()
                                                ? "cashier.paid.returning"
                                                : "cashier.paid.done",
                                        scene.merchant())),
                        receipt(scene),
                        back.map(url -> Blocks.link(url, scene.text("cashier.return"))));
        return PayPages.page(
                scene,
                Blocks.sheet(PayPages.summary(scene, List.of()), action),
                back.flatMap(url -> Page.Refresh.to(url, BEFORE_RETURN)));
    }

    /** Paid, within the frame of a merchant's page. */
    static Page framedPaid(Scene scene, Optional<String> back) {
        Html link =
                back.map(
                                url ->
                                        Html.of(
                                                "<a href=\"{}\" target=\"_top\">{}</a>",
                                                url,
                                                scene.text("cashier.return")))
                        .orElse(Html.NONE);
        return PayPages.page(
                scene,
                Html.joined(Blocks.outcome(Tone.GOOD, scene.text("cashier.paid.title"), ""), link),
                Optional.empty());
    }

    /** On its way. */
    static Page inProgress(Scene scene) {
        return ended(scene, Tone.WAITING, "cashier.progress", Page.Refresh.every(LOOK_AGAIN));
    }

    /** Over, without having been paid, or with everything given back. */
    static Page over(Scene scene) {
        return switch (scene.standing()) {
            case REFUNDED -> ended(scene, Tone.GOOD, "cashier.refunded", Optional.empty());
            case CLOSED -> ended(scene, Tone.BAD, "cashier.closed", Optional.empty());
            case EXPIRED -> ended(scene, Tone.BAD, "cashier.expired", Optional.empty());
            case PAYABLE, IN_PROGRESS, PAID ->
                    throw new IllegalStateException("not over: " + scene.standing());
        };
    }

    /** Not known here, or not any more. */
    static Page unknown(Texts texts, Page.Stage stage) {
        return alone(texts, stage, "cashier.unknown");
    }

    /** A form that was not shown to this browser, or too long ago. */
    static Page strangeForm(Texts texts, Page.Stage stage, String again) {
        Html body =
                Blocks.card(
                        Html.of(
                                "{}\n{}",
                                Blocks.outcome(
                                        Tone.BAD,
                                        texts.get("cashier.form.title"),
                                        texts.get("cashier.form.text")),
                                Blocks.link(again, texts.get("cashier.form.again"))));
        return Page.still(texts, texts.get("cashier.form.title"), body, stage);
    }

    /** It is not known what became of it, or nothing was done, for the database is away. */
    static Page away(Texts texts, Page.Stage stage, String again) {
        Html body =
                Blocks.card(
                        Blocks.outcome(
                                Tone.WAITING,
                                texts.get("cashier.away.title"),
                                texts.get("cashier.away.text")));
        return new Page(
                texts,
                texts.get("cashier.away.title"),
                body,
                Page.Refresh.to(again, LOOK_AGAIN),
                stage);
    }

    private static Page alone(Texts texts, Page.Stage stage, String key) {
        Html body =
                Blocks.card(
                        Blocks.outcome(
                                Tone.BAD, texts.get(key + ".title"), texts.get(key + ".text")));
        return Page.still(texts, texts.get(key + ".title"), body, stage);
    }

    private static Page ended(Scene scene, Tone tone, String key, Optional<Page.Refresh> refresh) {
        Html action =
                Html.of(
                        "{}\n{}",
                        Blocks.outcome(
                                tone,
                                scene.text(key + ".title"),
                                scene.text(key + ".text", scene.merchant())),
                        PayPages.quit(scene));
        return PayPages.page(
                scene, Blocks.sheet(PayPages.summary(scene, List.of()), action), refresh);
    }

    /** What the payer paid, where that is in another currency. */
    private static Html receipt(Scene scene) {
        return scene.payment()
                .backing()
                .flatMap(Backing::price)
                .map(price -> Blocks.facts(receipt(scene, price)))
                .orElse(Html.NONE);
    }

    private static List<Fact> receipt(Scene scene, Price price) {
        return List.of(
                new Fact(scene.text("cashier.debited"), Blocks.money(price.home())),
                Fact.of(
                        scene.text("cashier.rate"),
                        scene.text(
                                "cashier.rate.is",
                                scene.payment().terms().amount().currency().code(),
                                price.rate().toDecimalString(),
                                price.home().currency().code())));
    }
}
