package dev.handfast.applepay;

import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

import javax.security.auth.x500.X500Principal;

/**
 * A merchant's payment processing key: the private key and the certificate Apple encrypts to. Made
 * only if the two belong together, and, for an EC key, if the certificate names the merchant id.
 * Prints hashes, never the key.
 */
public final class MerchantKey {
    private final PrivateKey privateKey;
    private final X509Certificate certificate;
    private final String publicKeyHash;
    private final Optional<String> merchantId;
    private final Optional<byte[]> merchantIdHash;

    private MerchantKey(PrivateKey privateKey, X509Certificate certificate) {
        this.privateKey = privateKey;
        this.certificate = certificate;
        this.publicKeyHash = hashOf(certificate);
        this.merchantId = merchantIdOf(certificate);
        this.merchantIdHash = merchantIdHashOf(certificate, merchantId);
    }

    /**
     * Joins a private key and its certificate.
     *
     * @throws CredentialException if they do not belong together, are of a kind no token is sealed
     *     to, or name no merchant id where one is needed
     */
    public static MerchantKey of(PrivateKey privateKey, X509Certificate certificate) {
        boolean rsa = certificate.getPublicKey() instanceof RSAKey;
        if (!rsa && !P256.isOn(certificate.getPublicKey())) {
            throw new CredentialException(
                    Refusal.KEY_CERT_MISMATCH,
                    "expected a certificate for a P-256 or RSA key, got "
                            + certificate.getPublicKey().getAlgorithm());
        }
        if (!belongTogether(privateKey, certificate)) {
            throw new CredentialException(
                    Refusal.KEY_CERT_MISMATCH,
                    "the private key (%s) does not belong to the certificate of key hash %s"
                            .formatted(privateKey.getAlgorithm(), hashOf(certificate)));
        }
        MerchantKey key = new MerchantKey(privateKey, certificate);
        if (!rsa && key.merchantIdHash.isEmpty()) {
            throw new CredentialException(
                    Refusal.MERCHANT_ID_MISSING,
                    "expected a subject UID or extension %s, got neither, for \"%s\""
                            .formatted(Oid.MERCHANT_ID_HASH.dotted(), subjectOf(certificate)));
        }
        return key;
    }

    /** Reads private key and certificate from PEM; see {@link Pem} for the shapes. */
    public static MerchantKey load(String privateKeyPem, String certificatePem) {
        return of(Pem.privateKey(privateKeyPem), Pem.certificate(certificatePem));
    }

    /**
     * Reads all merchant keys from a PKCS#12 store, in the order of their aliases; entries without
     * a private key are passed over.
     */
    public static List<MerchantKey> loadPkcs12(byte[] store, char[] password) {
        try {
            KeyStore keys = PemStores.open(store, password);
            List<MerchantKey> loaded = new ArrayList<>();
            List<String> aliases = Collections.list(keys.aliases());
            Collections.sort(aliases);
            for (String alias : aliases) {
                if (keys.getKey(alias, password) instanceof PrivateKey privateKey
                        && keys.getCertificate(alias) instanceof X509Certificate certificate) {
                    loaded.add(of(privateKey, certificate));
                }
            }
            return List.copyOf(loaded);
        } catch (GeneralSecurityException unreadable) {
            throw new CredentialException(
                    Refusal.CREDENTIAL_UNREADABLE,
                    "expected a PKCS#12 store under the given password, got something else",
                    unreadable);
        }
    }

    private static boolean belongTogether(PrivateKey privateKey, X509Certificate certificate) {
        String algorithm = privateKey instanceof RSAKey ? "SHA256withRSA" : "SHA256withECDSA";
        byte[] probe = Encoding.ascii("probe");
        try {
            Signature signing = Signature.getInstance(algorithm);
            signing.initSign(privateKey);
            signing.update(probe);
            byte[] signature = signing.sign();
            Signature verifying = Signature.getInstance(algorithm);
            verifying.initVerify(certificate.getPublicKey());
            verifying.update(probe);
            return verifying.verify(signature);
        } catch (GeneralSecurityException differentKinds) {
            return false;
        }
    }

    static String hashOf(X509Certificate certificate) {
        return Encoding.base64(Encoding.sha256(certificate.getPublicKey().getEncoded()));
    }

    private static String subjectOf(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().getName(X500Principal.RFC2253);
    }

    /** The subject's UID (0.9.2342.19200300.100.1.1), where Apple puts the merchant id. */
    static Optional<String> merchantIdOf(X509Certificate certificate) {
        return Names.first(certificate.getSubjectX500Principal(), Oid.UID);
    }

    /** From Apple's extension, which holds 64 hex digits; else the hash of the subject's UID. */
    static Optional<byte[]> merchantIdHashOf(
            X509Certificate certificate, Optional<String> merchantId) {
        Optional<byte[]> hashOfUid = merchantId.map(id -> Encoding.sha256(Encoding.utf8(id)));
        byte[] extension = certificate.getExtensionValue(Oid.MERCHANT_ID_HASH.dotted());
        if (extension == null) {
            return hashOfUid;
        }
        try {
            byte[] inner = BerReader.only(extension, BerReader.OCTET_STRING).content();
            byte[] digits = BerReader.only(inner, BerReader.UTF8_STRING).content();
            byte[] hash =
                    Encoding.hex(new String(digits, java.nio.charset.StandardCharsets.UTF_8), "");
            if (hash.length == 32) {
                return Optional.of(hash);
            }
        } catch (BerException | RefusedException unreadable) {
            // Fall through: the finding is the same for every broken shape.
        }
        throw new CredentialException(
                Refusal.MERCHANT_ID_MISSING,
                "expected extension %s to hold 64 hex digits, got something else"
                        .formatted(Oid.MERCHANT_ID_HASH.dotted()));
    }

    /** The certificate. */
    public X509Certificate certificate() {
        return certificate;
    }

    /** Base64 of the SHA-256 of the public key: what a token's header names its key by. */
    public String publicKeyHash() {
        return publicKeyHash;
    }

    /** The merchant id, if the certificate's subject has it. */
    public Optional<String> merchantId() {
        return merchantId;
    }

    /** SHA-256 of the merchant id in lower-case hex, if the certificate names the merchant. */
    public Optional<String> merchantIdHash() {
        return merchantIdHash.map(Encoding::hex);
    }

    /** The tokens this key opens: "EC_v1" or "RSA_v1". */
    public String version() {
        return isRsa() ? "RSA_v1" : "EC_v1";
    }

    /** When the certificate ends: Apple seals no token to it afterwards. */
    public Instant expiresAt() {
        return certificate.getNotAfter().toInstant();
    }

    PrivateKey privateKey() {
        return privateKey;
    }

    boolean isRsa() {
        return certificate.getPublicKey() instanceof RSAKey;
    }

    /** Party V of the key derivation. Only for EC, where its presence was checked. */
    byte[] partyV() {
        return merchantIdHash.orElseThrow();
    }

    @Override
    public String toString() {
        return "MerchantKey[%s, %s, publicKeyHash=%s]"
                .formatted(version(), merchantId.orElse("no merchant id"), publicKeyHash);
    }
}
