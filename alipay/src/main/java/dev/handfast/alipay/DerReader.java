package dev.handfast.alipay;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;

/**
 * Reads DER, ITU-T X.690 section 10, element by element: only what certificates need. Anything
 * malformed is an {@link IllegalArgumentException}.
 */
final class DerReader {
    static final int BOOLEAN = 0x01;
    static final int INTEGER = 0x02;
    static final int BIT_STRING = 0x03;
    static final int OCTET_STRING = 0x04;
    static final int OBJECT_ID = 0x06;

    private static final int UTC_TIME = 0x17;
    private static final int GENERALIZED_TIME = 0x18;
    private static final int LENGTH_BYTES_MAX = 3;

    /** A year of two digits is one from 1950 to 2049, RFC 5280 section 4.1.2.5.1. */
    private static final int FIRST_SHORT_YEAR = 50;

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuuMMddHHmmss'Z'");

    private final byte[] der;
    private final int end;
    private int at;

    private DerReader(byte[] der, int at, int end) {
        this.der = der;
        this.at = at;
        this.end = end;
    }

    /** What is in the one element that these bytes are, which has this tag. */
    static DerReader of(byte[] der, int tag) {
        DerReader whole = new DerReader(der, 0, der.length);
        DerReader content = whole.enter(tag);
        if (whole.hasNext()) {
            throw new IllegalArgumentException("DER ends with its first element");
        }
        return content;
    }

    boolean hasNext() {
        return at < end;
    }

    /** Whether another element follows, and with this tag. */
    boolean isNext(int tag) {
        return hasNext() && (der[at] & 0xff) == tag;
    }

    /** What is in the next element, which has this tag. */
    DerReader enter(int tag) {
        if (!isNext(tag)) {
            throw new IllegalArgumentException("DER has 0x%02x here".formatted(tag));
        }
        int content = at + 1;
        int length = next(content++);
        if (length > 0x7f) {
            int bytes = length - 0x80;
            if (bytes < 1 || bytes > LENGTH_BYTES_MAX) {
                throw new IllegalArgumentException("DER has a length of at most 3 bytes");
            }
            length = 0;
            for (int i = 0; i < bytes; i++) {
                length = length << 8 | next(content++);
            }
        }
        if (length > end - content) {
            throw new IllegalArgumentException("DER ends before an element does");
        }
        at = content + length;
        return new DerReader(der, content, at);
    }

    private int next(int index) {
        if (index >= end) {
            throw new IllegalArgumentException("DER ends before an element does");
        }
        return der[index] & 0xff;
    }

    /** The next element as it stands, tag and length included. */
    byte[] element() {
        int start = at;
        enter(next(at));
        return Arrays.copyOfRange(der, start, at);
    }

    /** All that is left. */
    byte[] rest() {
        return Arrays.copyOfRange(der, at, end);
    }

    boolean flag() {
        byte[] content = enter(BOOLEAN).rest();
        if (content.length != 1) {
            throw new IllegalArgumentException("a DER boolean has one byte");
        }
        return content[0] != 0;
    }

    BigInteger integer() {
        byte[] content = enter(INTEGER).rest();
        if (content.length == 0) {
            throw new IllegalArgumentException("a DER integer has a byte");
        }
        return new BigInteger(content);
    }

    /** A string of whole bytes. */
    byte[] bits() {
        byte[] content = enter(BIT_STRING).rest();
        if (content.length == 0 || content[0] != 0) {
            throw new IllegalArgumentException("a DER bit string here has whole bytes");
        }
        return Arrays.copyOfRange(content, 1, content.length);
    }

    Instant time() {
        boolean isShort = isNext(UTC_TIME);
        byte[] content = enter(isShort ? UTC_TIME : GENERALIZED_TIME).rest();
        String text = new String(content, StandardCharsets.US_ASCII);
        try {
            if (isShort) {
                int year = Integer.parseInt(text, 0, 2, 10);
                text = (year < FIRST_SHORT_YEAR ? "20" : "19") + text;
            }
            return LocalDateTime.parse(text, TIME).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException | IndexOutOfBoundsException | NumberFormatException notATime) {
            throw new IllegalArgumentException("a DER time is digits and Z", notATime);
        }
    }

    /** An object identifier as numbers with dots between them. */
    String objectId() {
        byte[] content = enter(OBJECT_ID).rest();
        StringBuilder text = new StringBuilder();
        long number = 0;
        for (byte b : content) {
            if (number > Integer.MAX_VALUE) {
                throw new IllegalArgumentException("a number of an object identifier is short");
            }
            number = number << 7 | (b & 0x7f);
            if (b >= 0) {
                if (text.isEmpty()) {
                    long first = Math.min(number / 40, 2);
                    text.append(first).append('.').append(number - 40 * first);
                } else {
                    text.append('.').append(number);
                }
                number = 0;
            }
        }
        return text.toString();
    }
}
