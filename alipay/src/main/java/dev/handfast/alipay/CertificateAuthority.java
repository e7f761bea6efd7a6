package dev.handfast.alipay;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;

import javax.security.auth.x500.X500Principal;

/**
 * Issues the certificates of certificate mode in the gateway's place: a root, an authority below
 * it, and certificates for the gateway and its apps. RSA keys, signed by SHA256withRSA, or SM2
 * keys, signed by SM3withSM2: as the authority's own.
 *
 * <p>Real Alipay certificates come in the same three levels. Names are plain, because clients in
 * other languages put them together by hand to compute the protocol's serial numbers.
 *
 * <p>Source: RFC 5280, sections 4.1 and 4.2.1.
 */
public final class CertificateAuthority {
    private static final SecureRandom RANDOM = new SecureRandom();

    /** Bits of a certificate's number; RFC 5280 section 4.1.2.2 allows 20 bytes. */
    private static final int SERIAL_BITS = 127;

    /** {@code SEQUENCE { sha256WithRSAEncryption, NULL }}, RFC 4055 section 5. */
    private static final byte[] SHA256_WITH_RSA = Der.hex("300d06092a864886f70d01010b0500");

    /** {@code SEQUENCE { SM3withSM2 }}, without parameters. */
    private static final byte[] SM3_WITH_SM2 = Der.hex("300a06082a811ccf55018375");

    private static final byte[] COUNTRY = Der.hex("0603550406");
    private static final byte[] ORGANISATION = Der.hex("060355040a");
    private static final byte[] COMMON_NAME = Der.hex("0603550403");
    private static final byte[] SUBJECT_KEY = Der.hex("0603551d0e");
    private static final byte[] KEY_USAGE = Der.hex("0603551d0f");
    private static final byte[] BASIC_CONSTRAINTS = Der.hex("0603551d13");
    private static final byte[] AUTHORITY_KEY = Der.hex("0603551d23");
    private static final byte[] CRITICAL = Der.hex("0101ff");

    /** {@code keyCertSign} and {@code cRLSign} as a bit string. */
    private static final byte[] SIGNS_CERTIFICATES = Der.hex("03020106");

    /** {@code digitalSignature} and {@code nonRepudiation}. */
    private static final byte[] SIGNS_DATA = Der.hex("030206c0");

    /** {@code SEQUENCE { BOOLEAN TRUE }}, and the same without. */
    private static final byte[] IS_AUTHORITY = Der.hex("30030101ff");

    private static final byte[] IS_NONE = Der.hex("3000");
    private static final String HOME = "CN";

    private final PrivateKey key;
    private final X509Certificate certificate;

    private CertificateAuthority(PrivateKey key, X509Certificate certificate) {
        this.key = key;
        this.certificate = certificate;
    }

    /**
     * Who a certificate is for.
     *
     * @param organisation such as a merchant's name
     * @param commonName such as an app's id
     */
    public record Name(String organisation, String commonName) {}

    /** From when to when a certificate is good. */
    public record Validity(Instant from, Instant to) {}

    private enum Kind {
        AUTHORITY,
        LEAF
    }

    private record Subject(Name name, PublicKey key, Validity validity, Kind kind) {}

    private record Issuer(X500Principal name, PublicKey publicKey, PrivateKey privateKey) {}

    /** A root that answers for itself. */
    public static CertificateAuthority root(Name name, KeyPair keys, Validity validity) {
        var issuer =
                new Issuer(new X500Principal(encoded(name)), keys.getPublic(), keys.getPrivate());
        var subject = new Subject(name, keys.getPublic(), validity, Kind.AUTHORITY);
        return new CertificateAuthority(keys.getPrivate(), sign(subject, issuer));
    }

    /** An authority that was made before. */
    public static CertificateAuthority of(PrivateKey key, X509Certificate certificate) {
        return new CertificateAuthority(key, certificate);
    }

    /** An authority below this one. */
    public CertificateAuthority below(Name name, KeyPair keys, Validity validity) {
        var subject = new Subject(name, keys.getPublic(), validity, Kind.AUTHORITY);
        return new CertificateAuthority(keys.getPrivate(), sign(subject, issuer()));
    }

    /** A certificate for a key that signs requests, answers or notifications. */
    public X509Certificate issue(Name name, PublicKey subjectKey, Validity validity) {
        return sign(new Subject(name, subjectKey, validity, Kind.LEAF), issuer());
    }

    /** This authority's own certificate. */
    public X509Certificate certificate() {
        return certificate;
    }

    private Issuer issuer() {
        return new Issuer(certificate.getSubjectX500Principal(), certificate.getPublicKey(), key);
    }

    private static X509Certificate sign(Subject subject, Issuer issuer) {
        if (issuer.privateKey() instanceof Sm2.Sm2PrivateKey key) {
            byte[] toBeSigned = toBeSigned(subject, issuer, SM3_WITH_SM2);
            byte[] signature = Sm2.sign(key, toBeSigned);
            return Sm2Certificate.find(Der.sequence(toBeSigned, SM3_WITH_SM2, Der.bits(signature)))
                    .orElseThrow();
        }
        byte[] toBeSigned = toBeSigned(subject, issuer, SHA256_WITH_RSA);
        try {
            var signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(issuer.privateKey());
            signature.update(toBeSigned);
            byte[] der = Der.sequence(toBeSigned, SHA256_WITH_RSA, Der.bits(signature.sign()));
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509")
                            .generateCertificate(new ByteArrayInputStream(der));
        } catch (GeneralSecurityException notRsa) {
            throw new IllegalArgumentException(
                    "certificates are signed by RSA or SM2 keys", notRsa);
        }
    }

    private static byte[] toBeSigned(Subject subject, Issuer issuer, byte[] algorithm) {
        Validity validity = subject.validity();
        return Der.sequence(
                Der.explicit(0, Der.integer(BigInteger.TWO)),
                Der.integer(new BigInteger(SERIAL_BITS, RANDOM).setBit(SERIAL_BITS - 1)),
                algorithm,
                issuer.name().getEncoded(),
                Der.sequence(Der.time(validity.from()), Der.time(validity.to())),
                encoded(subject.name()),
                subject.key().getEncoded(),
                Der.explicit(3, extensions(subject, issuer)));
    }

    private static byte[] extensions(Subject subject, Issuer issuer) {
        byte[] constraints = subject.kind() == Kind.AUTHORITY ? IS_AUTHORITY : IS_NONE;
        byte[] usage = subject.kind() == Kind.AUTHORITY ? SIGNS_CERTIFICATES : SIGNS_DATA;
        return Der.sequence(
                Der.sequence(BASIC_CONSTRAINTS, CRITICAL, Der.octets(constraints)),
                Der.sequence(KEY_USAGE, CRITICAL, Der.octets(usage)),
                Der.sequence(SUBJECT_KEY, Der.octets(Der.octets(identifier(subject.key())))),
                Der.sequence(
                        AUTHORITY_KEY,
                        Der.octets(
                                Der.sequence(Der.tagged(0x80, identifier(issuer.publicKey()))))));
    }

    /** Names a key by a hash of it; any 160 bits will do, RFC 5280 section 4.2.1.2. */
    private static byte[] identifier(PublicKey key) {
        try {
            return MessageDigest.getInstance("SHA-1").digest(key.getEncoded());
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("this JDK has no SHA-1", missing);
        }
    }

    private static byte[] encoded(Name name) {
        return Der.sequence(
                attribute(COUNTRY, Der.printable(HOME)),
                attribute(ORGANISATION, Der.utf8(name.organisation())),
                attribute(COMMON_NAME, Der.utf8(name.commonName())));
    }

    private static byte[] attribute(byte[] type, byte[] value) {
        return Der.tagged(Der.SET, Der.sequence(type, value));
    }

    /** Its subject only. */
    @Override
    public String toString() {
        return "CertificateAuthority[" + certificate.getSubjectX500Principal() + "]";
    }
}
