package dev.handfast.alipay;

import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
import java.security.InvalidKeyException;
import java.security.Principal;
import java.security.PublicKey;
import java.security.SignatureException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import javax.security.auth.x500.X500Principal;

/**
 * An X.509 certificate of an SM2 key, signed by SM3withSM2, which no JDK provider reads.
 *
 * <p>Source: RFC 5280 section 4.1; the algorithm's identifier as the official Java client asks for
 * it ({@code AntCertificationUtil}).
 */
final class Sm2Certificate extends X509Certificate {
    /** SM3withSM2. */
    static final String ALGORITHM = "1.2.156.10197.1.501";

    private static final long serialVersionUID = 1;
    private static final String BASIC_CONSTRAINTS = "2.5.29.19";

    private final byte[] encoded;
    private final byte[] signed;
    private final byte[] signature;
    private final int version;
    private final BigInteger serialNumber;
    private final X500Principal issuer;
    private final X500Principal subject;
    private final Instant notBefore;
    private final Instant notAfter;
    private final Sm2.Sm2PublicKey publicKey;
    private final transient Map<String, Extension> extensions = new HashMap<>();

    @SuppressWarnings("ArrayRecordComponent") // kept in one place and copied when handed out
    private record Extension(boolean isCritical, byte[] value) {}

    private Sm2Certificate(byte[] der) {
        encoded = der;
        DerReader whole = DerReader.of(der, Der.SEQUENCE);
        signed = whole.element();
        String algorithm = whole.enter(Der.SEQUENCE).objectId();
        signature = whole.bits();
        DerReader fields = DerReader.of(signed, Der.SEQUENCE);
        version = fields.isNext(0xa0) ? fields.enter(0xa0).integer().intValueExact() + 1 : 1;
        serialNumber = fields.integer();
        if (!algorithm.equals(ALGORITHM)
                || !algorithm.equals(fields.enter(Der.SEQUENCE).objectId())) {
            throw new IllegalArgumentException("an SM2 certificate is signed by SM3withSM2");
        }
        issuer = new X500Principal(fields.element());
        DerReader validity = fields.enter(Der.SEQUENCE);
        notBefore = validity.time();
        notAfter = validity.time();
        subject = new X500Principal(fields.element());
        publicKey = Sm2.publicKey(fields.element());
        while (fields.hasNext() && !fields.isNext(0xa3)) {
            fields.element();
        }
        if (fields.hasNext()) {
            DerReader list = fields.enter(0xa3).enter(Der.SEQUENCE);
            while (list.hasNext()) {
                DerReader extension = list.enter(Der.SEQUENCE);
                String id = extension.objectId();
                boolean critical = extension.isNext(DerReader.BOOLEAN) && extension.flag();
                extensions.put(
                        id,
                        new Extension(critical, extension.enter(DerReader.OCTET_STRING).rest()));
            }
        }
    }

    /** The certificate of these bytes, or nothing when they are none. */
    static Optional<X509Certificate> find(byte[] der) {
        try {
            return Optional.of(new Sm2Certificate(der.clone()));
        } catch (IllegalArgumentException | ArithmeticException notOne) {
            return Optional.empty();
        }
    }

    @Override
    public void verify(PublicKey key) throws InvalidKeyException, SignatureException {
        if (!(key instanceof Sm2.Sm2PublicKey sm2)) {
            throw new InvalidKeyException("an SM2 certificate is verified by an SM2 key");
        }
        if (!Sm2.verify(sm2, signed, signature)) {
            throw new SignatureException("the certificate was signed by another key");
        }
    }

    @Override
    public void verify(PublicKey key, String provider)
            throws InvalidKeyException, SignatureException {
        verify(key);
    }

    @Override
    public void checkValidity()
            throws CertificateExpiredException, CertificateNotYetValidException {
        throw new UnsupportedOperationException("there is no clock here; ask with a time");
    }

    @Override
    public void checkValidity(Date date)
            throws CertificateExpiredException, CertificateNotYetValidException {
        if (date.toInstant().isBefore(notBefore)) {
            throw new CertificateNotYetValidException("from " + notBefore);
        }
        if (date.toInstant().isAfter(notAfter)) {
            throw new CertificateExpiredException("until " + notAfter);
        }
    }

    @Override
    public int getVersion() {
        return version;
    }

    @Override
    public BigInteger getSerialNumber() {
        return serialNumber;
    }

    @Override
    public X500Principal getIssuerX500Principal() {
        return issuer;
    }

    @Override
    public X500Principal getSubjectX500Principal() {
        return subject;
    }

    @Override
    @Deprecated // as it is where it is declared; here only because it has to be
    public Principal getIssuerDN() {
        return issuer;
    }

    @Override
    @Deprecated // as it is where it is declared; here only because it has to be
    public Principal getSubjectDN() {
        return subject;
    }

    @Override
    public Date getNotBefore() {
        return Date.from(notBefore);
    }

    @Override
    public Date getNotAfter() {
        return Date.from(notAfter);
    }

    @Override
    public PublicKey getPublicKey() {
        return publicKey;
    }

    @Override
    public byte[] getEncoded() {
        return encoded.clone();
    }

    @Override
    public byte[] getTBSCertificate() {
        return signed.clone();
    }

    @Override
    public byte[] getSignature() {
        return signature.clone();
    }

    @Override
    public String getSigAlgName() {
        return SignType.SM2.jcaName();
    }

    @Override
    public String getSigAlgOID() {
        return ALGORITHM;
    }

    @Override
    public byte @Nullable [] getSigAlgParams() {
        return null;
    }

    @Override
    public boolean @Nullable [] getIssuerUniqueID() {
        return null;
    }

    @Override
    public boolean @Nullable [] getSubjectUniqueID() {
        return null;
    }

    @Override
    public boolean[] getKeyUsage() {
        throw new UnsupportedOperationException("nothing here asks for it");
    }

    @Override
    public int getBasicConstraints() {
        Extension constraints = extensions.get(BASIC_CONSTRAINTS);
        if (constraints == null) {
            return -1;
        }
        DerReader fields = DerReader.of(constraints.value(), Der.SEQUENCE);
        boolean mayIssue = fields.isNext(DerReader.BOOLEAN) && fields.flag();
        if (!mayIssue) {
            return -1;
        }
        return fields.hasNext() ? fields.integer().intValueExact() : Integer.MAX_VALUE;
    }

    @Override
    public boolean hasUnsupportedCriticalExtension() {
        return extensions.entrySet().stream()
                .anyMatch(
                        one ->
                                one.getValue().isCritical()
                                        && !one.getKey().equals(BASIC_CONSTRAINTS));
    }

    @Override
    public Set<String> getCriticalExtensionOIDs() {
        return extensionIds(true);
    }

    @Override
    public Set<String> getNonCriticalExtensionOIDs() {
        return extensionIds(false);
    }

    private Set<String> extensionIds(boolean critical) {
        return extensions.entrySet().stream()
                .filter(one -> one.getValue().isCritical() == critical)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    @Override
    public byte @Nullable [] getExtensionValue(String id) {
        Extension extension = extensions.get(id);
        return extension == null ? null : Der.octets(extension.value());
    }

    /** Its subject only. */
    @Override
    public String toString() {
        return "Sm2Certificate[" + subject + "]";
    }
}
