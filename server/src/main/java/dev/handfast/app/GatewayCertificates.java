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
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The certificates of the gateway for apps in certificate mode: a root, an authority below it that
 * issues, and one for the key that signs answers. Made once and the same for every process.
 *
 * <p>The root's private key is forgotten as soon as it has signed the authority, so that nobody can
 * take it. The signing certificate is replaced {@link #RENEWED_BEFORE} it ends; clients ask for the
 * new one by its serial number.
 */
final class GatewayCertificates implements Platform.Certificates, Sandbox.Certificates {
    private static final String NAME = "gateway-authority-key";
    private static final UUID OWNER = Ids.named("installation", NAME);
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

    private final Database database;
    private final InstantSource clock;
    private final X509Certificate root;
    private final CertificateAuthority authority;
    private final X509Certificate signing;

    private GatewayCertificates(
            Database database,
            InstantSource clock,
            CertificateAuthority authority,
            List<X509Certificate> rootAndSigning) {
        this.database = database;
        this.clock = clock;
        this.authority = authority;
        this.root = rootAndSigning.getFirst();
        this.signing = rootAndSigning.getLast();
    }

    /** The installation's certificates, made now where there are none. */
    static GatewayCertificates open(
            Database database, Vault vault, GatewayKey key, InstantSource clock) {
        Instant now = clock.instant();
        return database.transact(
                tx -> {
                    tx.query(
                            "select pg_advisory_xact_lock(?) is null as locked",
                            row -> row.flag("locked"),
                            LOCK);
                    Optional<byte[]> kept = sealedKey(tx);
                    CertificateAuthority authority =
                            kept.isPresent()
                                    ? read(tx, vault.open(Sealed.of(kept.get()), NAME, OWNER))
                                    : make(tx, vault, now);
                    PublicKey publicKey = Keys.publicKey(key.publicKey());
                    X509Certificate signing =
                            newest(tx, Role.SIGNING)
                                    .filter(one -> lasts(one, publicKey, now))
                                    .orElseGet(() -> issueSigning(tx, authority, publicKey, now));
                    X509Certificate root = newest(tx, Role.ROOT).orElseThrow();
                    return new GatewayCertificates(
                            database, clock, authority, List.of(root, signing));
                });
    }

    private static boolean lasts(X509Certificate certificate, PublicKey key, Instant now) {
        return certificate.getPublicKey().equals(key)
                && certificate.getNotAfter().toInstant().isAfter(now.plus(RENEWED_BEFORE));
    }

    private static X509Certificate issueSigning(
            Tx tx, CertificateAuthority authority, PublicKey key, Instant now) {
        X509Certificate issued =
                authority.issue(
                        new Name(ORGANISATION, "Handfast gateway"), key, from(now, LEAF_LIFE));
        keep(tx, Role.SIGNING, issued, now);
        return issued;
    }

    private static CertificateAuthority make(Tx tx, Vault vault, Instant now) {
        CertificateAuthority root =
                CertificateAuthority.root(
                        new Name(ORGANISATION, "Handfast root"), rsa(), from(now, ROOT_LIFE));
        KeyPair keys = rsa();
        CertificateAuthority authority =
                root.below(
                        new Name(ORGANISATION, "Handfast authority"),
                        keys,
                        from(now, AUTHORITY_LIFE));
        tx.updateExactly(
                1,
                "insert into installation_secret (name, sealed, created_at) values (?, ?, ?)",
                NAME,
                vault.seal(keys.getPrivate().getEncoded(), NAME, OWNER).bytes(),
                now);
        keep(tx, Role.ROOT, root.certificate(), now);
        keep(tx, Role.AUTHORITY, authority.certificate(), now);
        return authority;
    }

    private static CertificateAuthority read(Tx tx, byte[] pkcs8) {
        try {
            PrivateKey key =
                    KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            return CertificateAuthority.of(key, newest(tx, Role.AUTHORITY).orElseThrow());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the kept authority's key is not an RSA key", e);
        }
    }

    private static Optional<byte[]> sealedKey(Tx tx) {
        return tx.queryOne(
                "select sealed from installation_secret where name = ?",
                row -> row.bytes("sealed"),
                NAME);
    }

    private static void keep(Tx tx, Role role, X509Certificate certificate, Instant now) {
        tx.updateExactly(
                1,
                """
                insert into gateway_certificate (serial_number, role, certificate, created_at)
                values (?, ?, ?, ?)
                """,
                Certificates.serialNumber(certificate),
                role.name(),
                Certificates.pem(certificate),
                now);
    }

    private static Optional<X509Certificate> newest(Tx tx, Role role) {
        return tx.queryOne(
                        """
                        select certificate from gateway_certificate
                        where role = ? order by created_at desc limit 1
                        """,
                        row -> row.text("certificate"),
                        role.name())
                .map(pem -> Certificates.parse(pem).getFirst());
    }

    private static Validity from(Instant now, Duration life) {
        return new Validity(now.minus(EARLIER), now.plus(life));
    }

    @Override
    public String rootSerialNumber() {
        return Certificates.rootSerialNumber(List.of(root));
    }

    @Override
    public String serialNumber() {
        return Certificates.serialNumber(signing);
    }

    @Override
    public Optional<List<X509Certificate>> chain(String serialNumber) {
        return database.read(
                        tx ->
                                tx.queryOne(
                                        """
                                        select certificate from gateway_certificate
                                        where serial_number = ? and role = ?
                                        """,
                                        row -> row.text("certificate"),
                                        serialNumber,
                                        Role.SIGNING.name()))
                .map(pem -> List.of(Certificates.parse(pem).getFirst(), authority.certificate()));
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
                new Name(organisation, appId), key, from(clock.instant(), LEAF_LIFE));
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
