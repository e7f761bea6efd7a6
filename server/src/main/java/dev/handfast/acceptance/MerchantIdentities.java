package dev.handfast.acceptance;

import dev.handfast.applepay.Pem;
import dev.handfast.engine.Ids;
import dev.handfast.secrets.Sealed;
import dev.handfast.secrets.Vault;
import dev.handfast.sql.Database;
import dev.handfast.sql.SealedColumn;

import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The client certificates by which merchants call Apple's gateway, keys sealed in the database. */
public final class MerchantIdentities {
    private static final String PURPOSE = "apple-pay-merchant-identity";

    /** Where sealed values are kept. */
    public static final SealedColumn SEALED =
            SealedColumn.ofRows(
                    new SealedColumn.Place("apple_pay_merchant_identity", "id", "sealed_key"),
                    PURPOSE);

    private final Database database;
    private final Vault vault;

    /**
     * A merchant identity certificate with its key.
     *
     * @param identifier such as {@code merchant.com.example}
     */
    public record Identity(
            UUID merchant, String identifier, PrivateKey key, X509Certificate certificate) {
        @Override
        public String toString() {
            return "Identity[%s, until %s]".formatted(identifier, certificate.getNotAfter());
        }
    }

    /** Identities in a database. */
    public MerchantIdentities(Database database, Vault vault) {
        this.database = database;
        this.vault = vault;
    }

    /** Adds one; the same certificate is added once. */
    public void register(Identity identity) {
        UUID id = Ids.named("apple_pay_merchant_identity", name(identity.certificate()));
        byte[] pem = Pem.write(identity.key()).getBytes(StandardCharsets.US_ASCII);
        byte[] sealed = vault.seal(pem, PURPOSE, id).bytes();
        database.transact(
                tx ->
                        tx.update(
                                """
                                insert into apple_pay_merchant_identity
                                  (id, merchant, identifier, sealed_key, certificate_pem)
                                values (?, ?, ?, ?, ?)
                                on conflict do nothing
                                """,
                                id,
                                identity.merchant(),
                                identity.identifier(),
                                sealed,
                                Pem.write(identity.certificate())));
    }

    /** A merchant's identity that lasts longest. */
    public Optional<Identity> of(UUID merchant) {
        List<Identity> all =
                database.read(
                        tx ->
                                tx.query(
                                        """
                                        select id, identifier, sealed_key, certificate_pem
                                        from apple_pay_merchant_identity where merchant = ?
                                        """,
                                        row -> {
                                            byte[] pem =
                                                    vault.open(
                                                            Sealed.of(row.bytes("sealed_key")),
                                                            PURPOSE,
                                                            row.uuid("id"));
                                            return new Identity(
                                                    merchant,
                                                    row.text("identifier"),
                                                    Pem.privateKey(
                                                            new String(
                                                                    pem,
                                                                    StandardCharsets.US_ASCII)),
                                                    Pem.certificate(row.text("certificate_pem")));
                                        },
                                        merchant));
        return all.stream().max(Comparator.comparing(one -> one.certificate().getNotAfter()));
    }

    private static String name(X509Certificate certificate) {
        return certificate.getIssuerX500Principal().getName()
                + "|"
                + HexFormat.of().formatHex(certificate.getSerialNumber().toByteArray());
    }
}
