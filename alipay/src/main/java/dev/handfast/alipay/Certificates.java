package dev.handfast.alipay;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * X.509 certificates as the protocol names and carries them.
 *
 * <p>Source: {@code AntCertificationUtil} of the Java client 4.40.734.
 */
public final class Certificates {
    private static final Pattern PEM =
            Pattern.compile("-----BEGIN CERTIFICATE-----([^-]+)-----END CERTIFICATE-----");

    /** Signature algorithms of PKCS#1, the only ones that count for an RSA root serial number. */
    private static final String RSA_OID_PREFIX = "1.2.840.113549.1.1";

    private static final int LINE_CHARS = 64;

    /** The longest way from a certificate to a root. */
    private static final int CHAIN_MAX = 5;

    private Certificates() {}

    /**
     * The certificates of a PEM text in order: those that this JDK can read, and those of SM2 keys,
     * as Alipay's root file also holds some. Any other is passed over.
     */
    public static List<X509Certificate> parse(String pem) {
        return PEM.matcher(pem)
                .results()
                .flatMap(block -> parseBlock(block.group(1)).stream())
                .toList();
    }

    /** Of the same, those whose keys go with this sign type. */
    public static List<X509Certificate> parse(SignType type, String pem) {
        return parse(pem).stream()
                .filter(
                        certificate ->
                                switch (type) {
                                    case SM2 -> certificate instanceof Sm2Certificate;
                                    case RSA2, RSA ->
                                            certificate.getPublicKey() instanceof RSAPublicKey;
                                })
                .toList();
    }

    private static Optional<X509Certificate> parseBlock(String base64) {
        try {
            byte[] der = derOf(base64);
            var certificate =
                    CertificateFactory.getInstance("X.509")
                            .generateCertificate(new ByteArrayInputStream(der));
            return certificate instanceof X509Certificate x509
                    ? Optional.of(x509)
                    : Optional.empty();
        } catch (CertificateException notForThisJdk) {
            return Sm2Certificate.find(derOf(base64));
        }
    }

    private static byte[] derOf(String base64) {
        try {
            return Base64.getMimeDecoder().decode(base64);
        } catch (IllegalArgumentException notBase64) {
            return new byte[0];
        }
    }

    /**
     * The protocol's serial number: MD5 over issuer name and decimal serial, 32 lower hex digits.
     */
    public static String serialNumber(X509Certificate certificate) {
        String name =
                certificate.getIssuerX500Principal().getName() + certificate.getSerialNumber();
        try {
            // MD5 only names the certificate here; nothing trusts it.
            byte[] digest =
                    MessageDigest.getInstance("MD5").digest(name.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("this JDK has no MD5", missing);
        }
    }

    /** The serial number of a root file: those of its RSA certificates joined with {@code _}. */
    public static String rootSerialNumber(List<X509Certificate> roots) {
        return rootSerialNumber(SignType.RSA2, roots);
    }

    /**
     * The same as an app names it that signs in this way: with SM2, those of the SM2 certificates.
     */
    public static String rootSerialNumber(SignType type, List<X509Certificate> roots) {
        String prefix =
                switch (type) {
                    case RSA, RSA2 -> RSA_OID_PREFIX;
                    case SM2 -> Sm2Certificate.ALGORITHM;
                };
        return roots.stream()
                .filter(root -> root.getSigAlgOID().startsWith(prefix))
                .map(Certificates::serialNumber)
                .collect(Collectors.joining("_"));
    }

    /** The certificates in what {@code alipaycert.download} answered; none if it is not that. */
    static List<X509Certificate> ofDownload(String content) {
        try {
            byte[] pem = Base64.getMimeDecoder().decode(content);
            return parse(new String(pem, StandardCharsets.US_ASCII));
        } catch (IllegalArgumentException notBase64) {
            return List.of();
        }
    }

    /**
     * Whether the first certificate leads to one of the roots, through the others or through
     * further roots.
     */
    public static boolean leadsTo(
            List<X509Certificate> roots, List<X509Certificate> chain, Instant now) {
        X509Certificate at = chain.getFirst();
        for (int depth = 0; depth < CHAIN_MAX; depth++) {
            if (!isValidAt(at, now)) {
                return false;
            }
            if (issuer(at, roots).filter(root -> isValidAt(root, now)).isPresent()) {
                return true;
            }
            Optional<X509Certificate> next = issuer(at, chain);
            if (next.isEmpty() || next.get().equals(at)) {
                return false;
            }
            at = next.get();
        }
        return false;
    }

    /** The one of the candidates that signed this certificate and may sign certificates. */
    private static Optional<X509Certificate> issuer(
            X509Certificate certificate, List<X509Certificate> candidates) {
        return candidates.stream()
                .filter(
                        c ->
                                c.getSubjectX500Principal()
                                        .equals(certificate.getIssuerX500Principal()))
                .filter(c -> c.getVersion() < 3 || c.getBasicConstraints() >= 0)
                .filter(candidate -> isSignedBy(certificate, candidate))
                .findFirst();
    }

    private static boolean isSignedBy(X509Certificate certificate, X509Certificate issuer) {
        try {
            certificate.verify(issuer.getPublicKey());
            return true;
        } catch (GeneralSecurityException isNot) {
            return false;
        }
    }

    static boolean isValidAt(X509Certificate certificate, Instant now) {
        return !now.isBefore(certificate.getNotBefore().toInstant())
                && !now.isAfter(certificate.getNotAfter().toInstant());
    }

    /** The certificate as PEM text. */
    public static String pem(X509Certificate certificate) {
        try {
            var lines = Base64.getMimeEncoder(LINE_CHARS, new byte[] {'\n'});
            return "-----BEGIN CERTIFICATE-----\n"
                    + lines.encodeToString(certificate.getEncoded())
                    + "\n-----END CERTIFICATE-----\n";
        } catch (CertificateEncodingException unencodable) {
            throw new IllegalArgumentException("the certificate has no encoding", unencodable);
        }
    }

    /** A certificate and those above it as one PEM text, the certificate itself first. */
    public static String pem(List<X509Certificate> chain) {
        return chain.stream().map(Certificates::pem).collect(Collectors.joining());
    }

    /**
     * What {@code alipay.open.app.alipaycert.download} answers: the Base64 of the PEM text. The
     * certificate stands first, then those that lead to a root which clients have, without it.
     */
    public static String downloadContent(X509Certificate... chain) {
        byte[] pem = pem(List.of(chain)).getBytes(StandardCharsets.US_ASCII);
        return Base64.getEncoder().encodeToString(pem);
    }
}
