package dev.handfast.checkout;

import dev.handfast.merchants.Merchant;
import dev.handfast.money.Money;
import dev.handfast.pages.Blocks;
import dev.handfast.pages.Blocks.Fact;
import dev.handfast.pages.Html;
import dev.handfast.pages.Page;
import dev.handfast.pages.Texts;
import dev.handfast.payments.Backing;
import dev.handfast.payments.Capture;
import dev.handfast.payments.Payment;
import dev.handfast.payments.Refund;
import dev.handfast.sales.Item;
import dev.handfast.sales.ReceiptNumber;
import dev.handfast.sales.Sale;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The receipt of a payment as it is now, its refunds included, to be read or printed. Pure.
 *
 * @param payment one whose money has moved
 * @param merchant who was paid
 * @param refunds what went back, oldest first
 * @param method what was paid with, in the visitor's language
 * @param texts the visitor's language
 */
record ReceiptPage(
        Payment payment, Merchant merchant, List<Refund> refunds, String method, Texts texts) {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    Page page(Page.Stage stage) {
        Capture capture = payment.capture().orElseThrow();
        Html body =
                Html.of(
                        "<link rel=\"stylesheet\" href=\"{}\">\n<article class=\"receipt\">{}"
                                + "</article>",
                        Assets.STYLE_PATH,
                        Blocks.card(
                                Html.joined(
                                        heading(capture),
                                        items(capture),
                                        Blocks.facts(facts(capture)),
                                        refunded(capture),
                                        note())));
        return Page.still(texts, texts.get("receipt.title", merchant.name()), body, stage);
    }

    private Html heading(Capture capture) {
        return Html.joined(
                Html.of("<h1>{}</h1>", texts.get("receipt.title", merchant.name())),
                Blocks.amount(capture.amount()),
                exchange(capture));
    }

    /** What it was in the payer's own currency, and at what rate. */
    private Html exchange(Capture capture) {
        return payment.backing()
                .flatMap(Backing::price)
                .map(
                        price ->
                                Html.of(
                                        "<p class=\"exchange\"><strong>{}</strong> <span"
                                                + " class=\"quiet\">{}</span></p>",
                                        texts.get(
                                                "receipt.paid",
                                                Blocks.plain(payment.homeTaken().orElseThrow())),
                                        texts.get(
                                                "checkout.rate",
                                                capture.amount().currency().code(),
                                                price.rate().toDecimalString(),
                                                price.home().currency().code())))
                .orElse(Html.NONE);
    }

    private Html items(Capture capture) {
        List<Item> items = sold(capture);
        return items.isEmpty() ? Html.NONE : Blocks.facts(named(items));
    }

    /** What was sold; where less was taken than that, the parts would not add up. */
    private List<Item> sold(Capture capture) {
        return Sale.of(payment.terms().details())
                .filter(any -> capture.amount().equals(payment.terms().amount()))
                .map(Sale::items)
                .orElse(List.of());
    }

    private static List<Fact> named(List<Item> items) {
        return items.stream()
                .map(item -> new Fact(PaymentPage.name(item), Blocks.money(item.total())))
                .toList();
    }

    private List<Fact> facts(Capture capture) {
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact(texts.get("receipt.number"), number(capture)));
        facts.add(Fact.of(texts.get("receipt.date"), TIME.format(capture.at())));
        facts.add(
                Fact.of(
                        texts.get("receipt.merchant"),
                        merchant.name() + ", " + merchant.country()));
        String description = payment.terms().description();
        if (!description.isEmpty() && sold(capture).isEmpty()) {
            facts.add(Fact.of(texts.get("checkout.for"), description));
        }
        facts.add(Fact.of(texts.get("receipt.method"), method));
        return facts;
    }

    private Html number(Capture capture) {
        return Html.of(
                "<span class=\"number\">{}</span>", ReceiptNumber.of(payment.id(), capture.at()));
    }

    private Html refunded(Capture capture) {
        if (refunds.isEmpty()) {
            return Html.NONE;
        }
        List<Fact> facts = new ArrayList<>();
        refunds.forEach(
                refund -> facts.add(new Fact(TIME.format(refund.createdAt()), back(refund))));
        facts.add(
                new Fact(
                        texts.get("receipt.left"),
                        Html.of("<strong>{}</strong>", Blocks.money(capture.refundable()))));
        return Html.joined(
                Html.of("<h2>{}</h2>", texts.get("receipt.refunds")), Blocks.facts(facts));
    }

    private static Html back(Refund refund) {
        Optional<Money> home =
                Optional.of(refund.home()).filter(paid -> !paid.equals(refund.amount()));
        return Html.of(
                "−{}{}",
                Blocks.money(refund.amount()),
                home.map(
                        paid ->
                                Html.of(
                                        "<br><span class=\"quiet\">−{}</span>",
                                        Blocks.money(paid))));
    }

    private Html note() {
        return Html.of("<p class=\"help\">{}</p>", texts.get("receipt.note", merchant.name()));
    }
}
