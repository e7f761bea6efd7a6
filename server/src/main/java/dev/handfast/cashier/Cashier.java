package dev.handfast.cashier;

import dev.handfast.engine.Ids;
import dev.handfast.fx.Rates;
import dev.handfast.pages.FormGuard;
import dev.handfast.pages.Page;
import dev.handfast.payments.PaymentStore;
import dev.handfast.payments.Payments;
import dev.handfast.visits.Visits;
import dev.handfast.wallets.Wallets;

import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * What the cashier's pages work with.
 *
 * @param visits who came how
 * @param books where payments, wallets and prices are
 * @param holders who may sign in; empty where wallets are paid with in their own apps only
 * @param returns the way back
 * @param otherWays what is offered beside
 * @param hall how the pages are shown
 */
public record Cashier(
        Visits visits,
        Books books,
        Optional<Holders> holders,
        Returns returns,
        OtherWays otherWays,
        Hall hall) {
    /**
     * Where payments, wallets and prices are.
     *
     * @param merchantName the name of a merchant
     */
    public record Books(
            Payments payments,
            PaymentStore store,
            Wallets wallets,
            Rates rates,
            Function<UUID, Optional<String>> merchantName,
            Ids ids) {}

    /**
     * How pages are shown.
     *
     * @param guard ties forms to browsers
     * @param stage whether real money moves
     * @param clock the time of the business
     */
    public record Hall(FormGuard guard, Page.Stage stage, InstantSource clock) {}
}
