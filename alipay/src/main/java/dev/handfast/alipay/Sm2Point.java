package dev.handfast.alipay;

import java.math.BigInteger;

/**
 * A point of the curve sm2p256v1, in Jacobian coordinates: it stands for {@code (x/z², y/z³)}, and
 * for the point at infinity when z is zero. The curve is {@code y² = x³ - 3x + b} over a prime
 * field.
 */
record Sm2Point(BigInteger x, BigInteger y, BigInteger z) {
    static final BigInteger P =
            hex("FFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFF");
    static final BigInteger A = P.subtract(BigInteger.valueOf(3));
    static final BigInteger B =
            hex("28E9FA9E9D9F5E344D5A9E4BCF6509A7F39789F515AB8F92DDBCBD414D940E93");

    /** The order of the generator. */
    static final BigInteger N =
            hex("FFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123");

    static final Sm2Point GENERATOR =
            affine(
                    hex("32C4AE2C1F1981195F9904466A39C9948FE30BBFF2660BE1715A4589334C74C7"),
                    hex("BC3736A2F4F6779C59BDCEE36B692153D0A9877CC62A474002DF32E52139F0A0"));

    private static final Sm2Point INFINITY =
            new Sm2Point(BigInteger.ONE, BigInteger.ONE, BigInteger.ZERO);

    static Sm2Point affine(BigInteger x, BigInteger y) {
        return new Sm2Point(x, y, BigInteger.ONE);
    }

    /** Whether these coordinates are those of a point, infinity excluded. */
    static boolean isOnCurve(BigInteger x, BigInteger y) {
        if (x.signum() < 0 || y.signum() < 0 || x.compareTo(P) >= 0 || y.compareTo(P) >= 0) {
            return false;
        }
        BigInteger right = x.multiply(x).add(A).multiply(x).add(B).mod(P);
        return y.multiply(y).mod(P).equals(right);
    }

    boolean isInfinity() {
        return z.signum() == 0;
    }

    /** The x coordinate proper. */
    BigInteger affineX() {
        BigInteger inverse = z.modInverse(P);
        return x.multiply(inverse).multiply(inverse).mod(P);
    }

    /** The y coordinate proper. */
    BigInteger affineY() {
        BigInteger inverse = z.modInverse(P);
        return y.multiply(inverse.pow(3)).mod(P);
    }

    /**
     * The point added to itself this often, by a ladder: one addition and one doubling per bit,
     * whatever the bit.
     */
    Sm2Point times(BigInteger factor) {
        Sm2Point low = INFINITY;
        Sm2Point high = this;
        for (int bit = N.bitLength() - 1; bit >= 0; bit--) {
            if (factor.testBit(bit)) {
                low = low.plus(high);
                high = high.twice();
            } else {
                high = low.plus(high);
                low = low.twice();
            }
        }
        return low;
    }

    Sm2Point plus(Sm2Point other) {
        if (isInfinity()) {
            return other;
        }
        if (other.isInfinity()) {
            return this;
        }
        BigInteger z1z1 = z.multiply(z).mod(P);
        BigInteger z2z2 = other.z.multiply(other.z).mod(P);
        BigInteger u1 = x.multiply(z2z2).mod(P);
        BigInteger u2 = other.x.multiply(z1z1).mod(P);
        BigInteger s1 = y.multiply(z2z2).mod(P).multiply(other.z).mod(P);
        BigInteger s2 = other.y.multiply(z1z1).mod(P).multiply(z).mod(P);
        if (u1.equals(u2)) {
            return s1.equals(s2) ? twice() : INFINITY;
        }
        BigInteger h = u2.subtract(u1).mod(P);
        BigInteger r = s2.subtract(s1).mod(P);
        BigInteger hh = h.multiply(h).mod(P);
        BigInteger hhh = hh.multiply(h).mod(P);
        BigInteger v = u1.multiply(hh).mod(P);
        BigInteger x3 = r.multiply(r).subtract(hhh).subtract(v.shiftLeft(1)).mod(P);
        BigInteger y3 = r.multiply(v.subtract(x3)).subtract(s1.multiply(hhh)).mod(P);
        return new Sm2Point(x3, y3, z.multiply(other.z).mod(P).multiply(h).mod(P));
    }

    private Sm2Point twice() {
        if (isInfinity() || y.signum() == 0) {
            return INFINITY;
        }
        BigInteger zz = z.multiply(z).mod(P);
        // 3x² + a·z⁴ with a = -3 is 3(x - z²)(x + z²).
        BigInteger m = x.subtract(zz).multiply(x.add(zz)).multiply(BigInteger.valueOf(3)).mod(P);
        BigInteger yy = y.multiply(y).mod(P);
        BigInteger s = x.multiply(yy).shiftLeft(2).mod(P);
        BigInteger x3 = m.multiply(m).subtract(s.shiftLeft(1)).mod(P);
        BigInteger y3 = m.multiply(s.subtract(x3)).subtract(yy.multiply(yy).shiftLeft(3)).mod(P);
        return new Sm2Point(x3, y3, y.multiply(z).shiftLeft(1).mod(P));
    }

    private static BigInteger hex(String digits) {
        return new BigInteger(digits, 16);
    }
}
