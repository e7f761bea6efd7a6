package dev.handfast.payments;

import dev.handfast.money.Money;

import java.util.UUID;

/** What a payer pays with, as it arrived. */
public sealed interface Instrument {
    /**
     * A device token, from an Apple Pay token that passed every check.
     *
     * @param token the id that follows from the number
     * @param transaction the Apple Pay transaction, in words that are unique to merchant and token
     * @param cryptogram the bytes that came with it
     * @param approved the amount the holder approved on the device
     */
    @SuppressWarnings("ArrayRecordComponent") // a secret; never compared
    record Token(UUID token, String transaction, byte[] cryptogram, Money approved)
            implements Instrument {
        /** Prints no cryptogram. */
        @Override
        public String toString() {
            return "Token[" + token + ", " + approved + "]";
        }
    }

    /**
     * An Apple Pay token that failed a check. It takes the same way as a good one, so that a
     * recorded answer comes before the check.
     *
     * @param check the check's name
     * @param detail what was expected and what was got
     */
    record RefusedToken(String check, String detail) implements Instrument {}

    /**
     * A device token whose holder agreed before to be charged by this merchant again. The holder is
     * not there, so there is no cryptogram; the caller has checked whose it is.
     */
    record OnFile(UUID token) implements Instrument {}

    /** The digits of a payment code that a wallet holder showed. */
    record Code(String digits) implements Instrument {}

    /** A wallet whose holder has scanned the merchant's code and agreed. */
    record Wallet(UUID wallet) implements Instrument {}

    /** A mandate by whose holder's leave the merchant takes the money. */
    record Mandate(UUID mandate) implements Instrument {}

    /** A wallet whose holder has scanned a merchant's printed code and typed the amount. */
    record StaticCode(UUID wallet) implements Instrument {}

    /** Money that was frozen for the merchant before. */
    record Frozen(UUID freeze, Rest rest) implements Instrument {
        /** What becomes of what is left of it. */
        public enum Rest {
            /** It stays frozen. */
            KEPT,
            /** It is unfrozen. */
            UNFROZEN
        }
    }

    /** What somebody has paid at a partner's gateway, where the payment was offered. */
    record AtPartner(UUID offer) implements Instrument {}
}
