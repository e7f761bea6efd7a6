package dev.handfast.merchants;

import dev.handfast.engine.Ids;
import dev.handfast.money.Currency;
import dev.handfast.secrets.KeyRing;
import dev.handfast.secrets.Vault;
import dev.handfast.testing.TestClock;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/** What these tests share: a clock, ids, a vault, and merchants that default everything. */
final class Fixture {
    final TestClock clock = new TestClock();
    final Ids ids = new Ids(clock);
    final Vault vault = new Vault(KeyRing.open(freshFolder().resolve("keyring")));

    Merchant merchant(Mode mode) {
        return new Merchant(
                UUID.randomUUID(),
                UUID.randomUUID(),
                "Harbor Coffee",
                "US",
                Currency.of("USD"),
                "5814",
                mode);
    }

    private static Path freshFolder() {
        try {
            Path parent = Files.createDirectories(Path.of("target", "test-keys"));
            return Files.createTempDirectory(parent, "merchants");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
