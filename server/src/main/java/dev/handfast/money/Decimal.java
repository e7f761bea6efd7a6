package dev.handfast.money;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/**
 * A plain decimal as {@code unscaled / 10^scale}, and the strict grammar all our decimals share.
 *
 * <p>The grammar is {@code -?(0|[1-9][0-9]*)(.[0-9]+)?} in ASCII: no plus sign, no blanks, no
 * grouping, no exponent, no leading zeros, digits on both sides of a point. Everything a lenient
 * reader would guess about is refused.
 */
record Decimal(long unscaled, int scale) {
    /** Longer texts are refused unread: the longest decimal of a long has 20 digits and a sign. */
    static final int TEXT_LENGTH_MAX = 32;

    /** Reads a decimal of at most {@code scaleMax} decimals, and keeps the decimals as written. */
    static Parsed<Decimal> parse(String text, int scaleMax) {
        int point = text.indexOf('.');
        if (text.length() > TEXT_LENGTH_MAX || !isPlain(text)) {
            String rule = "a decimal is written as digits with at most one point, such as 10.50";
            return new Parsed.Refused<>(MoneyRefusal.NOT_A_DECIMAL, rule + got(text));
        }
        int scale = point < 0 ? 0 : text.length() - point - 1;
        if (scale > scaleMax) {
            String rule = "at most " + scaleMax + " decimals are allowed here";
            return new Parsed.Refused<>(MoneyRefusal.TOO_MANY_DECIMALS, rule + got(text));
        }
        var unscaled = new BigInteger(text.replace(".", ""));
        if (unscaled.bitLength() >= Long.SIZE) return outOfRange(text);
        return new Parsed.Valid<>(new Decimal(unscaled.longValueExact(), scale));
    }

    /** The refusal of a number whose digits do not fit, with the text as it came. */
    static <T> Parsed<T> outOfRange(String text) {
        String rule = "the number is outside the range allowed here";
        return new Parsed.Refused<>(MoneyRefusal.OUT_OF_RANGE, rule + got(text));
    }

    /** The end of a message: what came, cut short so that a hostile text cannot fill a log. */
    static String got(String text) {
        String shown = text.length() <= TEXT_LENGTH_MAX ? text : text.substring(0, TEXT_LENGTH_MAX);
        String printable = shown.replaceAll("[^ -~]", "?");
        return ", got \"" + printable + (shown.length() < text.length() ? "..." : "") + "\"";
    }

    private static boolean isPlain(String text) {
        int at = text.startsWith("-") ? 1 : 0;
        int wholeEnd = digitsEnd(text, at);
        if (wholeEnd == at || (text.charAt(at) == '0' && wholeEnd > at + 1)) return false;
        if (wholeEnd == text.length()) return true;
        int fractionStart = wholeEnd + 1;
        return text.charAt(wholeEnd) == '.'
                && fractionStart < text.length()
                && digitsEnd(text, fractionStart) == text.length();
    }

    private static int digitsEnd(String text, int start) {
        int at = start;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') at++;
        return at;
    }

    /** The same number without trailing zeros behind the point, so that equal numbers are equal. */
    Decimal stripped() {
        long digits = unscaled;
        int places = scale;
        while (places > 0 && digits % 10 == 0) {
            digits /= 10;
            places--;
        }
        return new Decimal(digits, places);
    }

    /** The decimal text, with exactly {@code scale} decimals. */
    String text() {
        return BigDecimal.valueOf(unscaled, scale).toPlainString();
    }

    /**
     * {@code value * numerator / denominator}, exact, then rounded once, halves away from zero.
     *
     * @throws ArithmeticException if the result does not fit into a {@code long}
     */
    static long scaled(long value, BigInteger numerator, BigInteger denominator) {
        var product = new BigDecimal(BigInteger.valueOf(value).multiply(numerator));
        BigInteger rounded =
                product.divide(new BigDecimal(denominator), 0, RoundingMode.HALF_UP).toBigInteger();
        return exact(rounded);
    }

    /** The number as a {@code long}, with a message of our own where it does not fit. */
    static long exact(BigInteger value) {
        if (value.bitLength() >= Long.SIZE) {
            throw new ArithmeticException("an amount does not fit into 64 bits");
        }
        return value.longValueExact();
    }
}
