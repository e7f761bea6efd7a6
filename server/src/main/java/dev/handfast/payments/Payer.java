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

    /** Somebody whose money is not in these books: a rail is asked for it. */
    sealed interface ByRail extends Payer {
        /** The rail that is asked. */
        String rail();

        /**
         * The id by which the rail knows this attempt to pay; another try at the same payment has
         * another.
         */
        UUID attempt();
    }

    /**
     * The holder of a wallet at a partner that runs its own gateway.
     *
     * @param rail the rail that reaches the gateway
     * @param attempt the id by which the rail knows this attempt to pay
     */
    record PartnerHolder(String rail, UUID attempt) implements ByRail {
        @Override
        public Optional<UUID> token() {
            return Optional.empty();
        }
    }

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
            implements ByRail {}
}
