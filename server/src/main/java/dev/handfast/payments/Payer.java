package dev.handfast.payments;

import java.util.Optional;
import java.util.UUID;

/** Who pays. */
public sealed interface Payer {
    /** The device token that was used, where one was. */
    Optional<UUID> token();

    /**
     * The holder of an account wallet.
     *
     * @param wallet the wallet
     * @param token the device token that stands for it, where one was used
     */
    record WalletHolder(UUID wallet, Optional<UUID> token) implements Payer {}

    /**
     * The holder of a card.
     *
     * @param card the card
     * @param token the device token that stands for it
     * @param rail the rail that reaches its issuer
     * @param attempt the id by which the rail knows this attempt to pay; another try at the same
     *     payment has another
     */
    record CardHolder(UUID card, Optional<UUID> token, String rail, UUID attempt)
            implements Payer {}
}
