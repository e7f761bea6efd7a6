package dev.handfast.applepay;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.RSAKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.List;

/**
 * A new key and the certificate signing request (PKCS#10, RFC 2986) to upload for it. The private
 * key does not leave the machine and is printed by no method but {@link #privateKeyPem}.
 */
public final class SigningRequest {
    private final PrivateKey privateKey;
    private final String pem;

    private SigningRequest(PrivateKey privateKey, String pem) {
        this.privateKey = privateKey;
        this.pem = pem;
    }

    /** What the certificate is for, which decides the kind of key. */
    public enum Use {
        /** Apple encrypts payments to it: a P-256 key. */
        PAYMENT_PROCESSING,
        /** The same in mainland China, where it must be an RSA key of 2048 bits. */
        PAYMENT_PROCESSING_CHINA,
        /** The client certificate for merchant sessions: an RSA key of 2048 bits. */
        MERCHANT_IDENTITY
    }

    /**
     * Makes a key and a request.
     *
     * @param use what the certificate is for
     * @param commonName stands in the request only; Apple writes its own name into the certificate
     */
    public static SigningRequest create(Use use, String commonName) {
        KeyPair keys =
                switch (use) {
                    case PAYMENT_PROCESSING -> P256.generate();
                    case PAYMENT_PROCESSING_CHINA, MERCHANT_IDENTITY -> TokenAuthority.rsaKeys();
                };
        byte[] name =
                CertificateWriter.name(
                        List.of(new CertificateWriter.Attribute(Oid.COMMON_NAME, commonName)));
        boolean rsa = keys.getPrivate() instanceof RSAKey;
        byte[] algorithm =
                rsa
                        ? Der.sequence(Der.oid(Oid.RSA_SHA256), Der.nothing())
                        : Der.sequence(Der.oid(Oid.ECDSA_SHA256));
        byte[] info =
                Der.sequence(Der.integer(0), name, keys.getPublic().getEncoded(), Der.explicit(0));
        byte[] signature =
                CertificateWriter.signature(
                        rsa ? "SHA256withRSA" : "SHA256withECDSA", keys.getPrivate(), info);
        byte[] request = Der.sequence(info, algorithm, Der.bits(signature));
        return new SigningRequest(keys.getPrivate(), Pem.write("CERTIFICATE REQUEST", request));
    }

    /** The request as PEM, to be uploaded. */
    public String pem() {
        return pem;
    }

    /** The private key. */
    public PrivateKey privateKey() {
        return privateKey;
    }

    /** The private key as PEM (PKCS#8), unencrypted: to be stored where only the server reads. */
    public String privateKeyPem() {
        return Pem.write(privateKey);
    }

    /**
     * The public key in a request whose signature holds: its sender has the private key.
     *
     * @throws CredentialException if it is no such request
     */
    static PublicKey verifiedKey(String pem) {
        byte[] der =
                Pem.blocks(pem, "CERTIFICATE REQUEST").stream()
                        .filter(block -> block.label().endsWith("CERTIFICATE REQUEST"))
                        .findFirst()
                        .map(Pem.Block::der)
                        .orElseThrow(() -> unreadable("no CERTIFICATE REQUEST block"));
        try {
            BerReader request = BerReader.only(der, BerReader.SEQUENCE).inside();
            BerReader.Element info = request.next(BerReader.SEQUENCE);
            BerReader.Element algorithm = request.next(BerReader.SEQUENCE);
            byte[] bits = request.next(BerReader.BIT_STRING).content();
            request.end();
            BerReader fields = info.inside();
            fields.next(BerReader.INTEGER);
            fields.next(BerReader.SEQUENCE);
            byte[] spki = fields.next(BerReader.SEQUENCE).encoded();
            return verify(info.encoded(), spki, algorithm, bits);
        } catch (BerException broken) {
            throw unreadable(broken.got());
        }
    }

    private static PublicKey verify(
            byte[] info, byte[] spki, BerReader.Element algorithm, byte[] bits)
            throws BerException {
        boolean ec = Oid.ECDSA_SHA256.is(algorithm.inside().next());
        try {
            PublicKey key =
                    Crypto.platform()
                            .keyFactory(ec ? "EC" : "RSA")
                            .generatePublic(new X509EncodedKeySpec(spki));
            Signature signature =
                    Crypto.platform().signature(ec ? "SHA256withECDSA" : "SHA256withRSA");
            signature.initVerify(key);
            signature.update(info);
            if (bits.length > 1 && signature.verify(bits, 1, bits.length - 1)) {
                return key;
            }
        } catch (GeneralSecurityException doesNotHold) {
            // The finding is the same: it is not signed by the key it names.
        }
        throw unreadable("a signature that does not hold");
    }

    private static CredentialException unreadable(String got) {
        return new CredentialException(
                Refusal.CREDENTIAL_UNREADABLE,
                "expected a PKCS#10 request signed with SHA-256 by its own key, got " + got);
    }

    @Override
    public String toString() {
        return "SigningRequest[" + privateKey.getAlgorithm() + "]";
    }
}
