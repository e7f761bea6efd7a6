package dev.handfast.checkout;

import dev.handfast.merchants.Merchant;
import dev.handfast.money.Money;
import dev.handfast.pages.Blocks;
import dev.handfast.pages.Html;
import dev.handfast.pages.Texts;

/**
 * The Apple Pay button, and in the sandbox the simulated sheet behind it; the script reads from it
 * what the sheet is to show.
 *
 * @param place where the page is
 * @param merchant who is to be paid
 * @param identifier what the merchant is to Apple Pay
 * @param amount what the sheet shows; nothing where it only saves a way to pay
 * @param use what approving does
 * @param played whether the visitor can play a payer's part
 * @param texts the visitor's language
 */
record ApplePayBox(
        Place place,
        Merchant merchant,
        String identifier,
        Money amount,
        Use use,
        boolean played,
        Texts texts) {
    /** Where a page is: the whole address, which binds the token, and the part for its script. */
    record Place(String address, String path) {}

    /** What approving the sheet does. */
    enum Use {
        /** It pays the amount. */
        PAY("final", "checkout.applepay.button", "checkout.sheet.pay"),
        /** It saves what to charge later; the amount is not known yet. */
        SAVE("pending", "setup.applepay.button", "setup.sheet.save");

        private final String total;
        private final String button;
        private final String approve;

        Use(String total, String button, String approve) {
            this.total = total;
            this.button = button;
            this.approve = approve;
        }
    }

    /**
     * The markup.
     *
     * @param exchange what stands below the amount
     */
    Html render(Html exchange) {
        return Html.of(
                """
                <div id="apple-pay" data-path="{}" data-label="{}" data-amount="{}"\
                 data-minor="{}" data-currency="{}" data-country="{}" data-binding="{}"\
                 data-identifier="{}" data-sheet="{}" data-total="{}" data-networks="{}" hidden>
                <button type="button" class="apple-pay" id="apple-pay-button"\
                 aria-describedby="apple-pay-note">{}</button>
                <p class="help" id="apple-pay-note">{}</p>
                </div>
                <noscript><p class="help">{}</p></noscript>
                {}
                """,
                place.path(),
                merchant.name(),
                amount.toDecimalString(),
                amount.minor(),
                amount.currency().code(),
                merchant.country(),
                ApplePayDesk.bindingOf(place.address()),
                identifier,
                played ? "simulated" : "native",
                use.total,
                "visa masterCard amex discover chinaUnionPay jcb",
                texts.get(use.button),
                texts.get(played ? "checkout.applepay.simulated" : "checkout.applepay.note"),
                texts.get("checkout.applepay.noscript"),
                played ? sheet(exchange) : Html.NONE);
    }

    /** The simulated sheet; its script fills in the tokens of the sandbox's devices. */
    private Html sheet(Html exchange) {
        return Html.of(
                """
                <dialog id="wallet-sheet" class="wallet-sheet" aria-labelledby="sheet-title">
                <form method="dialog">
                <p class="sandbox">{}</p>
                <h2 id="sheet-title">{}</h2>
                <fieldset id="sheet-tokens" data-wallet="{}" data-card="{}">
                <legend>{}</legend></fieldset>
                <p class="sheet-total"><span>{}</span> {}</p>
                {}
                <button type="button" class="main" id="sheet-pay">{}</button>
                <button type="button" class="side" id="sheet-cancel">{}</button>
                </form>
                </dialog>
                """,
                texts.get("checkout.sheet.sandbox"),
                texts.get("checkout.sheet.title"),
                texts.get("checkout.sheet.wallet"),
                texts.get("checkout.sheet.card"),
                texts.get("checkout.sheet.token"),
                texts.get("checkout.sheet.total", merchant.name()),
                Blocks.money(amount),
                exchange,
                texts.get(use.approve),
                texts.get("checkout.sheet.cancel"));
    }
}
