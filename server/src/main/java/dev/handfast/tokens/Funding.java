package dev.handfast.tokens;

import java.util.UUID;

/** What stands behind a device token. */
public sealed interface Funding {
    /** An account wallet. */
    record FromWallet(UUID wallet) implements Funding {}

    /** A card. */
    record FromCard(UUID card) implements Funding {}
}
