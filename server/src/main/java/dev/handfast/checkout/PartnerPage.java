package dev.handfast.checkout;

import dev.handfast.pages.Blocks;
import dev.handfast.pages.Blocks.Fact;
import dev.handfast.pages.Blocks.Tone;
import dev.handfast.pages.Html;
import dev.handfast.pages.Page;
import dev.handfast.pages.QrSvg;
import dev.handfast.pages.Texts;
import dev.handfast.payments.PartnerOffer;
import dev.handfast.payments.Payment;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The page of a payment for the wallets of one partner: the code that the partner's gateway shows.
 * Pure. It needs no script: it is loaded again every few seconds, and leads back once somebody has
 * paid.
 *
 * @param payment as it is now
 * @param merchant to whom, by name
 * @param partner whose wallets can scan the code, by name
 * @param back the path of the payment's own page
 * @param stage whether real money moves
 */
record PartnerPage(
        Payment payment, String merchant, String partner, String back, Page.Stage stage) {
    private static final Duration LOOK_EVERY = Duration.ofSeconds(3);

    /** The code of an offer, to scan or to open on the same telephone. */
    Page shown(PartnerOffer offer, String code, Texts texts) {
        List<Fact> facts = new ArrayList<>();
        offer.terms()
                .price()
                .ifPresent(
                        price -> {
                            facts.add(
                                    new Fact(
                                            texts.get("checkout.partner.price"),
                                            Blocks.money(price.home())));
                            facts.add(
                                    Fact.of(
                                            texts.get("checkout.at"),
                                            price.rate().toDecimalString()));
                        });
        Html action =
                Html.joined(
                        Html.of("<h1>{}</h1>", texts.get("checkout.partner.scan", partner)),
                        Html.of(
                                """
                                <div class="scan">
                                <p class="frame">{}</p>
                                <p role="status" class="waiting-line">{}</p>
                                </div>
                                """,
                                QrSvg.draw(code, texts.get("checkout.scan.label")),
                                texts.get("checkout.waiting")),
                        code.startsWith("https://")
                                ? Blocks.sideLink(code, texts.get("checkout.partner.open", partner))
                                : Html.NONE,
                        Blocks.sideLink(back, texts.get("checkout.partner.other")));
        return page(texts, summary(texts, facts), action, Page.Refresh.every(LOOK_EVERY));
    }

    /** The partner's gateway shows no code at the moment. */
    Page none(Texts texts) {
        Html action =
                Html.joined(
                        Blocks.outcome(
                                Tone.BAD,
                                texts.get("checkout.partner.none", partner),
                                texts.get("checkout.partner.none.text")),
                        Blocks.sideLink(back, texts.get("checkout.partner.other")));
        return page(texts, summary(texts, List.of()), action, Optional.empty());
    }

    private Html summary(Texts texts, List<Fact> facts) {
        return Html.joined(
                Blocks.payee(texts.get("checkout.payee"), merchant),
                Blocks.amount(payment.terms().amount()),
                facts.isEmpty() ? Html.NONE : Blocks.facts(facts));
    }

    private Page page(Texts texts, Html summary, Html action, Optional<Page.Refresh> refresh) {
        Html body =
                Html.of(
                        """
                        <link rel="stylesheet" href="{}">
                        <div class="checkout">
                        {}
                        </div>
                        """,
                        Assets.STYLE_PATH,
                        Blocks.sheet(summary, action));
        return new Page(texts, texts.get("checkout.title.open"), body, refresh, stage);
    }
}
