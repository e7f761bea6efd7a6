package dev.handfast.applepay;

import java.util.Optional;

/** The part of a payment that proves it to the card network. */
public sealed interface PaymentData {
    /**
     * A 3-D Secure cryptogram; {@code paymentDataType} "3DSecure".
     *
     * @param cryptogram online payment cryptogram; its length depends on the network (19, 20 and 40
     *     bytes have been seen)
     * @param eci electronic commerce indicator as received, one or two digits; when present it must
     *     be passed on to the network
     */
    record ThreeDSecure(SecretBytes cryptogram, Optional<String> eci) implements PaymentData {
        public ThreeDSecure {
            if (eci.isPresent() && !isEci(eci.get())) {
                throw new IllegalArgumentException(
                        "an ECI has one or two digits, got " + eci.get().length() + " characters");
            }
        }

        static boolean isEci(String text) {
            return (text.length() == 1 || text.length() == 2) && Fields.allDigits(text);
        }

        /** The indicator with two digits, as acquirers take it: "7" becomes "07". */
        public Optional<String> eciTwoDigits() {
            return eci.map(digits -> digits.length() == 1 ? "0" + digits : digits);
        }
    }

    /**
     * EMV data elements; {@code paymentDataType} "EMV".
     *
     * @param data BER-TLV data elements with the application cryptogram
     * @param encryptedPin online PIN under the bank's key, absent for most cards
     */
    record Emv(SecretBytes data, Optional<SecretBytes> encryptedPin) implements PaymentData {}
}
