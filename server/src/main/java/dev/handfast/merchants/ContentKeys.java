package dev.handfast.merchants;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.handfast.engine.Ids;
import dev.handfast.secrets.Sealed;
import dev.handfast.secrets.SecretText;
import dev.handfast.secrets.Vault;
import dev.handfast.sql.Database;
import dev.handfast.sql.SealedColumn;
import dev.handfast.sql.Tx;

import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;

/**
 * The keys by which apps of the Alipay dialect encrypt their business content: Base64, one of an
 * app, kept sealed. Safe for use by many threads.
 */
public final class ContentKeys {
    private static final String PURPOSE = "gateway.content-key";

    /** Where sealed values are kept. */
    public static final SealedColumn SEALED =
            new SealedColumn(
                    new SealedColumn.Place("gateway_content_key", "app_id", "sealed"),
                    SealedColumn.KeyType.TEXT,
                    name -> new SealedColumn.Context(PURPOSE, owner(name)));

    private final Database database;
    private final Vault vault;
    private final InstantSource clock;

    /** Keys in a database. */
    public ContentKeys(Database database, Vault vault, InstantSource clock) {
        this.database = database;
        this.vault = vault;
        this.clock = clock;
    }

    /** Gives an app this key, in place of any other. */
    public void set(String appId, SecretText key) {
        database.transact(tx -> set(tx, appId, key));
    }

    int set(Tx tx, String appId, SecretText key) {
        byte[] sealed =
                key.use(text -> vault.seal(text.getBytes(US_ASCII), PURPOSE, owner(appId))).bytes();
        return tx.update(
                """
                insert into gateway_content_key (app_id, sealed, created_at)
                values (?, ?, ?)
                on conflict (app_id) do update
                set sealed = excluded.sealed, created_at = excluded.created_at
                """,
                appId,
                sealed,
                clock.instant());
    }

    /** The key of an app, if it has one. */
    public Optional<SecretText> find(String appId) {
        return database.read(
                        tx ->
                                tx.queryOne(
                                        """
                                        select sealed from gateway_content_key where app_id = ?
                                        """,
                                        row -> row.bytes("sealed"),
                                        appId))
                .map(stored -> vault.open(Sealed.of(stored), PURPOSE, owner(appId)))
                .map(key -> SecretText.of(new String(key, US_ASCII)));
    }

    private static UUID owner(String appId) {
        return Ids.named("gateway_app", appId);
    }
}
