package dev.handfast.applepay;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.interfaces.ECKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.EllipticCurve;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;

/** The curve of EC_v1, prime256v1 (SEC 2 section 2.4.2; the same as NIST P-256). */
final class P256 {
    /** A SubjectPublicKeyInfo up to the point: id-ecPublicKey, prime256v1, uncompressed. */
    private static final byte[] SPKI_HEAD =
            HexFormat.of().parseHex("3059301306072a8648ce3d020106082a8648ce3d03010703420004");

    private static final int COORDINATE_BYTES = 32;

    private static final BigInteger P =
            new BigInteger("ffffffff00000001000000000000000000000000ffffffffffffffffffffffff", 16);
    private static final BigInteger B =
            new BigInteger("5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b", 16);
    private static final BigInteger THREE = BigInteger.valueOf(3);

    /** Bytes of a SubjectPublicKeyInfo on this curve, as every genuine token has them. */
    static final int SPKI_BYTES = SPKI_HEAD.length + 2 * COORDINATE_BYTES;

    private P256() {}

    /**
     * Demands a named curve, an uncompressed point, and that the point lies on the curve: a point
     * off the curve could draw bits of the merchant's key out of us, whatever the provider checks.
     */
    static void check(byte[] spki, String field) throws RefusedException {
        boolean framed =
                spki.length == SPKI_BYTES
                        && Arrays.equals(spki, 0, SPKI_HEAD.length, SPKI_HEAD, 0, SPKI_HEAD.length);
        if (!framed) {
            throw new RefusedException(
                    Refusal.MALFORMED_TOKEN,
                    field + " as a public key on the named curve prime256v1, uncompressed",
                    "another encoding of " + spki.length + " bytes");
        }
        BigInteger x = new BigInteger(1, spki, SPKI_HEAD.length, COORDINATE_BYTES);
        BigInteger y =
                new BigInteger(1, spki, SPKI_HEAD.length + COORDINATE_BYTES, COORDINATE_BYTES);
        // x^3 - 3x + b - y^2 = 0, reduced once
        BigInteger difference =
                x.multiply(x).subtract(THREE).multiply(x).add(B).subtract(y.multiply(y));
        if (x.compareTo(P) >= 0 || y.compareTo(P) >= 0 || difference.mod(P).signum() != 0) {
            throw new RefusedException(
                    Refusal.MALFORMED_TOKEN, field + " as a point on prime256v1", "a point off it");
        }
    }

    static PublicKey publicKey(byte[] spki, Crypto crypto) throws GeneralSecurityException {
        return crypto.keyFactory("EC").generatePublic(new X509EncodedKeySpec(spki));
    }

    static boolean isOn(Key key) {
        if (!(key instanceof ECKey ec)) {
            return false;
        }
        EllipticCurve curve = ec.getParams().getCurve();
        return curve.getField() instanceof ECFieldFp field
                && P.equals(field.getP())
                && B.equals(curve.getB());
    }

    static KeyPair generate() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError("every Java platform makes P-256 keys", impossible);
        }
    }
}
