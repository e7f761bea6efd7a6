package dev.handfast.checkout;

import dev.handfast.fx.ExchangeRate;
import dev.handfast.merchants.Merchant;
import dev.handfast.pages.Page;
import dev.handfast.payments.Payment;
import dev.handfast.sales.Sale;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * A payment as its page shows it.
 *
 * @param payment as it is now
 * @param merchant who is paid
 * @param place where its page is, and what its code says
 * @param sale what is sold, where it is a checkout session
 * @param after where the payer goes once it is over
 * @param receipt where its receipt is, once its money has moved
 * @param rates what it would cost in other currencies
 * @param ways how it may be paid from here
 * @param stage whether real money moves
 */
record Shown(
        Payment payment,
        Merchant merchant,
        Place place,
        Optional<Sale> sale,
        Optional<String> after,
        Optional<String> receipt,
        List<ExchangeRate> rates,
        Ways ways,
        Page.Stage stage) {
    /**
     * Where a page is.
     *
     * @param path its path
     * @param code what the payment's code says
     * @param cashier the path of the cashier's page from which the payer came, where they did
     */
    record Place(String path, String code, Optional<String> cashier) {}

    /**
     * How it may be paid from here.
     *
     * @param applePay what the merchant is to Apple Pay, where device wallets are taken
     * @param code whether account wallets are taken
     * @param played whether the visitor can play a payer's part: the sandbox, on its own machine
     * @param partners whose own gateways show a code for it
     * @param kept whether the payer agrees by paying to be charged again
     * @param here whether the holder of an account wallet can sign in on this same device
     */
    record Ways(
            Optional<String> applePay,
            boolean code,
            boolean played,
            List<PartnerDesk.Choice> partners,
            boolean kept,
            boolean here) {}

    /** Whether it stands in a frame of a merchant's page. */
    boolean framed() {
        return sale.filter(known -> known.page().place() == Sale.Place.FRAMED).isPresent();
    }

    /** The origin of the merchant's page around the frame. */
    Optional<String> parent() {
        return framed() ? after.flatMap(Shown::origin) : Optional.empty();
    }

    private static Optional<String> origin(String url) {
        URI uri = URI.create(url);
        String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        return Optional.of(uri.getScheme() + "://" + uri.getHost() + port);
    }
}
