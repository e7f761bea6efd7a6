package dev.handfast.app;

import dev.handfast.alipay.CertificateAuthority;
import dev.handfast.alipay.CertificateAuthority.Name;
import dev.handfast.alipay.CertificateAuthority.Validity;
import dev.handfast.alipay.Certificates;
import dev.handfast.alipay.Keys;
import dev.handfast.engine.Ids;
import dev.handfast.opengateway.Platform;
import dev.handfast.sandbox.Sandbox;
import dev.handfast.secrets.Sealed;
import dev.handfast.secrets.Vault;
import dev.handfast.sql.Database;
import dev.handfast.sql.Tx;
import dev.handfast.web.Lazily;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * The certificates of the gateway for apps in certificate mode: a root, an authority below it that
 * issues, and one for the key that signs answers. Made once and the same for every process.
 *
 * <p>The root's private key is forgotten as soon as it has signed the authority, so that nobody can
 * take it. The signing certificate is replaced {@link #RENEWED_BEFORE} it ends; clients ask for the
 * new one by its serial number.
 */
final class GatewayCertificates implements Platform.Certificates, Sandbox.Certificates {
    private static final String ORGANISATION = "Handfast";
    private static final int BITS = 2_048;
    private static final Duration YEAR = Duration.ofDays(365);
    private static final Duration ROOT_LIFE = YEAR.multipliedBy(20);
    private static final Duration AUTHORITY_LIFE = YEAR.multipliedBy(15);
    private static final Duration LEAF_LIFE = YEAR.multipliedBy(5);

    /** How long before its end the signing certificate is replaced, as the official one is. */
    static final Duration RENEWED_BEFORE = Duration.ofDays(30);

    /** A certificate is good a little before it is made: clocks differ. */
    private static final Duration EARLIER = Duration.ofHours(1);

    /** Any number, the same in every process. */
    private static final long LOCK = 0x6365727469666963L;

    private enum Role {
        ROOT,
        AUTHORITY,
        SIGNING
    }

    /** What keys the certificates are of. */
    private enum Kind {
        RSA("gateway-authority-key", ""),
        SM2("gateway-authority-key-sm2", "SM2_");

        /** Under which name the authority's private key is kept. */
        private final String secret;

        private final String prefix;

        Kind(String secret, String prefix) {
            this.secret = secret;
            this.prefix = prefix;
        }

        UUID owner() {
            return Ids.named("installation", secret);
        }

        String named(Role role) {
            return prefix + role;
        }
    }

    /** Where they are kept. */
    private record Store(Database database, Vault vault, InstantSource clock) {}

    private final Store store;
    private final Kind kind;
    private final Supplier<GatewayCertificates> sm2;
    private final X509Certificate root;
    private final CertificateAuthority authority;
    private final X509Certificate signing;

    private GatewayCertificates(
            Store store,
            Kind kind,
            CertificateAuthority authority,
            List<X509Certificate> rootAndSigning,
            Supplier<GatewayCertificates> sm2) {
        this.store = store;
        this.kind = kind;
        this.authority = authority;
        this.root = rootAndSigning.getFirst();
        this.signing = rootAndSigning.getLast();
        this.sm2 = sm2;
    }

    /**
     * The installation's certificates, made now where there are none; those of SM2 when asked for.
     */
    static GatewayCertificates open(
            Database database, Vault vault, GatewayKey key, InstantSource clock) {
        Store store = new Store(database, vault, clock);
        Supplier<GatewayCertificates> sm2 =
                Lazily.once(
                        () ->
                                open(
                                        store,
                                        Kind.SM2,
                                        Keys.publicKey(key.sm2().publicKey()),
                                        () -> {
                                            throw new IllegalStateException("these are of SM2");
                                        }));
        return open(store, Kind.RSA, Keys.publicKey(key.publicKey()), sm2);
    }

    private static GatewayCertificates open(
            Store store, Kind kind, PublicKey publicKey, Supplier<GatewayCertificates> sm2) {
        Instant now = store.clock().instant();
        return store.database()
                .transact(
                        tx -> {
                            tx.query(
                                    "select pg_advisory_xact_lock(?) is null as locked",
                                    row -> row.flag("locked"),
                                    LOCK);
                            Optional<byte[]> kept = sealedKey(tx, kind);
                            CertificateAuthority authority =
                                    kept.isPresent()
                                            ? read(tx, kind, opened(store, kind, kept.get()))
                                            : make(tx, store, kind, now);
                            X509Certificate signing =
                                    newest(tx, kind, Role.SIGNING)
                                            .filter(one -> lasts(one, publicKey, now))
                                            .orElseGet(
                                                    () ->
                                                            issueSigning(
                                                                    tx, kind, authority, publicKey,
                                                                    now));
                            X509Certificate root = newest(tx, kind, Role.ROOT).orElseThrow();
                            return new GatewayCertificates(
                                    store, kind, authority, List.of(root, signing), sm2);
                        });
    }

    private static byte[] opened(Store store, Kind kind, byte[] sealed) {
        return store.vault().open(Sealed.of(sealed), kind.secret, kind.owner());
    }

    private static boolean lasts(X509Certificate certificate, PublicKey key, Instant now) {
        return certificate.getPublicKey().equals(key)
                && certificate.getNotAfter().toInstant().isAfter(now.plus(RENEWED_BEFORE));
    }

    private static X509Certificate issueSigning(
            Tx tx, Kind kind, CertificateAuthority authority, PublicKey key, Instant now) {
        X509Certificate issued =
                authority.issue(
                        new Name(ORGANISATION, "Handfast gateway"), key, from(now, LEAF_LIFE));
        keep(tx, kind.named(Role.SIGNING), issued, now);
        return issued;
    }

    private static CertificateAuthority make(Tx tx, Store store, Kind kind, Instant now) {
        CertificateAuthority root =
                CertificateAuthority.root(
                        new Name(ORGANISATION, "Handfast root"), pair(kind), from(now, ROOT_LIFE));
        KeyPair keys = pair(kind);
        CertificateAuthority authority =
                root.below(
                        new Name(ORGANISATION, "Handfast authority"),
                        keys,
                        from(now, AUTHORITY_LIFE));
        tx.updateExactly(
                1,
                "insert into installation_secret (name, sealed, created_at) values (?, ?, ?)",
                kind.secret,
                store.vault()
                        .seal(keys.getPrivate().getEncoded(), kind.secret, kind.owner())
                        .bytes(),
                now);
        keep(tx, kind.named(Role.ROOT), root.certificate(), now);
        keep(tx, kind.named(Role.AUTHORITY), authority.certificate(), now);
        return authority;
    }

    private static CertificateAuthority read(Tx tx, Kind kind, byte[] pkcs8) {
        X509Certificate certificate = newest(tx, kind, Role.AUTHORITY).orElseThrow();
        return CertificateAuthority.of(privateKey(kind, pkcs8), certificate);
    }

    private static PrivateKey privateKey(Kind kind, byte[] pkcs8) {
        return switch (kind) {
            case SM2 -> Keys.sm2Pair(Base64.getEncoder().encodeToString(pkcs8)).getPrivate();
            case RSA -> {
                try {
                    KeyFactory rsa = KeyFactory.getInstance("RSA");
                    yield rsa.generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
                } catch (GeneralSecurityException e) {
                    throw new IllegalStateException(
                            "the kept authority's key is not an RSA key", e);
                }
            }
        };
    }

    private static Optional<byte[]> sealedKey(Tx tx, Kind kind) {
        return tx.queryOne(
                "select sealed from installation_secret where name = ?",
                row -> row.bytes("sealed"),
                kind.secret);
    }

    private static void keep(Tx tx, String role, X509Certificate certificate, Instant now) {
        tx.updateExactly(
                1,
                """
                insert into gateway_certificate (serial_number, role, certificate, created_at)
                values (?, ?, ?, ?)
                """,
                Certificates.serialNumber(certificate),
                role,
                Certificates.pem(certificate),
                now);
    }

    private static Optional<X509Certificate> newest(Tx tx, Kind kind, Role role) {
        return tx.queryOne(
                        """
                        select certificate from gateway_certificate
                        where role = ? order by created_at desc limit 1
                        """,
                        row -> row.text("certificate"),
                        kind.named(role))
                .map(pem -> Certificates.parse(pem).getFirst());
    }

    private static Validity from(Instant now, Duration life) {
        return new Validity(now.minus(EARLIER), now.plus(life));
    }

    @Override
    public String rootSerialNumber() {
        return Certificates.serialNumber(root);
    }

    @Override
    public String serialNumber() {
        return Certificates.serialNumber(signing);
    }

    @Override
    public GatewayCertificates sm2() {
        return kind == Kind.SM2 ? this : sm2.get();
    }

    @Override
    public Optional<List<X509Certificate>> chain(String serialNumber) {
        return store.database()
                .read(tx -> found(tx, serialNumber))
                .map(
                        found ->
                                List.of(
                                        found,
                                        found.getPublicKey().getAlgorithm().equals("EC")
                                                ? sm2().authority.certificate()
                                                : authority.certificate()));
    }

    private static Optional<X509Certificate> found(Tx tx, String serialNumber) {
        return tx.queryOne(
                        """
                        select certificate from gateway_certificate
                        where serial_number = ? and role in (?, ?)
                        """,
                        row -> row.text("certificate"),
                        serialNumber,
                        Kind.RSA.named(Role.SIGNING),
                        Kind.SM2.named(Role.SIGNING))
                .map(pem -> Certificates.parse(pem).getFirst());
    }

    @Override
    public String rootPem() {
        return Certificates.pem(root);
    }

    @Override
    public String chainPem() {
        return Certificates.pem(List.of(signing, authority.certificate()));
    }

    @Override
    public X509Certificate issue(String organisation, String appId, PublicKey key) {
        return authority.issue(
                new Name(organisation, appId), key, from(store.clock().instant(), LEAF_LIFE));
    }

    private static KeyPair pair(Kind kind) {
        return switch (kind) {
            case RSA -> rsa();
            case SM2 -> Keys.newSm2Pair();
        };
    }

    private static KeyPair rsa() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(BITS);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has RSA", e);
        }
    }
}
