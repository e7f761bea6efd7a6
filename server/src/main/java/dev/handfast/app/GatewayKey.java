package dev.handfast.app;

import dev.handfast.alipay.Signatures;
import dev.handfast.alipay.SigningKey;
import dev.handfast.engine.Ids;
import dev.handfast.secrets.Sealed;
import dev.handfast.secrets.Vault;
import dev.handfast.sql.Database;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;

/**
 * The key pair that signs answers and notifications of the gateway: made once, kept sealed in the
 * database, the same for every process on it.
 */
final class GatewayKey {
    private static final String NAME = "gateway-signing-key";
    private static final UUID OWNER = Ids.named("installation", NAME);
    private static final int BITS = 2_048;

    private final RSAPrivateCrtKey key;

    private GatewayKey(RSAPrivateCrtKey key) {
        this.key = key;
    }

    /** The installation's key, made now if there is none. */
    static GatewayKey open(Database database, Vault vault, Instant now) {
        byte[] fresh = vault.seal(generate(), NAME, OWNER).bytes();
        byte[] kept =
                database.transact(
                        tx -> {
                            tx.update(
                                    """
                                    insert into installation_secret (name, sealed, created_at)
                                    values (?, ?, ?) on conflict do nothing
                                    """,
                                    NAME,
                                    fresh,
                                    now);
                            return tx.queryOne(
                                            """
                                            select sealed from installation_secret where name = ?
                                            """,
                                            row -> row.bytes("sealed"),
                                            NAME)
                                    .orElseThrow();
                        });
        return new GatewayKey(read(vault.open(Sealed.of(kept), NAME, OWNER)));
    }

    SigningKey signing(Signatures signatures) {
        return SigningKey.of(key, signatures);
    }

    /** The public key as merchants paste it: Base64 of X.509 SubjectPublicKeyInfo. */
    String publicKey() {
        try {
            RSAPublicKeySpec spec = new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent());
            byte[] encoded = KeyFactory.getInstance("RSA").generatePublic(spec).getEncoded();
            return Base64.getEncoder().encodeToString(encoded);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has RSA", e);
        }
    }

    private static byte[] generate() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(BITS);
            return generator.generateKeyPair().getPrivate().getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has RSA", e);
        }
    }

    private static RSAPrivateCrtKey read(byte[] pkcs8) {
        try {
            return (RSAPrivateCrtKey)
                    KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the kept gateway key is not an RSA key", e);
        }
    }
}
