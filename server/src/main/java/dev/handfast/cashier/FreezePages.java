package dev.handfast.cashier;

import dev.handfast.pages.Blocks;
import dev.handfast.pages.Blocks.Fact;
import dev.handfast.pages.Blocks.Tone;
import dev.handfast.pages.Html;
import dev.handfast.pages.Page;
import dev.handfast.pages.QrSvg;
import dev.handfast.payments.Freeze;
import dev.handfast.payments.FreezeRefusal;
import dev.handfast.payments.Freezes;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The pages of a freeze: what is asked for and on which terms, and what became of it. */
final class FreezePages {
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(3);

    /** Long enough to see what was decided. */
    private static final Duration BEFORE_RETURN = Duration.ofSeconds(3);

    private FreezePages() {}

    /** What was wrong with what was sent last. */
    sealed interface Problem {
        /** With the password. */
        record Password(String text) implements Problem {}

        /** With the freeze, or the wallet. */
        record Whole(String text) implements Problem {}
    }

    /**
     * The form by which a payer agrees, and the other by which they do not.
     *
     * @param choices the wallets that can; none is possible
     * @param chosen the wallet that was chosen before
     * @param agree the hidden field of the one
     * @param decline the hidden field of the other
     * @param problem what was wrong with what was sent last
     */
    record Asking(
            List<HolderForm.Choice> choices,
            Optional<UUID> chosen,
            Html agree,
            Html decline,
            Optional<Problem> problem) {}

    static Page ask(FreezeScene scene, Asking asking) {
        Html action =
                Html.of(
                        """
                        <h1>{}</h1>
                        {}
                        {}
                        {}
                        <form method="post" action="{}">
                        {}
                        <button class="side">{}</button>
                        </form>\
                        """,
                        scene.text("freeze.title"),
                        terms(scene),
                        asking.problem()
                                .filter(Problem.Whole.class::isInstance)
                                .map(Problem.Whole.class::cast)
                                .map(problem -> Blocks.message(Tone.BAD, problem.text())),
                        asking.choices().isEmpty() ? noWallet(scene) : agree(scene, asking),
                        scene.declinePath(),
                        asking.decline(),
                        scene.text("freeze.decline"));
        return page(scene, action, Optional.empty());
    }

    private static Html agree(FreezeScene scene, Asking asking) {
        HolderForm form = new HolderForm(scene.texts(), scene.stage());
        return Html.of(
                """
                <form method="post" action="{}">
                {}
                {}
                {}
                {}
                </form>\
                """,
                scene.path(),
                asking.agree(),
                form.wallets(scene.text("freeze.wallet"), asking.choices(), asking.chosen()),
                form.password(
                        HolderForm.Focus.WHEN_WRONG,
                        asking.problem()
                                .filter(Problem.Password.class::isInstance)
                                .map(Problem.Password.class::cast)
                                .map(Problem.Password::text)),
                Blocks.button(scene.text("freeze.agree", Blocks.plain(order(scene).amount()))));
    }

    private static Html noWallet(FreezeScene scene) {
        return Blocks.message(
                Tone.WAITING,
                scene.text("freeze.no_wallet", order(scene).amount().currency().code()));
    }

    /** What a hold is, in three sentences. */
    private static Html terms(FreezeScene scene) {
        String longest =
                Sentences.left(scene.texts(), scene.now(), scene.now().plus(Freezes.FROZEN_MAX));
        return Html.of(
                """
                <p>{}</p>
                <ul class="terms"><li>{}</li><li>{}</li><li>{}</li></ul>\
                """,
                scene.text("freeze.text"),
                scene.text("freeze.term.kept"),
                scene.text("freeze.term.taken", scene.merchant()),
                scene.text("freeze.term.back", scene.merchant(), longest));
    }

    /** Nobody signs in here: the code for the wallet's own app, where there is one. */
    static Page inTheApp(FreezeScene scene) {
        Html how =
                scene.visit()
                        .way()
                        .code()
                        .map(
                                code ->
                                        Html.of(
                                                """
                                                <div class="scan"><h1>{}</h1>
                                                <p class="quiet">{}</p>
                                                <div class="frame">{}</div></div>\
                                                """,
                                                scene.text("freeze.title"),
                                                scene.text("freeze.scan"),
                                                QrSvg.draw(code, scene.text("freeze.picture"))))
                        .orElseGet(
                                () ->
                                        Blocks.outcome(
                                                Tone.WAITING,
                                                scene.text("cashier.app.title"),
                                                scene.text("freeze.app")));
        return page(scene, Html.joined(how, terms(scene)), Page.Refresh.every(LOOK_AGAIN));
    }

    /** What became of it. */
    static Page over(FreezeScene scene, Optional<String> back) {
        return switch (scene.standing()) {
            case HELD -> ended(scene, Tone.GOOD, "freeze.held", back);
            case PAID -> ended(scene, Tone.GOOD, "freeze.paid", back);
            case RELEASED -> ended(scene, Tone.GOOD, "freeze.released", back);
            case CLOSED -> ended(scene, Tone.BAD, "freeze.closed", back);
            case EXPIRED -> ended(scene, Tone.BAD, "freeze.expired", back);
            case ASKED -> throw new IllegalStateException("not over: " + scene.freeze().id());
        };
    }

    private static Page ended(FreezeScene scene, Tone tone, String key, Optional<String> back) {
        Html action =
                Html.of(
                        "{}\n{}",
                        Blocks.outcome(
                                tone,
                                scene.text(key + ".title"),
                                scene.text(key + ".text", scene.merchant())),
                        back.map(url -> Blocks.link(url, scene.text("cashier.return"))));
        return page(scene, action, back.flatMap(url -> Page.Refresh.to(url, BEFORE_RETURN)));
    }

    /** Why it was refused, and what the payer can do. */
    static String refusal(FreezeScene scene, FreezeRefusal why) {
        return scene.text(
                switch (why) {
                    case PAYER_BALANCE_NOT_ENOUGH -> "freeze.refused.balance";
                    case PAYER_LIMIT_EXCEEDED -> "freeze.refused.limit";
                    case PAYER_UNKNOWN,
                            PAYER_FROZEN,
                            PAYER_CURRENCY_DIFFERS,
                            FREEZE_CORRIDOR_CLOSED ->
                            "freeze.refused.wallet";
                    case FREEZE_UNKNOWN,
                            FREEZE_NUMBER_REUSED,
                            FREEZE_IS_FINISHED,
                            FREEZE_IS_CLOSED,
                            FREEZE_TIME_OVER,
                            FREEZE_WAITS,
                            PAYER_CODE_INVALID,
                            UNFREEZE_EXCEEDS_REST ->
                            "freeze.refused.other";
                });
    }

    private static Freeze.Order order(FreezeScene scene) {
        return scene.freeze().order();
    }

    private static Html summary(FreezeScene scene) {
        Freeze freeze = scene.freeze();
        List<Fact> facts = new ArrayList<>();
        if (!order(scene).title().isEmpty()) {
            facts.add(Fact.of(scene.text("cashier.subject"), order(scene).title()));
        }
        facts.add(Fact.of(scene.text("cashier.order"), order(scene).reference()));
        switch (scene.standing()) {
            case ASKED ->
                    facts.add(
                            Fact.of(
                                    scene.text("freeze.time_left"),
                                    Sentences.left(
                                            scene.texts(), scene.now(), order(scene).expiresAt())));
            case HELD, PAID -> held(scene, facts);
            case RELEASED, CLOSED, EXPIRED -> {}
        }
        return Html.of(
                "{}\n{}\n{}",
                Blocks.payee(scene.text("freeze.payee"), scene.merchant()),
                Blocks.amount(freeze.order().amount()),
                Blocks.facts(facts));
    }

    /** How much of it was taken, and how long the rest may be held. */
    private static void held(FreezeScene scene, List<Fact> facts) {
        Freeze freeze = scene.freeze();
        if (freeze.paid().isPositive()) {
            facts.add(new Fact(scene.text("freeze.taken"), Blocks.money(freeze.paid())));
        }
        if (freeze.unfrozen().isPositive()) {
            facts.add(new Fact(scene.text("freeze.free"), Blocks.money(freeze.unfrozen())));
        }
        if (freeze.rest().isPositive()) {
            facts.add(new Fact(scene.text("freeze.rest"), Blocks.money(freeze.rest())));
            facts.add(
                    Fact.of(
                            scene.text("freeze.longest"),
                            Sentences.left(
                                    scene.texts(),
                                    scene.now(),
                                    freeze.holding().orElseThrow().until())));
        }
    }

    private static Page page(FreezeScene scene, Html action, Optional<Page.Refresh> refresh) {
        return new Page(
                scene.texts(),
                scene.text("freeze.page", scene.merchant()),
                Blocks.sheet(summary(scene), action),
                refresh,
                scene.stage());
    }
}
