package dev.handfast.web;

import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;

/**
 * The form in which an id leaves the house: a prefix that says what it names, an underscore, and
 * the 128 bits in 26 characters of base 32, such as {@code pi_01jd9h7t3ve8h9q4x2k6m5n8p0}.
 *
 * <p>The alphabet is in the order of its values, so texts of one prefix sort as their ids do, and
 * has no letters that are mistaken for digits. There is exactly one text for an id: capitals and
 * other lengths are refused.
 *
 * <p>Source: Crockford's Base 32 alphabet, in lower case.
 */
public final class PublicId {
    /** Characters after the underscore: 26 of 5 bits hold 128 bits, with two to spare. */
    public static final int DIGITS = 26;

    private static final String ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
    private static final int BITS = 5;
    private static final int MASK = 31;

    /** The first digit holds the topmost three bits only. */
    private static final int FIRST_MAX = 7;

    private static final byte[] VALUES = values();

    private PublicId() {}

    /**
     * The text of an id.
     *
     * @param prefix what it names, without the underscore
     */
    public static String format(String prefix, UUID id) {
        char[] text = new char[DIGITS];
        long high = id.getMostSignificantBits();
        long low = id.getLeastSignificantBits();
        for (int i = DIGITS - 1; i >= 0; i--) {
            text[i] = ALPHABET.charAt((int) (low & MASK));
            low = (low >>> BITS) | (high << (Long.SIZE - BITS));
            high >>>= BITS;
        }
        return prefix + "_" + new String(text);
    }

    /** Reads an id back; empty if the text is not exactly one that {@link #format} makes. */
    public static Optional<UUID> parse(String prefix, String text) {
        int start = prefix.length() + 1;
        if (text.length() != start + DIGITS
                || !text.startsWith(prefix)
                || text.charAt(start - 1) != '_') {
            return Optional.empty();
        }
        long high = 0;
        long low = 0;
        for (int i = start; i < text.length(); i++) {
            char c = text.charAt(i);
            int value = c < VALUES.length ? VALUES[c] : -1;
            if (value < 0 || (i == start && value > FIRST_MAX)) {
                return Optional.empty();
            }
            high = (high << BITS) | (low >>> (Long.SIZE - BITS));
            low = (low << BITS) | value;
        }
        return Optional.of(new UUID(high, low));
    }

    private static byte[] values() {
        byte[] values = new byte[128];
        Arrays.fill(values, (byte) -1);
        for (int i = 0; i < ALPHABET.length(); i++) {
            values[ALPHABET.charAt(i)] = (byte) i;
        }
        return values;
    }
}
