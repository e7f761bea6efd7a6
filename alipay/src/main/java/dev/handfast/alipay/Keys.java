package dev.handfast.alipay;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * RSA and SM2 keys in the forms merchants paste them: the Base64 of DER, with or without PEM lines
 * and line breaks.
 *
 * <p>A public key is an X.509 SubjectPublicKeyInfo. A private key is PKCS#8 (what the Java client
 * takes) or PKCS#1 (what the others take). Failures say which form was expected and never show the
 * key.
 */
public final class Keys {
    /** The least modulus of a public key, in bits: what RSA2 asks for. */
    public static final int RSA_BITS_MIN = 2048;

    /** DER of {@code SEQUENCE { OID rsaEncryption, NULL }}, RFC 8017 appendix A.1. */
    private static final byte[] RSA_ALGORITHM = {
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
        1,
        5,
        0
    };

    private static final String ALGORITHM_TEXT =
            new String(RSA_ALGORITHM, StandardCharsets.ISO_8859_1);

    private Keys() {}

    /**
     * The public key of this text.
     *
     * @throws IllegalArgumentException if it is no X.509 RSA public key in Base64 or PEM, or too
     *     short a one
     */
    public static PublicKey rsaPublic(String text) {
        try {
            PublicKey key = rsa().generatePublic(new X509EncodedKeySpec(der(text)));
            if (key instanceof RSAPublicKey rsa && rsa.getModulus().bitLength() < RSA_BITS_MIN) {
                throw new IllegalArgumentException(
                        "an RSA key has at least %d bits, got %d"
                                .formatted(RSA_BITS_MIN, rsa.getModulus().bitLength()));
            }
            return key;
        } catch (InvalidKeySpecException notAKey) {
            throw new IllegalArgumentException(
                    "an RSA public key is the Base64 of an X.509 SubjectPublicKeyInfo", notAKey);
        }
    }

    /** The public key of this text, or nothing when it is none. */
    public static Optional<PublicKey> findRsaPublic(String text) {
        try {
            return Optional.of(rsaPublic(text));
        } catch (IllegalArgumentException notAKey) {
            return Optional.empty();
        }
    }

    /**
     * The public key of this text, RSA or SM2.
     *
     * @throws IllegalArgumentException if it is neither
     */
    public static PublicKey publicKey(String text) {
        return Sm2.isPublicKey(der(text)) ? sm2Public(text) : rsaPublic(text);
    }

    /**
     * The SM2 public key of this text.
     *
     * @throws IllegalArgumentException if it is no X.509 key on the curve sm2p256v1 in Base64 or
     *     PEM
     */
    public static PublicKey sm2Public(String text) {
        return Sm2.publicKey(der(text));
    }

    /** A fresh pair of SM2 keys; the private one encodes itself as PKCS#8. */
    public static KeyPair newSm2Pair() {
        return Sm2.newPrivateKey().pair();
    }

    /**
     * The pair of an SM2 private key, the Base64 or PEM of PKCS#8.
     *
     * @throws IllegalArgumentException if it is none; the message does not show it
     */
    public static KeyPair sm2Pair(String pkcs8) {
        return Sm2.privateKey(der(pkcs8)).pair();
    }

    /** The private key of this text; the message never shows it. */
    static PrivateKey rsaPrivate(String text) {
        byte[] der = der(text);
        try {
            return rsa().generatePrivate(new PKCS8EncodedKeySpec(der));
        } catch (InvalidKeySpecException notPkcs8) {
            try {
                return rsa().generatePrivate(new PKCS8EncodedKeySpec(pkcs8(der)));
            } catch (InvalidKeySpecException notPkcs1) {
                // The cause is left out: its text could hold part of the key.
                throw new IllegalArgumentException(
                        "an RSA private key is the Base64 of PKCS#8 or PKCS#1, got neither");
            } finally {
                Arrays.fill(der, (byte) 0);
            }
        }
    }

    /**
     * The same private key as Base64 of PKCS#1, which the clients for Python and PHP read.
     *
     * @param pkcs8 Base64 of PKCS#8 of an RSA key
     * @throws IllegalArgumentException if it is none; the message does not show it
     */
    public static String pkcs1(String pkcs8) {
        byte[] der = der(pkcs8);
        int inner = new String(der, StandardCharsets.ISO_8859_1).indexOf(ALGORITHM_TEXT);
        int octets = inner + RSA_ALGORITHM.length;
        // The key is an octet string of more than 255 bytes, so two bytes say how long it is.
        if (inner < 0 || der.length < octets + 4 || der[octets + 1] != (byte) 0x82) {
            throw new IllegalArgumentException("an RSA private key is the Base64 of PKCS#8");
        }
        return Base64.getEncoder().encodeToString(Arrays.copyOfRange(der, octets + 4, der.length));
    }

    private static KeyFactory rsa() {
        try {
            return KeyFactory.getInstance("RSA");
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("this JDK has no RSA", missing);
        }
    }

    /** The bytes between the PEM lines, or of the whole text if it has none. */
    static byte[] der(String text) {
        String base64 = text.replaceAll("-----[A-Z0-9 ]+-----", "").replaceAll("\\s", "");
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException notBase64) {
            throw new IllegalArgumentException("a key is Base64 text, got another character");
        }
    }

    /**
     * PKCS#1 wrapped as PKCS#8: {@code SEQUENCE { INTEGER 0, rsaEncryption, OCTET STRING key }}.
     */
    private static byte[] pkcs8(byte[] pkcs1) {
        var inner = new ByteArrayOutputStream();
        inner.writeBytes(new byte[] {2, 1, 0});
        inner.writeBytes(RSA_ALGORITHM);
        inner.writeBytes(new byte[] {4});
        inner.writeBytes(derLength(pkcs1.length));
        inner.writeBytes(pkcs1);
        var outer = new ByteArrayOutputStream();
        outer.writeBytes(new byte[] {0x30});
        outer.writeBytes(derLength(inner.size()));
        outer.writeBytes(inner.toByteArray());
        return outer.toByteArray();
    }

    private static byte[] derLength(int length) {
        if (length < 0x80) {
            return new byte[] {(byte) length};
        }
        if (length < 0x100) {
            return new byte[] {(byte) 0x81, (byte) length};
        }
        return new byte[] {(byte) 0x82, (byte) (length >> 8), (byte) length};
    }
}
