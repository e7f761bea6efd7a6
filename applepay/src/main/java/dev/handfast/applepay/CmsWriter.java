package dev.handfast.applepay;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.time.Instant;
import java.util.List;

/** Writes a detached CMS signature byte for byte in the form Apple's have; see {@link Cms}. */
final class CmsWriter {
    private CmsWriter() {}

    /** The signer's key and certificates, the signer's own first. */
    record Signer(PrivateKey key, List<X509Certificate> certificates) {}

    static byte[] write(Signer signer, byte[] contentDigest, Instant signedAt) {
        boolean rsa = signer.key instanceof RSAKey;
        byte[] sha256 = Der.sequence(Der.oid(Oid.SHA256));
        byte[] algorithmContent =
                rsa
                        ? Der.concat(Der.oid(Oid.RSA_SHA256), Der.nothing())
                        : Der.oid(Oid.ECDSA_SHA256);
        byte[] attributes =
                Der.set(
                        attribute(Oid.CONTENT_TYPE, Der.oid(Oid.DATA)),
                        attribute(Oid.SIGNING_TIME, Der.time(signedAt)),
                        attribute(
                                Oid.ALGORITHM_PROTECTION,
                                Der.sequence(sha256, Der.explicit(1, algorithmContent))),
                        attribute(Oid.MESSAGE_DIGEST, Der.octets(contentDigest)));
        byte[] signature =
                CertificateWriter.signature(
                        rsa ? "SHA256withRSA" : "SHA256withECDSA", signer.key, attributes);
        attributes[0] = (byte) BerReader.context(0);
        X509Certificate leaf = signer.certificates.getFirst();
        byte[] signerInfo =
                Der.sequence(
                        Der.integer(1),
                        Der.sequence(
                                leaf.getIssuerX500Principal().getEncoded(),
                                Der.integer(leaf.getSerialNumber())),
                        sha256,
                        attributes,
                        Der.sequence(algorithmContent),
                        Der.octets(signature));
        byte[][] certificates = signer.certificates.stream().map(Pem::der).toArray(byte[][]::new);
        byte[] signedData =
                Der.indefinite(
                        BerReader.SEQUENCE,
                        Der.integer(1),
                        Der.set(sha256),
                        Der.indefinite(BerReader.SEQUENCE, Der.oid(Oid.DATA)),
                        Der.indefinite(BerReader.context(0), certificates),
                        Der.set(signerInfo));
        return Der.indefinite(
                BerReader.SEQUENCE,
                Der.oid(Oid.SIGNED_DATA),
                Der.indefinite(BerReader.context(0), signedData));
    }

    private static byte[] attribute(Oid type, byte[] value) {
        return Der.sequence(Der.oid(type), Der.set(value));
    }
}
