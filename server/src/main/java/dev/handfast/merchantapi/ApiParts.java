package dev.handfast.merchantapi;

import dev.handfast.acceptance.ApplePayDomains;
import dev.handfast.acceptance.ApplePaySessions;
import dev.handfast.customers.Customers;
import dev.handfast.customers.WalletAgreements;
import dev.handfast.disputes.Disputes;
import dev.handfast.engine.Ids;
import dev.handfast.mandates.Mandate;
import dev.handfast.mandates.Mandates;
import dev.handfast.merchants.ApiKeys;
import dev.handfast.merchants.HandedTokens;
import dev.handfast.merchants.Merchants;
import dev.handfast.merchants.Mode;
import dev.handfast.merchants.WebhookEndpoints;
import dev.handfast.outbox.DeliveryLog;
import dev.handfast.outbox.Events;
import dev.handfast.payments.Commissions;
import dev.handfast.payments.Offer;
import dev.handfast.payments.PartnerOffers;
import dev.handfast.payments.Payment;
import dev.handfast.payments.PaymentStore;
import dev.handfast.payments.Payments;
import dev.handfast.payouts.Payouts;
import dev.handfast.sales.Addresses;
import dev.handfast.sales.Links;
import dev.handfast.sales.Sale;
import dev.handfast.sales.Sessions;
import dev.handfast.secrets.KeyRing;
import dev.handfast.sql.Database;

import java.time.InstantSource;
import java.util.Optional;

/**
 * What the merchant API is built of.
 *
 * @param settings how this installation presents itself
 * @param who who is known here
 * @param what what happens to money
 * @param database for balances
 * @param ids fresh ids
 * @param clock the time
 */
public record ApiParts(
        Settings settings, Who who, What what, Database database, Ids ids, InstantSource clock) {
    /**
     * How an installation presents itself.
     *
     * @param mode keys of the other mode are refused
     * @param docs where the reference of errors is, without the part after {@code #}
     * @param keys the installation's keys
     * @param publicUrl where payers reach it, without a slash at the end
     */
    public record Settings(Mode mode, String docs, KeyRing keys, String publicUrl) {
        /** Where the hosted pages are. */
        Addresses addresses() {
            return new Addresses(publicUrl, keys);
        }

        /** Where the payer of a payment goes once it is over, where it leads anywhere. */
        public Optional<String> after(Payment payment) {
            return Sale.of(payment.terms().details())
                    .map(sale -> sale.page().done().map(url -> Urls.ofSession(url, payment.id())))
                    .orElseGet(
                            () ->
                                    payment.offer()
                                            .flatMap(Offer::returnUrl)
                                            .map(url -> paymentJson().returnedTo(url, payment)));
        }

        /**
         * Where the holder of a wallet goes after agreeing to a mandate, where it leads anywhere.
         */
        public Optional<String> after(Mandate mandate) {
            return Optional.of(mandate)
                    .filter(WalletAgreements::isOne)
                    .flatMap(known -> customerJson().returnedTo(known));
        }

        /** Renders checkout sessions and payment links for this installation. */
        SessionJson sessionJson() {
            return new SessionJson(mode.isLive(), addresses());
        }

        /** Renders payments for this installation. */
        PaymentJson paymentJson() {
            return new PaymentJson(mode.isLive(), addresses(), docs, clientSecrets()::digits);
        }

        /** What payers' own programs show. */
        ClientSecrets clientSecrets() {
            return new ClientSecrets(keys);
        }

        /** Renders customers for this installation. */
        CustomerJson customerJson() {
            return new CustomerJson(mode.isLive(), clientSecrets(), publicUrl);
        }
    }

    /** Who is known here. */
    public record Who(Merchants merchants, ApiKeys keys, WebhookEndpoints endpoints) {}

    /** Where merchants have pages, and sessions for those. */
    public record ApplePay(ApplePayDomains domains, ApplePaySessions sessions) {}

    /** What hosted pages sell. */
    public record Hosted(Sessions sessions, Links links) {}

    /**
     * What happens to money.
     *
     * @param payments does
     * @param store reads
     * @param handed tokens that wait for their payment
     * @param opening opens tokens
     * @param applePay what merchants' own pages need
     * @param hosted what hosted pages sell
     * @param customers whom merchants know
     * @param mandates by what wallets are charged again
     * @param events what happened
     * @param deliveries what was sent of it
     * @param payouts does and reads what goes to merchants' banks
     * @param disputes does and reads what payers dispute
     * @param commissions does and reads what platforms get of payments
     * @param offers payments offered to partners' wallets
     */
    public record What(
            Payments payments,
            PaymentStore store,
            HandedTokens handed,
            TokenOpening opening,
            ApplePay applePay,
            Hosted hosted,
            Customers customers,
            Mandates mandates,
            Events events,
            DeliveryLog deliveries,
            Payouts payouts,
            Disputes disputes,
            Commissions commissions,
            PartnerOffers offers) {}
}
