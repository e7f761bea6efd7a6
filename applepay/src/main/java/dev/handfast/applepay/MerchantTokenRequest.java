package dev.handfast.applepay;

import java.time.Instant;
import java.util.Optional;

/**
 * What a payment request adds to be given a merchant token: at most one of these three (Apple Pay
 * on the web, {@code ApplePayRecurringPaymentRequest} and its siblings).
 */
public sealed interface MerchantTokenRequest {
    /**
     * What every request has.
     *
     * @param paymentDescription shown to the customer
     * @param managementUrl where the customer changes or ends it
     * @param billingAgreement text shown before payment
     * @param tokenNotificationUrl where Apple announces lifecycle events
     */
    record Terms(
            String paymentDescription,
            String managementUrl,
            Optional<String> billingAgreement,
            Optional<String> tokenNotificationUrl) {}

    /** Units of an interval. */
    enum Unit {
        MINUTE("minute"),
        HOUR("hour"),
        DAY("day"),
        MONTH("month"),
        YEAR("year");

        private final String word;

        Unit(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    /**
     * How often a recurring amount is taken.
     *
     * @param every the unit
     * @param count how many units, 1 or more
     * @param start when it begins; absent for now
     * @param end when it ends; absent for never
     */
    record Schedule(Unit every, int count, Optional<Instant> start, Optional<Instant> end) {
        public Schedule {
            if (count < 1) {
                throw new IllegalArgumentException("an interval has 1 unit or more, got " + count);
            }
        }
    }

    /**
     * A line of a payment sheet.
     *
     * @param label shown to the customer
     * @param amount as a decimal text in major units, such as "9.99", as the sheet takes it
     */
    record Line(String label, String amount) {
        private static final java.util.regex.Pattern AMOUNT =
                java.util.regex.Pattern.compile("[0-9]{1,12}(\\.[0-9]{1,4})?");

        public Line {
            if (!AMOUNT.matcher(amount).matches()) {
                throw new IllegalArgumentException(
                        "an amount is digits and a point, got \"" + amount + "\"");
            }
        }

        JsonObject json(String timing) {
            return new JsonObject()
                    .text("label", label)
                    .text("amount", amount)
                    .text("paymentTiming", timing);
        }
    }

    /**
     * A subscription.
     *
     * @param terms what every request has
     * @param regular taken each time
     * @param schedule how often
     * @param trial taken instead at first, with its own schedule
     */
    record Recurring(Terms terms, Line regular, Schedule schedule, Optional<Trial> trial)
            implements MerchantTokenRequest {}

    /** A trial before a subscription. */
    record Trial(Line line, Schedule schedule) {}

    /**
     * A balance that is filled up when it runs low.
     *
     * @param terms what every request has
     * @param reload taken each time
     * @param thresholdAmount the balance below which it is, in major units
     */
    record AutomaticReload(Terms terms, Line reload, String thresholdAmount)
            implements MerchantTokenRequest {}

    /**
     * A payment taken later, for a booking.
     *
     * @param terms what every request has
     * @param line taken then
     * @param date when
     * @param freeCancellation until when it may be cancelled without charge
     */
    record Deferred(
            Terms terms, Line line, Instant date, Optional<FreeCancellation> freeCancellation)
            implements MerchantTokenRequest {}

    /** Until when a booking may be cancelled, and the time zone that is meant in. */
    record FreeCancellation(Instant until, java.time.ZoneId zone) {}

    /** The name of the member of {@code ApplePayPaymentRequest} that holds {@link #json}. */
    default String member() {
        return switch (this) {
            case Recurring ignored -> "recurringPaymentRequest";
            case AutomaticReload ignored -> "automaticReloadPaymentRequest";
            case Deferred ignored -> "deferredPaymentRequest";
        };
    }

    /** The request as Apple Pay on the web takes it. */
    default String json() {
        return switch (this) {
            case Recurring recurring -> recurring(recurring).write();
            case AutomaticReload reload ->
                    terms(reload.terms)
                            .put(
                                    "automaticReloadBilling",
                                    reload.reload
                                            .json("automaticReload")
                                            .text(
                                                    "automaticReloadPaymentThresholdAmount",
                                                    reload.thresholdAmount))
                            .write();
            case Deferred deferred -> deferred(deferred).write();
        };
    }

    private static JsonObject terms(Terms terms) {
        return new JsonObject()
                .text("paymentDescription", terms.paymentDescription)
                .text("managementURL", terms.managementUrl)
                .text("billingAgreement", terms.billingAgreement)
                .text("tokenNotificationURL", terms.tokenNotificationUrl);
    }

    private static JsonObject recurring(Recurring recurring) {
        JsonObject json =
                terms(recurring.terms)
                        .put("regularBilling", line(recurring.regular, recurring.schedule));
        recurring.trial.ifPresent(
                trial -> json.put("trialBilling", line(trial.line, trial.schedule)));
        return json;
    }

    private static JsonObject line(Line line, Schedule schedule) {
        return line.json("recurring")
                .text("recurringPaymentStartDate", schedule.start.map(Instant::toString))
                .text("recurringPaymentIntervalUnit", schedule.every.word)
                .number("recurringPaymentIntervalCount", schedule.count)
                .text("recurringPaymentEndDate", schedule.end.map(Instant::toString));
    }

    private static JsonObject deferred(Deferred deferred) {
        JsonObject json =
                terms(deferred.terms)
                        .put(
                                "deferredBilling",
                                deferred.line
                                        .json("deferred")
                                        .text("deferredPaymentDate", deferred.date.toString()));
        deferred.freeCancellation.ifPresent(
                free ->
                        json.text("freeCancellationDate", free.until.toString())
                                .text("freeCancellationDateTimeZone", free.zone.getId()));
        return json;
    }
}
