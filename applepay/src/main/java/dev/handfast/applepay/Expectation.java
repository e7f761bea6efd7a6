package dev.handfast.applepay;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the merchant asked the customer for, to be compared with what the token says. What is absent
 * is not compared; a merchant should give all of it.
 */
public final class Expectation {
    private static final Expectation NOTHING =
            new Expectation(OptionalLong.empty(), Optional.empty(), Optional.empty());

    private final OptionalLong amountMinor;
    private final Optional<String> currency;
    private final Optional<SecretBytes> applicationData;

    private Expectation(
            OptionalLong amountMinor,
            Optional<String> currency,
            Optional<SecretBytes> applicationData) {
        this.amountMinor = amountMinor;
        this.currency = currency;
        this.applicationData = applicationData;
    }

    /** Compares nothing: for reading a token before the order is known. */
    public static Expectation nothing() {
        return NOTHING;
    }

    /**
     * Compares amount and currency.
     *
     * @param amountMinor minor units
     * @param currency ISO 4217 numeric code, three digits
     */
    public static Expectation of(long amountMinor, String currency) {
        return NOTHING.amount(amountMinor).currency(currency);
    }

    /** The same with this amount in minor units. */
    public Expectation amount(long minor) {
        return new Expectation(OptionalLong.of(minor), currency, applicationData);
    }

    /** The same with this ISO 4217 numeric code of three digits. */
    public Expectation currency(String numeric) {
        if (!PaymentToken.Payment.isCurrency(numeric)) {
            throw new IllegalArgumentException(
                    "a currency is an ISO 4217 code of three digits, got \"" + numeric + "\"");
        }
        return new Expectation(amountMinor, Optional.of(numeric), applicationData);
    }

    /**
     * The same with the application data of the payment request: the original bytes (on the web,
     * what the Base64 in the request decodes to).
     */
    public Expectation applicationData(byte[] original) {
        return new Expectation(amountMinor, currency, Optional.of(SecretBytes.of(original)));
    }

    OptionalLong amountMinor() {
        return amountMinor;
    }

    Optional<String> currency() {
        return currency;
    }

    Optional<SecretBytes> applicationData() {
        return applicationData;
    }
}
