package dev.handfast.applepay;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a wallet shows its holder about a merchant token: the payments made by it and to come.
 *
 * <p>Source: Apple, "Apple Pay Merchant Token Usage Information API", {@code UsageInformation} and
 * the objects below it.
 *
 * @param merchantName shown to the holder
 * @param merchantTokenId as in {@link MerchantToken#id}
 * @param modifiedAt when this was last changed
 * @param past payments made
 * @param upcoming payments to come
 * @param expiresAt until when it may be shown; at most a year ahead
 */
public record UsageInformation(
        String merchantName,
        String merchantTokenId,
        Instant modifiedAt,
        List<PastPayment> past,
        List<UpcomingPayment> upcoming,
        Optional<Instant> expiresAt) {
    private static final int SCHEMA_VERSION = 1;

    public UsageInformation {
        past = List.copyOf(past);
        upcoming = List.copyOf(upcoming);
    }

    /**
     * An amount of money.
     *
     * @param amount decimal text in major units, such as "9.99"
     * @param currency ISO 4217, three letters
     */
    public record Amount(String amount, String currency) {
        public Amount {
            if (!amount.matches("[0-9]{1,12}(\\.[0-9]{1,4})?") || !currency.matches("[A-Z]{3}")) {
                throw new IllegalArgumentException(
                        "an amount is like 9.99 USD, got \"%s %s\"".formatted(amount, currency));
            }
        }

        private JsonObject json() {
            return new JsonObject().text("amount", amount).text("currency", currency);
        }
    }

    /**
     * A payment made.
     *
     * @param identifier tells the payments of a token apart; not shown
     */
    public record PastPayment(String identifier, Instant paidAt, Amount total) {
        private JsonObject json() {
            return new JsonObject()
                    .text("identifier", identifier)
                    .text("paymentDate", paidAt.toString())
                    .put("totalAmount", total.json());
        }
    }

    /**
     * A payment to come.
     *
     * @param identifier tells the payments of a token apart; not shown
     * @param label shown, such as the service's name
     */
    public record UpcomingPayment(String identifier, String label, Details details) {
        private JsonObject json() {
            JsonObject json =
                    new JsonObject()
                            .text("identifier", identifier)
                            .text("label", label)
                            .text("paymentType", details.word());
            return json.put(details.word() + "PaymentDetails", details.json());
        }
    }

    /** What kind of payment is to come. */
    public sealed interface Details {
        /** One payment later; either part may not be known yet. */
        record Deferred(Optional<Amount> amount, Optional<LocalDate> date) implements Details {}

        /** A balance filled up when it falls to the threshold. */
        record AutomaticReload(Optional<Amount> amount, Optional<Amount> threshold)
                implements Details {}

        /**
         * Again and again.
         *
         * @param every the unit of the interval
         * @param count how many units
         */
        record Recurring(Kind kind, MerchantTokenRequest.Unit every, int count)
                implements Details {}

        /** What recurs. */
        enum Kind {
            SUBSCRIPTION,
            BILLING,
            INSTALLMENT,
            OTHER
        }

        private String word() {
            return switch (this) {
                case Deferred _ -> "deferred";
                case AutomaticReload _ -> "automaticReload";
                case Recurring _ -> "recurring";
            };
        }

        private JsonObject json() {
            JsonObject json = new JsonObject();
            switch (this) {
                case Deferred deferred -> {
                    deferred.amount.ifPresent(amount -> json.put("amount", amount.json()));
                    json.text("paymentDate", deferred.date.map(LocalDate::toString));
                }
                case AutomaticReload reload -> {
                    reload.amount.ifPresent(amount -> json.put("amount", amount.json()));
                    reload.threshold.ifPresent(
                            threshold -> json.put("thresholdAmount", threshold.json()));
                }
                case Recurring recurring ->
                        json.text(
                                        "recurringPaymentType",
                                        recurring.kind.name().toLowerCase(Locale.ROOT))
                                .put(
                                        "interval",
                                        new JsonObject()
                                                .text("unit", recurring.every.word())
                                                .number("count", recurring.count));
            }
            return json;
        }
    }

    /** The document {@code usageInformation.json}. */
    public String json() {
        JsonObject json =
                new JsonObject()
                        .number("schemaVersion", SCHEMA_VERSION)
                        .text("merchantName", merchantName)
                        .text("merchantTokenIdentifier", merchantTokenId)
                        .text("modificationDate", modifiedAt.toString())
                        .text("expirationDate", expiresAt.map(Instant::toString));
        if (!past.isEmpty()) {
            json.put("pastPayments", past.stream().map(PastPayment::json).toList());
        }
        if (!upcoming.isEmpty()) {
            json.put("upcomingPayments", upcoming.stream().map(UpcomingPayment::json).toList());
        }
        return json.write();
    }
}
