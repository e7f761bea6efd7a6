package dev.handfast.app;

import dev.handfast.alipay.Keys;
import dev.handfast.alipay.Signatures;
import dev.handfast.alipay.SigningKey;
import dev.handfast.engine.Ids;
import dev.handfast.secrets.Sealed;
import dev.handfast.secrets.Vault;
import dev.handfast.sql.Database;
import dev.handfast.sql.Tx;
import dev.handfast.web.Lazily;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * The key pair that signs answers and notifications of the gateway: made once, kept sealed in the
 * database, the same for every process on it.
 */
final class GatewayKey {
    private static final String NAME = "gateway-signing-key";
    private static final int BITS = 2_048;

    private final RSAPrivateCrtKey key;
    private final Supplier<Sm2> sm2;

    private GatewayKey(RSAPrivateCrtKey key, Supplier<Sm2> sm2) {
        this.key = key;
        this.sm2 = sm2;
    }

    /** The pair by which apps are answered that sign with SM2; made when the first asks. */
    record Sm2(KeyPair pair) {
        private static final String NAME = "gateway-signing-key-sm2";

        static Sm2 open(Database database, Vault vault, Instant now) {
            byte[] kept =
                    kept(
                            database,
                            vault,
                            new Fresh(
                                    NAME, () -> Keys.newSm2Pair().getPrivate().getEncoded(), now));
            return new Sm2(Keys.sm2Pair(Base64.getEncoder().encodeToString(kept)));
        }

        /** The public key as merchants paste it: Base64 of X.509 SubjectPublicKeyInfo. */
        String publicKey() {
            return Base64.getEncoder().encodeToString(pair.getPublic().getEncoded());
        }
    }

    /** A secret that is made and kept unless there is one of its name. */
    private record Fresh(String name, Supplier<byte[]> secret, Instant now) {
        UUID owner() {
            return Ids.named("installation", name);
        }
    }

    /** The installation's key, made now if there is none. */
    static GatewayKey open(Database database, Vault vault, Instant now) {
        byte[] kept = kept(database, vault, new Fresh(NAME, GatewayKey::generate, now));
        return new GatewayKey(read(kept), Lazily.once(() -> Sm2.open(database, vault, now)));
    }

    private static byte[] kept(Database database, Vault vault, Fresh fresh) {
        byte[] kept =
                database.read(tx -> find(tx, fresh))
                        .orElseGet(
                                () -> {
                                    byte[] secret = fresh.secret().get();
                                    byte[] sealed =
                                            vault.seal(secret, fresh.name(), fresh.owner()).bytes();
                                    return database.transact(tx -> keep(tx, fresh, sealed));
                                });
        return vault.open(Sealed.of(kept), fresh.name(), fresh.owner());
    }

    private static Optional<byte[]> find(Tx tx, Fresh fresh) {
        return tx.queryOne(
                """
                select sealed from installation_secret where name = ?
                """,
                row -> row.bytes("sealed"),
                fresh.name());
    }

    /** Another process may have been faster; then its secret is ours too. */
    private static byte[] keep(Tx tx, Fresh fresh, byte[] sealed) {
        tx.update(
                """
                insert into installation_secret (name, sealed, created_at)
                values (?, ?, ?) on conflict do nothing
                """,
                fresh.name(),
                sealed,
                fresh.now());
        return find(tx, fresh).orElseThrow();
    }

    /** Signs as each app does. */
    SigningKey signing(Signatures signatures) {
        return SigningKey.of(key, signatures)
                .and(SigningKey.sm2Later(() -> sm2().pair().getPrivate()));
    }

    Sm2 sm2() {
        return sm2.get();
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
