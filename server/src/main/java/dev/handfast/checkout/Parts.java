package dev.handfast.checkout;

import dev.handfast.acceptance.ApplePayAcceptance;
import dev.handfast.acceptance.ApplePaySessions;
import dev.handfast.engine.Ids;
import dev.handfast.fx.Rates;
import dev.handfast.merchantapi.HostedSetups;
import dev.handfast.merchants.Merchants;
import dev.handfast.pages.Page;
import dev.handfast.partners.Partners;
import dev.handfast.payments.PartnerOffers;
import dev.handfast.payments.Payment;
import dev.handfast.payments.PaymentStore;
import dev.handfast.payments.Payments;
import dev.handfast.sales.Addresses;
import dev.handfast.sales.Links;
import dev.handfast.sales.Sessions;
import dev.handfast.tokens.Tokens;
import dev.handfast.visits.Visits;
import dev.handfast.wallets.Wallets;

import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;

/**
 * What hosted checkout is built of.
 *
 * @param site how this installation presents itself
 * @param money what happens to money
 * @param applePay how device wallets are taken
 * @param merchants who is paid
 * @param sales what is sold
 * @param elsewhere whose wallets pay at gateways of their own
 * @param means what was paid with
 * @param ids fresh ids
 * @param clock the time
 */
public record Parts(
        Site site,
        Money money,
        ApplePay applePay,
        Merchants merchants,
        Sales sales,
        Elsewhere elsewhere,
        Means means,
        Ids ids,
        InstantSource clock) {
    /**
     * How an installation presents itself.
     *
     * @param stage whether real money moves
     * @param addresses where the pages are
     * @param after where the payer of a payment goes once it is over, where it leads anywhere
     * @param cashier opens the cashier to holders of account wallets on the device they pay with;
     *     empty where they sign in nowhere here
     * @param visits how payers came to the cashier, which leads them here for other ways to pay
     */
    public record Site(
            Page.Stage stage,
            Addresses addresses,
            Function<Payment, Optional<String>> after,
            Optional<Visits> cashier,
            Visits visits) {}

    /** What happens to money. */
    public record Money(Payments payments, PaymentStore store, Rates rates) {}

    /** What payment links sell, to whom they have sold, and pages that only save a way to pay. */
    public record Sales(Links links, Sessions sessions, HostedSetups setups) {}

    /** Payments offered to partners' wallets, and who the partners are. */
    public record Elsewhere(PartnerOffers offers, Partners partners) {}

    /** What was paid with, as far as a receipt says it. */
    public record Means(Tokens tokens, Wallets wallets) {}

    /** How device wallets are taken. */
    public record ApplePay(ApplePayAcceptance acceptance, ApplePaySessions sessions) {}
}
