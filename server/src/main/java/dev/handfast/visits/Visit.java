package dev.handfast.visits;

import java.util.Optional;
import java.util.UUID;

/**
 * A way in to the cashier.
 *
 * @param id hard to guess: whoever knows it may see what it is about, and agree to it
 * @param subject the payment that is to be paid, or the freeze that is to be agreed to
 * @param way how the payer came, and goes
 */
public record Visit(UUID id, UUID subject, Way way) {
    /** How the page begins; every page leads to the others. */
    public enum Look {
        /** With a code for the telephone, on a larger screen. */
        SCAN,
        /** With the choice of a wallet, on the telephone itself. */
        SIGN_IN,
        /** The code alone, within a page of the merchant's. */
        FRAME
    }

    /**
     * How a payer comes and goes.
     *
     * @param look how the page begins
     * @param back where the payer goes afterwards
     * @param code what the payment's QR code says, where it has one
     * @param details what the dialect needs for the way back, in its own form; may be empty
     */
    public record Way(Look look, Back back, Optional<String> code, String details) {}

    /**
     * Where the payer goes afterwards, as the merchant said under its signature.
     *
     * @param returnUrl once it is paid or decided
     * @param quitUrl if the payer changes their mind
     */
    public record Back(Optional<String> returnUrl, Optional<String> quitUrl) {
        /** Nowhere: the merchant looks by itself. */
        public static final Back NOWHERE = new Back(Optional.empty(), Optional.empty());
    }
}
