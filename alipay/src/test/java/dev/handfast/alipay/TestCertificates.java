package dev.handfast.alipay;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * Version 1 certificates made by hand: a root, and leaves it signs. RFC 5280 section 4.1 is all
 * there is to it.
 */
final class TestCertificates {
    /** SEQUENCE { OID sha256WithRSAEncryption, NULL }. */
    private static final byte[] SHA256_RSA = {
        0x30,
        0x0d,
        0x06,
        0x09,
        0x2a,
        (byte) 0x86,
        0x48,
        (byte) 0x86,
        (byte) 0xf7,
        0x0d,
        1,
        1,
        11,
        5,
        0
    };

    private static final byte[] COMMON_NAME = {0x06, 0x03, 0x55, 0x04, 0x03};
    private static final DateTimeFormatter UTC_TIME =
            DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

    static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");
    static final Instant TO = Instant.parse("2030-01-01T00:00:00Z");
    static final X509Certificate ROOT = issue("Root", TestKeys.STRANGER, "Root", TestKeys.STRANGER);
    static final X509Certificate APP = issue("App", TestKeys.APP, "Root", TestKeys.STRANGER);
    static final X509Certificate GATEWAY =
            issue("Gateway", TestKeys.GATEWAY, "Root", TestKeys.STRANGER);

    private TestCertificates() {}

    private static X509Certificate issue(
            String subject, KeyPair subjectKeys, String issuer, KeyPair issuerKeys) {
        byte[] tbs =
                tag(
                        0x30,
                        tag(0x02, BigInteger.valueOf(subject.hashCode() & 0xffff).toByteArray()),
                        SHA256_RSA,
                        name(issuer),
                        tag(0x30, time(FROM), time(TO)),
                        name(subject),
                        subjectKeys.getPublic().getEncoded());
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(issuerKeys.getPrivate());
            signature.update(tbs);
            byte[] bits = tag(0x03, new byte[] {0}, signature.sign());
            byte[] der = tag(0x30, tbs, SHA256_RSA, bits);
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509")
                            .generateCertificate(new ByteArrayInputStream(der));
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException(broken);
        }
    }

    private static byte[] name(String commonName) {
        byte[] value = tag(0x0c, commonName.getBytes(StandardCharsets.UTF_8));
        return tag(0x30, tag(0x31, tag(0x30, COMMON_NAME, value)));
    }

    private static byte[] time(Instant instant) {
        return tag(0x17, UTC_TIME.format(instant).getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] tag(int tag, byte[]... parts) {
        var content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        int length = content.size();
        var der = new ByteArrayOutputStream();
        der.write(tag);
        if (length < 0x80) {
            der.write(length);
        } else {
            der.write(0x82);
            der.write(length >> 8);
            der.write(length);
        }
        der.writeBytes(content.toByteArray());
        return der.toByteArray();
    }
}
