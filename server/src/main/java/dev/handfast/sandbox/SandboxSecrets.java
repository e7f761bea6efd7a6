package dev.handfast.sandbox;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.handfast.engine.Ids;
import dev.handfast.secrets.Sealed;
import dev.handfast.secrets.Vault;
import dev.handfast.sql.Database;
import dev.handfast.sql.SealedColumn;

import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * What the sandbox has made up once, sealed in the database, so that it hands out the same keys
 * after every start. Whoever stores a name first has made it; everybody else reads that.
 */
final class SandboxSecrets {
    private static final String PURPOSE = "sandbox-secret";

    /** Where sealed values are kept. */
    static final SealedColumn SEALED =
            new SealedColumn(
                    new SealedColumn.Place("sandbox_secret", "name", "sealed"),
                    SealedColumn.KeyType.TEXT,
                    name -> new SealedColumn.Context(PURPOSE, owner(name)));

    private final Database database;
    private final Vault vault;

    SandboxSecrets(Database database, Vault vault) {
        this.database = database;
        this.vault = vault;
    }

    /** The ASCII text of this name; made by {@code make} if there is none yet. */
    String text(String name, Supplier<String> make) {
        return new String(bytes(name, () -> make.get().getBytes(US_ASCII)), US_ASCII);
    }

    /** The bytes of this name; made by {@code make} if there are none yet. */
    byte[] bytes(String name, Supplier<byte[]> make) {
        return find(name)
                .orElseGet(
                        () -> {
                            store(name, make.get());
                            return find(name).orElseThrow();
                        });
    }

    private void store(String name, byte[] secret) {
        byte[] sealed = vault.seal(secret, PURPOSE, owner(name)).bytes();
        database.transact(
                tx ->
                        tx.update(
                                """
                                insert into sandbox_secret (name, sealed) values (?, ?)
                                on conflict do nothing
                                """,
                                name,
                                sealed));
    }

    private Optional<byte[]> find(String name) {
        return database.read(
                        tx ->
                                tx.queryOne(
                                        """
                                        select sealed from sandbox_secret where name = ?
                                        """,
                                        row -> row.bytes("sealed"),
                                        name))
                .map(stored -> vault.open(Sealed.of(stored), PURPOSE, owner(name)));
    }

    private static UUID owner(String name) {
        return Ids.named("sandbox_secret", name);
    }
}
