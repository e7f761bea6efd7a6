package dev.handfast.acceptance;

import dev.handfast.applepay.MerchantKey;
import dev.handfast.applepay.Pem;
import dev.handfast.engine.Ids;
import dev.handfast.secrets.Sealed;
import dev.handfast.secrets.Vault;
import dev.handfast.sql.Database;
import dev.handfast.sql.SealedColumn;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/** The payment processing keys of merchants, sealed in the database. */
public final class ApplePayIdentities {
    private static final String PURPOSE = "apple-pay-processing-key";

    /** Where sealed values are kept. */
    public static final SealedColumn SEALED =
            SealedColumn.ofRows(
                    new SealedColumn.Place("apple_pay_identity", "id", "sealed_key"), PURPOSE);

    private final Database database;
    private final Vault vault;

    /** Identities in a database. */
    public ApplePayIdentities(Database database, Vault vault) {
        this.database = database;
        this.vault = vault;
    }

    /** Adds a key; several may be live for one identifier, and the same one is added once. */
    public void register(ApplePayIdentity identity, String privateKeyPem) {
        UUID id = Ids.named("apple_pay_identity", identity.key().publicKeyHash());
        byte[] sealed =
                vault.seal(privateKeyPem.getBytes(StandardCharsets.US_ASCII), PURPOSE, id).bytes();
        database.transact(
                tx ->
                        tx.update(
                                """
                                insert into apple_pay_identity
                                  (id, merchant, identifier, sealed_key, certificate_pem)
                                values (?, ?, ?, ?, ?)
                                on conflict do nothing
                                """,
                                id,
                                identity.merchant(),
                                identity.identifier(),
                                sealed,
                                Pem.write(identity.key().certificate())));
    }

    /** How many there are. */
    public long count() {
        return database.read(
                tx ->
                        tx.queryOne(
                                        "select count(*) as count from apple_pay_identity",
                                        row -> row.number("count"))
                                .orElseThrow());
    }

    /** All identities. */
    public List<ApplePayIdentity> all() {
        return database.read(
                tx ->
                        tx.query(
                                """
                                select id, merchant, identifier, sealed_key, certificate_pem
                                from apple_pay_identity order by identifier, id
                                """,
                                row -> {
                                    byte[] key =
                                            vault.open(
                                                    Sealed.of(row.bytes("sealed_key")),
                                                    PURPOSE,
                                                    row.uuid("id"));
                                    return new ApplePayIdentity(
                                            row.uuid("merchant"),
                                            row.text("identifier"),
                                            MerchantKey.load(
                                                    new String(key, StandardCharsets.US_ASCII),
                                                    row.text("certificate_pem")));
                                }));
    }
}
