package dev.handfast.applepay;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An opened payment token: every check held, and these are its parts. Printing it shows nothing
 * that identifies the card or its holder.
 *
 * @param transactionId lower-case hex; the same payment has the same id, so credit it once
 * @param sealedFor the merchant key the token was encrypted to
 * @param signedAt when Apple signed it, to the second
 * @param signer common name of the signing certificate, a hint for people only
 * @param applicationDataHash SHA-256 in lower-case hex of the application data, when the request
 *     had some
 * @param payment what was encrypted
 */
public record PaymentToken(
        String transactionId,
        MerchantKey sealedFor,
        Instant signedAt,
        String signer,
        Optional<String> applicationDataHash,
        Payment payment) {

    /**
     * The number to charge: a device token, or a merchant token if {@link #merchantToken} is there.
     */
    public Pan pan() {
        return payment.pan;
    }

    /** Expiry of the number as YYMMDD. */
    public String expirationDate() {
        return payment.expirationDate;
    }

    /** ISO 4217 numeric code, three digits. */
    public String currency() {
        return payment.currency;
    }

    /** Amount in minor units, 0 or more. */
    public long amountMinor() {
        return payment.amountMinor;
    }

    /** The cryptogram or EMV data. */
    public PaymentData data() {
        return payment.data;
    }

    /** Names the device's wallet maker (per network), in hex; not unique to a device. */
    public String deviceManufacturerId() {
        return payment.deviceManufacturerId;
    }

    /** Present when the number is a merchant token. */
    public Optional<MerchantToken> merchantToken() {
        return payment.extras.merchantToken;
    }

    /** One for each merchant of a payment for several; else empty. */
    public List<AuthenticationResponse> authenticationResponses() {
        return payment.extras.authenticationResponses;
    }

    /** The card holder's name, which Apple seldom sends; a personal datum. */
    public Optional<String> cardholderName() {
        return payment.extras.cardholderName;
    }

    @Override
    public String toString() {
        return "PaymentToken[" + transactionId + ", signed " + signedAt + ", " + payment + "]";
    }

    /**
     * The encrypted part of a token.
     *
     * @param pan number to charge
     * @param expirationDate YYMMDD
     * @param currency ISO 4217 numeric code, three digits
     * @param amountMinor minor units, 0 or more
     * @param deviceManufacturerId hex
     * @param data cryptogram or EMV data
     * @param extras what most payments lack
     */
    public record Payment(
            Pan pan,
            String expirationDate,
            String currency,
            long amountMinor,
            String deviceManufacturerId,
            PaymentData data,
            Extras extras) {
        public Payment {
            check(isDate(expirationDate), "an expiration date is YYMMDD", expirationDate);
            check(isCurrency(currency), "a currency is three digits", currency);
            check(amountMinor >= 0, "an amount is 0 or more", Long.toString(amountMinor));
            check(isHex(deviceManufacturerId), "a manufacturer id is hex", deviceManufacturerId);
        }

        private static void check(boolean holds, String rule, String got) {
            if (!holds) {
                throw new IllegalArgumentException(rule + ", got " + got);
            }
        }

        static boolean isDate(String text) {
            if (text.length() != 6 || !Fields.allDigits(text)) {
                return false;
            }
            int month = Integer.parseInt(text.substring(2, 4));
            return month >= 1 && month <= 12;
        }

        static boolean isCurrency(String text) {
            return text.length() == 3 && Fields.allDigits(text);
        }

        static boolean isHex(String text) {
            return !text.isEmpty() && text.length() <= 64 && Fields.allHexDigits(text);
        }

        @Override
        public String toString() {
            return "Payment[%s, amount %d minor of currency %s]"
                    .formatted(pan, amountMinor, currency);
        }
    }

    /**
     * The optional parts of a payment.
     *
     * @param cardholderName a personal datum
     * @param merchantToken present when the number is a merchant token
     * @param authenticationResponses one for each merchant of a payment for several
     */
    public record Extras(
            Optional<String> cardholderName,
            Optional<MerchantToken> merchantToken,
            List<AuthenticationResponse> authenticationResponses) {
        /** No optional part at all, like almost every payment. */
        public static final Extras NONE = new Extras(Optional.empty(), Optional.empty(), List.of());

        public Extras {
            authenticationResponses = List.copyOf(authenticationResponses);
        }

        @Override
        public String toString() {
            return "Extras[merchantToken=%s, authenticationResponses=%d]"
                    .formatted(merchantToken.isPresent(), authenticationResponses.size());
        }
    }
}
