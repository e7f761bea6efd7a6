package dev.handfast.applepay;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Writes X.509 version 3 certificates (RFC 5280 section 4.1), which the JDK can only read. */
final class CertificateWriter {
    private static final SecureRandom RANDOM = new SecureRandom();

    /** keyUsage bits as the content of their bit string: unused bits first. */
    private static final byte[] DIGITAL_SIGNATURE = HexFormat.of().parseHex("0780");

    private static final byte[] CERTIFICATE_AND_CRL_SIGN = HexFormat.of().parseHex("0106");
    private static final byte[] KEY_ENCIPHERMENT_AND_AGREEMENT = HexFormat.of().parseHex("0328");

    private CertificateWriter() {}

    /** Who signs a certificate: DER of the name, and the keys. */
    @SuppressWarnings("ArrayRecordComponent") // carried inside the package, never compared
    record Issuer(byte[] name, PublicKey publicKey, PrivateKey privateKey) {
        static Issuer of(X509Certificate certificate, PrivateKey privateKey) {
            return new Issuer(
                    certificate.getSubjectX500Principal().getEncoded(),
                    certificate.getPublicKey(),
                    privateKey);
        }
    }

    /** What a certificate says. */
    @SuppressWarnings("ArrayRecordComponent") // carried inside the package, never compared
    record Content(byte[] subject, PublicKey key, Signers.Validity validity, List<byte[]> marks) {}

    /** One attribute of a name. */
    record Attribute(Oid type, String value) {}

    static byte[] name(List<Attribute> attributes) {
        byte[][] rdns = new byte[attributes.size()][];
        for (int i = 0; i < rdns.length; i++) {
            Attribute attribute = attributes.get(i);
            byte[] value =
                    switch (attribute.type) {
                        case COUNTRY -> Der.printable(attribute.value);
                        case EMAIL ->
                                Der.tagged(BerReader.IA5_STRING, Encoding.ascii(attribute.value));
                        default -> Der.utf8(attribute.value);
                    };
            rdns[i] = Der.set(Der.sequence(Der.oid(attribute.type), value));
        }
        return Der.sequence(rdns);
    }

    /** An authority: over token signers, or over anything if it has no mark. */
    static List<byte[]> authority(int pathLength, List<byte[]> marks) {
        List<byte[]> extensions = new ArrayList<>();
        extensions.add(
                critical(Oid.BASIC_CONSTRAINTS, Der.sequence(Der.yes(), Der.integer(pathLength))));
        extensions.add(keyUsage(CERTIFICATE_AND_CRL_SIGN));
        extensions.addAll(marks);
        return extensions;
    }

    static List<byte[]> tokenSigner() {
        return List.of(
                critical(Oid.BASIC_CONSTRAINTS, Der.sequence()),
                keyUsage(DIGITAL_SIGNATURE),
                mark(Oid.TOKEN_SIGNER));
    }

    static List<byte[]> paymentProcessing(String merchantId) {
        String hash =
                HexFormat.of()
                        .withUpperCase()
                        .formatHex(Encoding.sha256(Encoding.utf8(merchantId)));
        return List.of(
                critical(Oid.BASIC_CONSTRAINTS, Der.sequence()),
                keyUsage(KEY_ENCIPHERMENT_AND_AGREEMENT),
                extension(Oid.MERCHANT_ID_HASH, Der.utf8(hash)));
    }

    static List<byte[]> merchantIdentity(String merchantId) {
        String hash =
                HexFormat.of()
                        .withUpperCase()
                        .formatHex(Encoding.sha256(Encoding.utf8(merchantId)));
        return List.of(
                critical(Oid.BASIC_CONSTRAINTS, Der.sequence()),
                keyUsage(DIGITAL_SIGNATURE),
                extension(Oid.EXTENDED_KEY_USAGE, Der.sequence(Der.oid(Oid.CLIENT_AUTH))),
                extension(Oid.MERCHANT_ID_HASH, Der.utf8(hash)));
    }

    /** One of Apple's marker extensions, whose value is NULL. */
    static byte[] mark(Oid oid) {
        return extension(oid, Der.nothing());
    }

    private static byte[] keyUsage(byte[] bits) {
        return critical(Oid.KEY_USAGE, Der.tagged(BerReader.BIT_STRING, bits));
    }

    private static byte[] critical(Oid oid, byte[] value) {
        return Der.sequence(Der.oid(oid), Der.yes(), Der.octets(value));
    }

    private static byte[] extension(Oid oid, byte[] value) {
        return Der.sequence(Der.oid(oid), Der.octets(value));
    }

    static X509Certificate sign(Content content, Issuer issuer) {
        boolean rsa = issuer.privateKey instanceof RSAKey;
        byte[] algorithm =
                rsa
                        ? Der.sequence(Der.oid(Oid.RSA_SHA256), Der.nothing())
                        : Der.sequence(Der.oid(Oid.ECDSA_SHA256));
        List<byte[]> extensions = new ArrayList<>(content.marks);
        extensions.add(extension(Oid.SUBJECT_KEY_ID, Der.octets(keyId(content.key))));
        extensions.add(
                extension(
                        Oid.AUTHORITY_KEY_ID,
                        Der.sequence(Der.tagged(0x80, keyId(issuer.publicKey)))));
        byte[] toBeSigned =
                Der.sequence(
                        Der.explicit(0, Der.integer(2)),
                        Der.integer(serial()),
                        algorithm,
                        issuer.name,
                        Der.sequence(
                                Der.time(content.validity.from()),
                                Der.time(content.validity.until())),
                        content.subject,
                        content.key.getEncoded(),
                        Der.explicit(3, Der.sequence(extensions.toArray(byte[][]::new))));
        byte[] signature =
                signature(rsa ? "SHA256withRSA" : "SHA256withECDSA", issuer.privateKey, toBeSigned);
        return Pem.certificate(Der.sequence(toBeSigned, algorithm, Der.bits(signature)));
    }

    static byte[] signature(String algorithm, PrivateKey key, byte[] content) {
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(content);
            return signature.sign();
        } catch (GeneralSecurityException unusable) {
            throw new IllegalStateException("the key cannot sign with " + algorithm, unusable);
        }
    }

    /** 63 random bits, never zero: unique without a register (RFC 5280 section 4.1.2.2). */
    private static BigInteger serial() {
        return BigInteger.valueOf((RANDOM.nextLong() & Long.MAX_VALUE) | 1);
    }

    /** A digest of the key; which one is the issuer's choice (RFC 7093 section 2). */
    private static byte[] keyId(PublicKey key) {
        return java.util.Arrays.copyOf(Encoding.sha256(key.getEncoded()), 20);
    }

    /** From the day before, since clocks differ, for as long as given. */
    static Signers.Validity validity(Instant now, Duration life) {
        Instant second = now.truncatedTo(ChronoUnit.SECONDS);
        return new Signers.Validity(second.minus(1, ChronoUnit.DAYS), second.plus(life));
    }
}
