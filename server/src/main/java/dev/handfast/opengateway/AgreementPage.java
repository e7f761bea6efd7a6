package dev.handfast.opengateway;

import dev.handfast.alipay.WireTime;
import dev.handfast.cashier.HolderForm;
import dev.handfast.cashier.Holders;
import dev.handfast.mandates.Allowance;
import dev.handfast.mandates.Mandate;
import dev.handfast.money.Money;
import dev.handfast.pages.Blocks;
import dev.handfast.pages.Blocks.Fact;
import dev.handfast.pages.Blocks.Tone;
import dev.handfast.pages.Html;
import dev.handfast.pages.Page;
import dev.handfast.pages.QrSvg;
import dev.handfast.pages.Texts;
import dev.handfast.wallets.Wallet;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What the holder of a wallet sees of an agreement: who asks for it, what may be taken and when.
 *
 * @param texts the words
 * @param stage whether real money moves
 * @param mandate the agreement
 * @param merchant the merchant's name
 */
record AgreementPage(Texts texts, Page.Stage stage, Mandate mandate, String merchant) {
    /** Long enough to see that it worked. */
    private static final Duration BEFORE_RETURN = Duration.ofSeconds(3);

    /** What was wrong with what was sent last. */
    sealed interface Problem {
        /** With the password. */
        record Password(String text) implements Problem {}

        /** With the form, or the wallet. */
        record Whole(String text) implements Problem {}
    }

    /**
     * What a holder is asked.
     *
     * @param wallets from which one is chosen
     * @param chosen the wallet that was chosen before
     * @param guard the hidden field that ties the form to the browser
     * @param problem what was wrong with what was sent last
     */
    record Asking(
            List<Wallet> wallets, Optional<UUID> chosen, Html guard, Optional<Problem> problem) {}

    /** The form by which a holder agrees. */
    Page ask(String path, Asking asking) {
        HolderForm form = new HolderForm(texts, stage);
        Html action =
                Html.of(
                        """
                        <h1>{}</h1>
                        <p>{}</p>
                        {}
                        <form method="post" action="{}">
                        {}
                        {}
                        {}
                        {}
                        </form>\
                        """,
                        texts.get("agree.title"),
                        texts.get("agree.text", merchant),
                        asking.problem()
                                .filter(Problem.Whole.class::isInstance)
                                .map(Problem.Whole.class::cast)
                                .map(problem -> Blocks.message(Tone.BAD, problem.text())),
                        path,
                        asking.guard(),
                        form.wallets(
                                texts.get("cashier.choose.legend"),
                                asking.wallets().stream()
                                        .map(
                                                known ->
                                                        new HolderForm.Choice(
                                                                known, Optional.empty()))
                                        .toList(),
                                asking.chosen()),
                        form.password(
                                HolderForm.Focus.WHEN_WRONG,
                                asking.problem()
                                        .filter(Problem.Password.class::isInstance)
                                        .map(Problem.Password.class::cast)
                                        .map(Problem.Password::text)),
                        Blocks.button(texts.get("agree.button")));
        return page(Blocks.sheet(summary(), action));
    }

    /** The same where nobody can sign in here: the code for the wallet's own app. */
    Page scan(String address) {
        Html action =
                Html.of(
                        """
                        <div class="scan"><h1>{}</h1>
                        <p class="quiet">{}</p>
                        <div class="frame">{}</div></div>\
                        """,
                        texts.get("agree.title"),
                        texts.get("agree.scan"),
                        QrSvg.draw(address, texts.get("cashier.scan.picture")));
        return page(Blocks.sheet(summary(), action));
    }

    /** The holder has agreed. */
    Page agreed(Optional<String> back) {
        return end(
                Tone.GOOD,
                texts.get("agree.done.title"),
                texts.get("agree.done.text", merchant),
                back);
    }

    /** Nobody can agree any more. */
    Page over() {
        return end(
                Tone.BAD,
                texts.get("agree.over.title"),
                texts.get("agree.over.text"),
                Optional.empty());
    }

    /** Nobody proposed this. */
    static Page unknown(Texts texts, Page.Stage stage) {
        String title = texts.get("agree.unknown.title");
        return Page.still(
                texts,
                title,
                Blocks.card(Blocks.outcome(Tone.BAD, title, texts.get("agree.unknown.text"))),
                stage);
    }

    /** How it ended; leads on by itself where there is a way back. */
    private Page end(Tone tone, String heading, String text, Optional<String> back) {
        Html action =
                Html.of(
                        "{}\n{}",
                        Blocks.outcome(tone, heading, text),
                        back.map(url -> Blocks.link(url, texts.get("agree.back", merchant))));
        return new Page(
                texts,
                texts.get("agree.page", merchant),
                Blocks.sheet(summary(), action),
                back.flatMap(url -> Page.Refresh.to(url, BEFORE_RETURN)),
                stage);
    }

    private Page page(Html body) {
        return Page.still(texts, texts.get("agree.page", merchant), body, stage);
    }

    private Html summary() {
        List<Fact> facts = new ArrayList<>();
        Details.read(mandate.proposal().details())
                .find(AgreementSign.LOGON_ID)
                .ifPresent(login -> facts.add(Fact.of(texts.get("agree.login"), login)));
        mandate.proposal()
                .rule()
                .ifPresentOrElse(
                        rule -> allowance(facts, rule),
                        () ->
                                facts.add(
                                        Fact.of(
                                                texts.get("agree.single"),
                                                texts.get("agree.unlimited"))));
        mandate.proposal()
                .times()
                .validUntil()
                .ifPresent(end -> facts.add(Fact.of(texts.get("agree.valid"), day(end))));
        return Html.of(
                "{}\n{}", Blocks.payee(texts.get("agree.payee"), merchant), Blocks.facts(facts));
    }

    /** The day of a moment, where the dialect's times are. */
    private static String day(Instant moment) {
        return LocalDate.ofInstant(moment, WireTime.ZONE).toString();
    }

    private void allowance(List<Fact> facts, Allowance rule) {
        money(facts, "agree.single", Optional.of(rule.single()));
        rule.plan().ifPresent(plan -> days(facts, plan));
        money(facts, "agree.total", rule.total());
        rule.payments()
                .ifPresent(
                        count -> facts.add(Fact.of(texts.get("agree.payments"), count.toString())));
    }

    private void days(List<Fact> facts, Allowance.Plan plan) {
        boolean one = plan.cycle().length() == 1;
        String key =
                switch (plan.cycle().unit()) {
                    case DAY -> one ? "agree.every.day" : "agree.every.days";
                    case MONTH -> one ? "agree.every.month" : "agree.every.months";
                };
        facts.add(Fact.of(texts.get("agree.every"), texts.get(key, plan.cycle().length())));
        facts.add(Fact.of(texts.get("agree.first"), plan.first().toString()));
    }

    private void money(List<Fact> facts, String key, Optional<Money> amount) {
        amount.ifPresent(known -> facts.add(new Fact(texts.get(key), Blocks.money(known))));
    }

    /** What is wrong with a proof of the holder, as the holder is told. */
    Optional<Problem> problem(Holders.Proof proof) {
        return switch (proof) {
            case Holders.Proof.Proved proved -> Optional.empty();
            case Holders.Proof.Wrong(int left) ->
                    Optional.of(new Problem.Password(texts.get("cashier.password.wrong", left)));
            case Holders.Proof.Locked locked ->
                    Optional.of(new Problem.Password(texts.get("agree.locked")));
        };
    }
}
