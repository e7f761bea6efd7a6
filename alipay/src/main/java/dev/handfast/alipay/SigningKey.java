package dev.handfast.alipay;

import java.security.PrivateKey;

/** A private key with the algorithms to use it. Prints nothing of itself. */
public final class SigningKey {
    private final PrivateKey key;
    private final Signatures signatures;

    private SigningKey(PrivateKey key, Signatures signatures) {
        this.key = key;
        this.signatures = signatures;
    }

    /** The key as a JDK object. */
    public static SigningKey of(PrivateKey key, Signatures signatures) {
        return new SigningKey(key, signatures);
    }

    /**
     * The RSA key of this text, PKCS#8 or PKCS#1 in Base64 or PEM.
     *
     * @throws IllegalArgumentException if it is none; the message does not show it
     */
    public static SigningKey rsa(String base64, Signatures signatures) {
        return new SigningKey(Keys.rsaPrivate(base64), signatures);
    }

    /**
     * The SM2 key of this text, PKCS#8 in Base64 or PEM. It signs by this library's own code, whose
     * time depends on the key and is some milliseconds: for sandboxes and tests.
     *
     * @throws IllegalArgumentException if it is none; the message does not show it
     */
    public static SigningKey sm2(String base64) {
        return new SigningKey(Sm2.privateKey(Keys.der(base64)), Signatures.installed());
    }

    /** The signature of these bytes in Base64. */
    public String sign(SignType type, byte[] text) {
        return signatures.sign(type, key, text);
    }

    boolean fits(SignType type) {
        return key.getAlgorithm().equals(type.keyAlgorithm());
    }

    @Override
    public String toString() {
        return "SigningKey[" + key.getAlgorithm() + ", hidden]";
    }
}
