package dev.handfast.cashier;

import dev.handfast.fx.Quote;
import dev.handfast.money.Money;
import dev.handfast.pages.Blocks;
import dev.handfast.pages.Blocks.Fact;
import dev.handfast.pages.Blocks.Tone;
import dev.handfast.pages.Html;
import dev.handfast.pages.Page;
import dev.handfast.pages.QrSvg;
import dev.handfast.wallets.Wallet;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The pages of a payment that waits: scan, choose a wallet, confirm. */
final class PayPages {
    /** How often a page with a code asks whether it was paid. */
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(3);

    private PayPages() {}

    /** A wallet and what is in it. */
    record Choice(Wallet wallet, Money available) {
        private HolderForm.Choice shown() {
            return new HolderForm.Choice(wallet, Optional.of(available));
        }
    }

    /**
     * What a payer is about to confirm.
     *
     * @param choice the wallet
     * @param quote the price in the wallet's currency, where that is another
     * @param guard the hidden field that ties the form to the browser
     * @param problem what was wrong with what was sent last
     */
    record Confirmation(
            Choice choice, Optional<Quote> quote, Html guard, Optional<Problem> problem) {}

    /** What was wrong: with the password, or with the payment as a whole. */
    sealed interface Problem {
        /** With the password. */
        record Password(String text) implements Problem {}

        /** With the payment. */
        record Payment(String text) implements Problem {}
    }

    /** The code to scan; in the browser itself one can only go on where holders can sign in. */
    static Page scan(Scene scene, String code, boolean signIn) {
        Html here =
                signIn
                        ? Blocks.link(scene.path() + "/wallet", scene.text("cashier.pay_here"))
                        : Html.NONE;
        boolean more = signIn || !scene.otherWays().isEmpty();
        Html action =
                Html.of(
                        """
                        <div class="scan"><h1>{}</h1>
                        <p class="quiet">{}</p>
                        <div class="frame">{}</div>
                        <p class="quiet" role="status">{}</p></div>
                        {}
                        {}
                        {}
                        {}\
                        """,
                        scene.text("cashier.scan.title"),
                        scene.text("cashier.scan.how"),
                        QrSvg.draw(code, scene.text("cashier.scan.picture")),
                        scene.text("cashier.scan.waiting"),
                        more ? or(scene) : Html.NONE,
                        here,
                        otherWays(scene),
                        quit(scene));
        return page(
                scene,
                Blocks.sheet(summary(scene, List.of()), action),
                Page.Refresh.every(LOOK_AGAIN));
    }

    /** The code alone, for the frame of a merchant's page. */
    static Page frame(Scene scene, String code) {
        return page(
                scene,
                QrSvg.draw(code, scene.text("cashier.scan.picture")),
                Page.Refresh.every(LOOK_AGAIN));
    }

    /** Nothing can be done in this browser, and there is no code either. */
    static Page inTheApp(Scene scene) {
        return page(
                scene,
                Blocks.sheet(
                        summary(scene, List.of()),
                        Blocks.outcome(
                                Tone.WAITING,
                                scene.text("cashier.app.title"),
                                scene.text("cashier.app.how"))),
                Page.Refresh.every(LOOK_AGAIN));
    }

    /** The choice of a wallet. */
    static Page choose(Scene scene, List<Choice> choices, Html guard, Optional<String> problem) {
        Html action =
                Html.of(
                        """
                        <h1>{}</h1>
                        {}
                        <form method="post" action="{}/wallet">
                        {}
                        {}
                        {}
                        </form>
                        {}
                        {}
                        {}\
                        """,
                        scene.text("cashier.choose.title"),
                        problem.map(text -> Blocks.message(Tone.BAD, text)),
                        scene.path(),
                        guard,
                        scene.form()
                                .wallets(
                                        scene.text("cashier.choose.legend"),
                                        choices.stream().map(Choice::shown).toList(),
                                        Optional.empty()),
                        Blocks.button(scene.text("cashier.choose.go_on")),
                        scene.otherWays().isEmpty() ? Html.NONE : or(scene),
                        otherWays(scene),
                        quit(scene));
        return page(scene, Blocks.sheet(summary(scene, List.of()), action), Optional.empty());
    }

    /** The confirmation with the payment password. */
    static Page confirm(Scene scene, Confirmation asked, String path) {
        Money amount = scene.payment().terms().amount();
        Money home = asked.quote().map(quote -> quote.price().home()).orElse(amount);
        List<Fact> facts = new ArrayList<>();
        Wallet wallet = asked.choice().wallet();
        facts.add(Fact.of(scene.text("cashier.wallet"), wallet.holder()));
        facts.add(
                new Fact(scene.text("cashier.balance"), Blocks.money(asked.choice().available())));
        asked.quote().ifPresent(quote -> price(scene, facts, quote));
        Html action =
                Html.of(
                        """
                        <h1>{}</h1>
                        {}
                        {}
                        <form method="post" action="{}">
                        {}
                        {}
                        {}
                        </form>
                        {}\
                        """,
                        scene.text("cashier.confirm.title"),
                        asked.problem()
                                .filter(Problem.Payment.class::isInstance)
                                .map(Problem.Payment.class::cast)
                                .map(problem -> Blocks.message(Tone.BAD, problem.text())),
                        Blocks.facts(facts),
                        path,
                        asked.guard(),
                        scene.form().password(HolderForm.Focus.AT_ONCE, wrong(asked.problem())),
                        Blocks.button(scene.text("cashier.confirm.pay", Blocks.plain(home))),
                        Blocks.sideLink(
                                scene.path() + "/wallet", scene.text("cashier.confirm.other")));
        return page(scene, Blocks.sheet(summary(scene, List.of()), action), Optional.empty());
    }

    /** A promise of a price that has run out. */
    static Page promiseOver(Scene scene, Choice choice, Html guard) {
        Html action =
                Html.of(
                        """
                        {}
                        <form method="post" action="{}/wallet">
                        {}
                        {}
                        {}
                        </form>\
                        """,
                        Blocks.outcome(
                                Tone.WAITING,
                                scene.text("cashier.quote.over.title"),
                                scene.text("cashier.quote.over.text")),
                        scene.path(),
                        guard,
                        Blocks.hidden(HolderForm.WALLET, HolderForm.name(choice.wallet())),
                        Blocks.button(scene.text("cashier.quote.again")));
        return page(scene, Blocks.sheet(summary(scene, List.of()), action), Optional.empty());
    }

    private static void price(Scene scene, List<Fact> facts, Quote quote) {
        String rate =
                scene.text(
                        "cashier.rate.is",
                        quote.base().currency().code(),
                        quote.price().rate().toDecimalString(),
                        quote.price().home().currency().code());
        String held = Sentences.left(scene.texts(), scene.now(), quote.expiresAt());
        facts.add(
                new Fact(
                        scene.text("cashier.rate"),
                        Html.of(
                                "{}<br><span class=\"quiet\">{}</span>",
                                rate,
                                scene.text("cashier.quote.good_for", held))));
        facts.add(
                new Fact(
                        scene.text("cashier.debited"),
                        Html.of("<strong>{}</strong>", Blocks.money(quote.price().home()))));
    }

    private static Optional<String> wrong(Optional<Problem> problem) {
        return problem.filter(Problem.Password.class::isInstance)
                .map(Problem.Password.class::cast)
                .map(Problem.Password::text);
    }

    /** To whom, how much, for what, and until when. */
    static Html summary(Scene scene, List<Fact> more) {
        List<Fact> facts = new ArrayList<>();
        String subject = scene.payment().terms().description();
        if (!subject.isEmpty()) {
            facts.add(Fact.of(scene.text("cashier.subject"), subject));
        }
        scene.payment()
                .terms()
                .reference()
                .ifPresent(number -> facts.add(Fact.of(scene.text("cashier.order"), number)));
        if (scene.standing() == Standing.PAYABLE) {
            scene.payment()
                    .terms()
                    .expiresAt()
                    .ifPresent(
                            end ->
                                    facts.add(
                                            Fact.of(
                                                    scene.text("cashier.time_left"),
                                                    Sentences.left(
                                                            scene.texts(), scene.now(), end))));
        }
        facts.addAll(more);
        return Html.of(
                "{}\n{}\n{}",
                Blocks.payee(scene.text("cashier.payee"), scene.merchant()),
                Blocks.amount(scene.payment().terms().amount()),
                Blocks.facts(facts));
    }

    /** What is offered beside the wallets whose holders sign in here. */
    private static Html otherWays(Scene scene) {
        return Html.lines(scene.otherWays().stream().map(way -> way(scene, way)).toList());
    }

    /** Parts ways to pay. */
    private static Html or(Scene scene) {
        return Html.of("<p class=\"or\">{}</p>", scene.text("cashier.or"));
    }

    private static Html way(Scene scene, OtherWays.Way way) {
        return switch (way) {
            case OtherWays.Way.Device(String path) ->
                    Html.of(
                            "<a class=\"second\" href=\"{}\">{}</a>",
                            path,
                            scene.text("checkout.applepay.button"));
            case OtherWays.Way.Partner(String path, String name) ->
                    Blocks.partner(path, scene.text("checkout.partner", name));
        };
    }

    /** The way back for who has changed their mind. */
    static Html quit(Scene scene) {
        return scene.visit()
                .way()
                .back()
                .quitUrl()
                .map(url -> Blocks.sideLink(url, scene.text("cashier.quit")))
                .orElse(Html.NONE);
    }

    static Page page(Scene scene, Html body, Optional<Page.Refresh> refresh) {
        String title = scene.text("cashier.title", scene.merchant());
        return new Page(scene.texts(), title, body, refresh, scene.stage());
    }
}
