package dev.handfast.cashier;

import dev.handfast.secrets.SecretText;
import dev.handfast.wallets.Wallet;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Who holds wallets, and how they prove it; told by whoever keeps the wallets. */
public interface Holders {
    /** What came of a proof. */
    sealed interface Proof {
        /** It is the holder. */
        record Proved() implements Proof {}

        /** It is not, and may try this many times more. */
        record Wrong(int triesLeft) implements Proof {}

        /** It was wrong too often; before this moment nobody is believed. */
        record Locked(Instant until) implements Proof {}
    }

    /** The wallets a visitor may choose from. */
    List<Wallet> wallets();

    /** Whether the payment password is the holder's. Each wrong one counts. */
    Proof prove(UUID wallet, SecretText password);
}
