package dev.handfast.alipay;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * SM3withSM2 signatures over sm2p256v1 with the default user id, since no JDK provider has them.
 * Signatures are the DER of two integers, keys the usual X.509 and PKCS#8.
 *
 * <p>Verification is complete. Signing is correct but its time depends on the key ({@link
 * BigInteger} is not constant in time), and it takes milliseconds: good for tests, sandboxes and
 * gateways nobody can time; for the rest use RSA2, or give {@link Signatures#of} a provider that
 * has SM3withSM2 and keys of that provider.
 *
 * <p>Checked both ways against {@code SM2Encryptor} of the Java client 4.40.734.
 */
final class Sm2 {
    private static final byte[] USER_ID = "1234567812345678".getBytes(StandardCharsets.US_ASCII);
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int COORDINATE_BYTES = 32;

    /**
     * SEQUENCE { SEQUENCE { OID ecPublicKey, OID sm2p256v1 }, BIT STRING of an uncompressed point.
     */
    private static final byte[] X509_PREFIX =
            HexFormat.of().parseHex("3059301306072a8648ce3d020106082a811ccf5501822d03420004");

    /** SEQUENCE { 0, the same algorithm, OCTET STRING of SEQUENCE { 1, OCTET STRING of a key. */
    private static final byte[] PKCS8_PREFIX =
            HexFormat.of()
                    .parseHex(
                            "3041020100301306072a8648ce3d020106082a811ccf5501822d"
                                    + "042730250201010420");

    private static final byte[] CURVE_OID = HexFormat.of().parseHex("06082a811ccf5501822d");

    /** INTEGER 1, OCTET STRING of 32 bytes: the start of an ECPrivateKey behind its SEQUENCE. */
    private static final byte[] PRIVATE_START = HexFormat.of().parseHex("0201010420");

    private Sm2() {}

    /** A public point. */
    record Sm2PublicKey(BigInteger x, BigInteger y) implements PublicKey {
        /** Checks that it is on the curve. */
        Sm2PublicKey {
            if (!Sm2Point.isOnCurve(x, y)) {
                throw new IllegalArgumentException("the SM2 public key is not on its curve");
            }
        }

        @Override
        public String getAlgorithm() {
            return SignType.SM2.keyAlgorithm();
        }

        @Override
        public String getFormat() {
            return "X.509";
        }

        @Override
        public byte[] getEncoded() {
            byte[] der = Arrays.copyOf(X509_PREFIX, X509_PREFIX.length + 2 * COORDINATE_BYTES);
            System.arraycopy(bytes(x), 0, der, X509_PREFIX.length, COORDINATE_BYTES);
            System.arraycopy(
                    bytes(y), 0, der, X509_PREFIX.length + COORDINATE_BYTES, COORDINATE_BYTES);
            return der;
        }
    }

    /** A private factor. Prints nothing of itself; its encoding is for whom it belongs to. */
    static final class Sm2PrivateKey implements PrivateKey {
        private final transient BigInteger d;

        Sm2PrivateKey(BigInteger d) {
            if (!isPrivate(d)) {
                throw new IllegalArgumentException("an SM2 private key lies in 1 to n-2");
            }
            this.d = d;
        }

        KeyPair pair() {
            return new KeyPair(publicKey(), this);
        }

        Sm2PublicKey publicKey() {
            Sm2Point point = Sm2Point.GENERATOR.times(d);
            return new Sm2PublicKey(point.affineX(), point.affineY());
        }

        @Override
        public String getAlgorithm() {
            return SignType.SM2.keyAlgorithm();
        }

        @Override
        public String getFormat() {
            return "PKCS#8";
        }

        @Override
        public byte[] getEncoded() {
            byte[] der = Arrays.copyOf(PKCS8_PREFIX, PKCS8_PREFIX.length + COORDINATE_BYTES);
            System.arraycopy(bytes(d), 0, der, PKCS8_PREFIX.length, COORDINATE_BYTES);
            return der;
        }

        @Override
        public String toString() {
            return "Sm2PrivateKey[hidden]";
        }
    }

    /** Whether these bytes look like a public key on this curve. */
    static boolean isPublicKey(byte[] der) {
        return der.length == X509_PREFIX.length + 2 * COORDINATE_BYTES
                && Arrays.equals(X509_PREFIX, Arrays.copyOf(der, X509_PREFIX.length));
    }

    static Sm2PublicKey publicKey(byte[] der) {
        if (!isPublicKey(der)) {
            throw new IllegalArgumentException(
                    "an SM2 public key is an X.509 SubjectPublicKeyInfo of sm2p256v1");
        }
        int y = X509_PREFIX.length + COORDINATE_BYTES;
        return new Sm2PublicKey(
                new BigInteger(1, Arrays.copyOfRange(der, X509_PREFIX.length, y)),
                new BigInteger(1, Arrays.copyOfRange(der, y, y + COORDINATE_BYTES)));
    }

    static Sm2PrivateKey privateKey(byte[] der) {
        int curve = indexOf(der, CURVE_OID, 0);
        int start = curve < 0 ? -1 : indexOf(der, PRIVATE_START, curve);
        int from = start + PRIVATE_START.length;
        if (start < 0 || from + COORDINATE_BYTES > der.length) {
            throw new IllegalArgumentException("an SM2 private key is PKCS#8 of sm2p256v1");
        }
        byte[] d = Arrays.copyOfRange(der, from, from + COORDINATE_BYTES);
        return new Sm2PrivateKey(new BigInteger(1, d));
    }

    static Sm2PrivateKey newPrivateKey() {
        while (true) {
            BigInteger d = new BigInteger(Sm2Point.N.bitLength(), RANDOM);
            if (isPrivate(d)) {
                return new Sm2PrivateKey(d);
            }
        }
    }

    /** 1 + d must have an inverse, so n - 1 is no key either. */
    private static boolean isPrivate(BigInteger d) {
        return d.signum() > 0 && d.compareTo(Sm2Point.N.subtract(BigInteger.ONE)) < 0;
    }

    static byte[] sign(Sm2PrivateKey key, byte[] text) {
        BigInteger n = Sm2Point.N;
        BigInteger e = digest(key.publicKey(), text);
        while (true) {
            BigInteger k = new BigInteger(n.bitLength(), RANDOM);
            if (k.signum() == 0 || k.compareTo(n) >= 0) {
                continue;
            }
            BigInteger r = e.add(Sm2Point.GENERATOR.times(k).affineX()).mod(n);
            BigInteger inverse = BigInteger.ONE.add(key.d).modInverse(n);
            BigInteger s = inverse.multiply(k.subtract(r.multiply(key.d))).mod(n);
            if (r.signum() != 0 && !r.add(k).equals(n) && s.signum() != 0) {
                return der(r, s);
            }
        }
    }

    static boolean verify(Sm2PublicKey key, byte[] text, byte[] signature) {
        BigInteger n = Sm2Point.N;
        BigInteger[] rs = parse(signature);
        if (rs.length != 2) {
            return false;
        }
        for (BigInteger number : rs) {
            if (number.signum() <= 0 || number.compareTo(n) >= 0) {
                return false;
            }
        }
        BigInteger t = rs[0].add(rs[1]).mod(n);
        if (t.signum() == 0) {
            return false;
        }
        Sm2Point point =
                Sm2Point.GENERATOR.times(rs[1]).plus(Sm2Point.affine(key.x(), key.y()).times(t));
        return !point.isInfinity() && digest(key, text).add(point.affineX()).mod(n).equals(rs[0]);
    }

    /** SM3 of the signer's identity (user id, curve, public key) and the text. */
    private static BigInteger digest(Sm2PublicKey key, byte[] text) {
        int bits = USER_ID.length * 8;
        byte[] identity =
                Sm3.hash(
                        new byte[] {(byte) (bits >> 8), (byte) bits},
                        USER_ID,
                        bytes(Sm2Point.A),
                        bytes(Sm2Point.B),
                        bytes(Sm2Point.GENERATOR.x()),
                        bytes(Sm2Point.GENERATOR.y()),
                        bytes(key.x()),
                        bytes(key.y()));
        return new BigInteger(1, Sm3.hash(identity, text));
    }

    private static byte[] der(BigInteger r, BigInteger s) {
        byte[] first = r.toByteArray();
        byte[] second = s.toByteArray();
        byte[] der = new byte[6 + first.length + second.length];
        der[0] = 0x30;
        der[1] = (byte) (der.length - 2);
        der[2] = 2;
        der[3] = (byte) first.length;
        System.arraycopy(first, 0, der, 4, first.length);
        der[4 + first.length] = 2;
        der[5 + first.length] = (byte) second.length;
        System.arraycopy(second, 0, der, 6 + first.length, second.length);
        return der;
    }

    /** The two integers of a signature; none if it is not exactly their DER. */
    private static BigInteger[] parse(byte[] der) {
        BigInteger[] none = {};
        // Two integers of at most 33 bytes: every length fits one byte.
        if (der.length < 8 || der.length > 72 || der[2] != 2 || der[3] < 1) {
            return none;
        }
        int second = 4 + der[3];
        if (second + 2 >= der.length || der[second] != 2) {
            return none;
        }
        BigInteger r = new BigInteger(Arrays.copyOfRange(der, 4, second));
        BigInteger s = new BigInteger(Arrays.copyOfRange(der, second + 2, der.length));
        return Arrays.equals(der, der(r, s)) ? new BigInteger[] {r, s} : none;
    }

    private static byte[] bytes(BigInteger number) {
        byte[] bytes = new byte[COORDINATE_BYTES];
        byte[] raw = number.toByteArray();
        int length = Math.min(raw.length, COORDINATE_BYTES);
        System.arraycopy(raw, raw.length - length, bytes, COORDINATE_BYTES - length, length);
        return bytes;
    }

    private static int indexOf(byte[] bytes, byte[] wanted, int from) {
        for (int i = from; i + wanted.length <= bytes.length; i++) {
            if (Arrays.equals(bytes, i, i + wanted.length, wanted, 0, wanted.length)) {
                return i;
            }
        }
        return -1;
    }
}
