package dev.handfast.applepay;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;

/** Base64, hex and SHA-256, read so strictly that one value has one spelling. */
final class Encoding {
    private static final HexFormat HEX = HexFormat.of();

    private Encoding() {}

    /**
     * Canonical Base64 (RFC 4648 section 4): no line breaks, full padding, unused bits zero. The
     * JDK's decoder ignores the unused bits, which would let two texts mean one token.
     */
    static byte[] base64(String text, String field) throws RefusedException {
        byte[] decoded;
        try {
            decoded = Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException notBase64) {
            throw malformed(field, "Base64", "text that is not Base64");
        }
        if (text.length() % 4 != 0 || !lastGroupIsCanonical(text, decoded)) {
            throw malformed(field, "canonical Base64", "unused bits or missing padding at its end");
        }
        return decoded;
    }

    private static boolean lastGroupIsCanonical(String text, byte[] decoded) {
        int tail = decoded.length % 3;
        if (tail == 0) {
            return true;
        }
        byte[] last = java.util.Arrays.copyOfRange(decoded, decoded.length - tail, decoded.length);
        return text.endsWith(Base64.getEncoder().encodeToString(last));
    }

    static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** Hex digits of even number, all in one case. */
    static byte[] hex(String text, String field) throws RefusedException {
        boolean lower = false;
        boolean upper = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            lower |= c >= 'a' && c <= 'f';
            upper |= c >= 'A' && c <= 'F';
            if (!HexFormat.isHexDigit(c)) {
                throw malformed(field, "hex digits", "another character at index " + i);
            }
        }
        if (lower && upper) {
            throw malformed(field, "hex digits in one case", "both cases");
        }
        if (text.length() % 2 != 0) {
            throw malformed(field, "an even number of hex digits", text.length() + " digits");
        }
        return HEX.parseHex(text);
    }

    static String hex(byte[] bytes) {
        return HEX.formatHex(bytes);
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every Java platform has SHA-256", impossible);
        }
    }

    static byte[] sha256(byte[] bytes) {
        return sha256().digest(bytes);
    }

    private static RefusedException malformed(String field, String expected, String got) {
        return new RefusedException(Refusal.MALFORMED_TOKEN, field + " as " + expected, got);
    }
}
