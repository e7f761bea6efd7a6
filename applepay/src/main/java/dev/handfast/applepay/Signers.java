package dev.handfast.applepay;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import javax.security.auth.x500.X500Principal;

/**
 * Decides whether a signer is trusted: leaf and intermediate known by their marker extensions, one
 * of each, leading to a pinned root (Apple, payment token format reference, steps 1a to 1c).
 *
 * <p>No revocation is asked: the token carries none, and a network call would let Apple's responder
 * or an attacker in between decide whether a merchant is paid.
 *
 * <p>A chain that held is remembered under its exact bytes, since everything but time is settled by
 * them; validity is compared with each token's signing time. Only good chains are remembered, so
 * that nobody without a trusted certificate can fill the memory, and reading takes no lock.
 */
final class Signers {
    private static final int KEY_USAGE_DIGITAL_SIGNATURE = 0;
    private static final int KEY_USAGE_CERTIFICATE_SIGN = 5;

    private final List<X509Certificate> roots;
    private final Crypto crypto;
    private final ConcurrentMap<ChainBytes, Chain> known = new ConcurrentHashMap<>();

    Signers(List<X509Certificate> roots, Crypto crypto) {
        this.roots = List.copyOf(roots);
        this.crypto = crypto;
    }

    /** The exact certificates of a token, as a key. */
    private record ChainBytes(List<byte[]> certificates) {
        @Override
        public boolean equals(Object other) {
            if (!(other instanceof ChainBytes(List<byte[]> theirs))
                    || theirs.size() != certificates.size()) {
                return false;
            }
            for (int i = 0; i < theirs.size(); i++) {
                if (!Arrays.equals(theirs.get(i), certificates.get(i))) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public int hashCode() {
            int hash = 1;
            for (byte[] certificate : certificates) {
                hash = 31 * hash + Arrays.hashCode(certificate);
            }
            return hash;
        }
    }

    /**
     * A leaf that a root vouches for while all three certificates are valid.
     *
     * @param leaf the signer's certificate
     * @param key its public key, ready for use
     * @param name its common name
     * @param issuer DER of its issuer
     * @param validity when the whole chain is valid
     */
    @SuppressWarnings("ArrayRecordComponent") // carried inside the package, never compared
    record Chain(
            X509Certificate leaf, PublicKey key, String name, byte[] issuer, Validity validity) {}

    /** From and until, both included, as certificates mean it. */
    record Validity(Instant from, Instant until) {
        static Validity of(X509Certificate certificate) {
            return new Validity(
                    certificate.getNotBefore().toInstant(), certificate.getNotAfter().toInstant());
        }

        Validity and(Validity other) {
            return new Validity(
                    from.isAfter(other.from) ? from : other.from,
                    until.isBefore(other.until) ? until : other.until);
        }
    }

    /** The chain of this signature, valid when it was made. */
    Chain check(Cms cms) throws RefusedException {
        ChainBytes key = new ChainBytes(cms.certificates());
        Chain chain = known.get(key);
        if (chain == null) {
            chain = build(cms.certificates());
            if (known.size() < Limits.CHAINS_CACHED_MAX) {
                known.put(key, chain);
            }
        }
        Cms.Signer signer = cms.signer();
        if (!Arrays.equals(chain.leaf.getSerialNumber().toByteArray(), signer.serial())
                || !Arrays.equals(chain.issuer, signer.issuer())) {
            throw refused(
                    "a signature by the certificate marked as signer", "another signer named");
        }
        Instant at = signer.attributes().signedAt();
        if (at.isBefore(chain.validity.from) || at.isAfter(chain.validity.until)) {
            throw refused(
                    "certificates valid at the signing time " + at,
                    "certificates valid from "
                            + chain.validity.from
                            + " to "
                            + chain.validity.until);
        }
        return chain;
    }

    int remembered() {
        return known.size();
    }

    private Chain build(List<byte[]> encoded) throws RefusedException {
        if (encoded.size() > Limits.CERTIFICATES_MAX) {
            throw refused(
                    "at most " + Limits.CERTIFICATES_MAX + " certificates",
                    encoded.size() + " certificates");
        }
        Optional<X509Certificate> leaf = Optional.empty();
        Optional<X509Certificate> intermediate = Optional.empty();
        for (X509Certificate certificate : parse(encoded)) {
            if (isMarked(certificate, Oid.TOKEN_SIGNER)) {
                leaf = Optional.of(onlyOne(leaf, certificate, Oid.TOKEN_SIGNER));
            } else if (isMarked(certificate, Oid.TOKEN_SIGNER_AUTHORITY)) {
                intermediate =
                        Optional.of(onlyOne(intermediate, certificate, Oid.TOKEN_SIGNER_AUTHORITY));
            } else if (!roots.contains(certificate)) {
                throw refused(
                        "no certificate beside signer, authority and trusted root",
                        nameOf(certificate));
            }
        }
        return verify(
                leaf.orElseThrow(() -> missing(Oid.TOKEN_SIGNER)),
                intermediate.orElseThrow(() -> missing(Oid.TOKEN_SIGNER_AUTHORITY)));
    }

    private Chain verify(X509Certificate leaf, X509Certificate intermediate)
            throws RefusedException {
        X509Certificate root = rootOf(intermediate);
        if (!isAuthority(intermediate)) {
            throw refused("an authority's certificate", nameOf(intermediate) + ", which is none");
        }
        if (!isIssuedBy(leaf, intermediate)) {
            throw refused(
                    "a signer certified by " + nameOf(intermediate), nameOf(leaf) + " by another");
        }
        boolean[] usage = leaf.getKeyUsage();
        boolean maySign = usage == null || usage[KEY_USAGE_DIGITAL_SIGNATURE];
        if (leaf.getBasicConstraints() >= 0 || !maySign || isOddlyCritical(leaf)) {
            throw refused("a signer's certificate", nameOf(leaf) + ", which may not sign");
        }
        Validity validity = Validity.of(leaf).and(Validity.of(intermediate)).and(Validity.of(root));
        return new Chain(
                leaf,
                ready(leaf.getPublicKey()),
                nameOf(leaf),
                leaf.getIssuerX500Principal().getEncoded(),
                validity);
    }

    /** The key as the preferred provider's own object, so that it need not convert it each time. */
    private PublicKey ready(PublicKey key) throws RefusedException {
        try {
            return crypto.keyFactory(key.getAlgorithm())
                    .generatePublic(new java.security.spec.X509EncodedKeySpec(key.getEncoded()));
        } catch (GeneralSecurityException unusable) {
            throw refused("a signer's key on P-256 or RSA", key.getAlgorithm());
        }
    }

    private X509Certificate rootOf(X509Certificate intermediate) throws RefusedException {
        List<String> names = new ArrayList<>();
        for (X509Certificate root : roots) {
            if (isIssuedBy(intermediate, root)) {
                return root;
            }
            names.add(nameOf(root));
        }
        throw refused(
                "an authority certified by " + String.join(" or ", names),
                nameOf(intermediate)
                        + " certified by "
                        + Names.first(intermediate.getIssuerX500Principal(), Oid.COMMON_NAME)
                                .orElse("an unnamed issuer"));
    }

    private static boolean isIssuedBy(X509Certificate subject, X509Certificate issuer) {
        if (!subject.getIssuerX500Principal().equals(issuer.getSubjectX500Principal())) {
            return false;
        }
        try {
            subject.verify(issuer.getPublicKey());
            return true;
        } catch (GeneralSecurityException doesNotHold) {
            return false;
        }
    }

    private static boolean isAuthority(X509Certificate certificate) {
        boolean[] usage = certificate.getKeyUsage();
        return certificate.getBasicConstraints() >= 0
                && (usage == null || usage[KEY_USAGE_CERTIFICATE_SIGN])
                && !isOddlyCritical(certificate);
    }

    private static boolean isOddlyCritical(X509Certificate certificate) {
        return certificate.hasUnsupportedCriticalExtension();
    }

    private static boolean isMarked(X509Certificate certificate, Oid marker) {
        return certificate.getExtensionValue(marker.dotted()) != null;
    }

    private static X509Certificate onlyOne(
            Optional<X509Certificate> before, X509Certificate certificate, Oid marker)
            throws RefusedException {
        if (before.isPresent()) {
            throw refused("one certificate with extension " + marker.dotted(), "several");
        }
        return certificate;
    }

    private static List<X509Certificate> parse(List<byte[]> encoded) throws RefusedException {
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            List<X509Certificate> certificates = new ArrayList<>();
            for (byte[] der : encoded) {
                demandOneSpelling(der);
                certificates.add(
                        (X509Certificate)
                                factory.generateCertificate(new ByteArrayInputStream(der)));
            }
            return certificates;
        } catch (CertificateException | BerException unreadable) {
            throw refused("X.509 certificates", "something unreadable");
        }
    }

    /**
     * What surrounds the signed part of a certificate is not signed. The JDK reads some of it
     * loosely, so one certificate would have many spellings; we demand the only right one.
     */
    private static void demandOneSpelling(byte[] der) throws BerException {
        BerReader certificate = BerReader.only(der, BerReader.SEQUENCE).inside();
        BerReader toBeSigned = certificate.next(BerReader.SEQUENCE).inside();
        byte[] algorithm = certificate.next(BerReader.SEQUENCE).encoded();
        byte[] signature = certificate.next(BerReader.BIT_STRING).content();
        certificate.end();
        toBeSigned.next(BerReader.context(0));
        toBeSigned.next(BerReader.INTEGER);
        byte[] signedAlgorithm = toBeSigned.next(BerReader.SEQUENCE).encoded();
        if (!Arrays.equals(algorithm, signedAlgorithm)) {
            throw new BerException("the signed algorithm", "another");
        }
        if (signature.length == 0 || signature[0] != 0) {
            throw new BerException("a signature of whole bytes", "unused bits");
        }
    }

    private static String nameOf(X509Certificate certificate) {
        X500Principal subject = certificate.getSubjectX500Principal();
        return Names.first(subject, Oid.COMMON_NAME).orElse("an unnamed certificate");
    }

    private static RefusedException missing(Oid marker) {
        return refused("a certificate with extension " + marker.dotted(), "none");
    }

    private static RefusedException refused(String expected, String got) {
        return new RefusedException(Refusal.UNTRUSTED_SIGNER, expected, got);
    }
}
