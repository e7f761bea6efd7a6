package dev.handfast.alipay;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;

/** Writes DER, ITU-T X.690 section 10: only what certificates of this library need. */
final class Der {
    static final int SEQUENCE = 0x30;
    static final int SET = 0x31;

    private static final int INTEGER = 0x02;
    private static final int BIT_STRING = 0x03;
    private static final int OCTET_STRING = 0x04;
    private static final int UTF8_STRING = 0x0c;
    private static final int PRINTABLE_STRING = 0x13;
    private static final int UTC_TIME = 0x17;
    private static final int GENERALIZED_TIME = 0x18;
    private static final int EXPLICIT = 0xa0;
    private static final int SHORT_LENGTH_MAX = 0x7f;

    /** From this year on a time has four digits for the year, RFC 5280 section 4.1.2.5. */
    private static final int GENERALIZED_FROM = 2050;

    private static final DateTimeFormatter SHORT_YEAR =
            DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter LONG_YEAR =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

    private Der() {}

    static byte[] tagged(int tag, byte[]... parts) {
        var content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        var der = new ByteArrayOutputStream();
        der.write(tag);
        der.writeBytes(length(content.size()));
        der.writeBytes(content.toByteArray());
        return der.toByteArray();
    }

    private static byte[] length(int length) {
        if (length <= SHORT_LENGTH_MAX) {
            return new byte[] {(byte) length};
        }
        if (length < 0x100) {
            return new byte[] {(byte) 0x81, (byte) length};
        }
        return new byte[] {(byte) 0x82, (byte) (length >> 8), (byte) length};
    }

    static byte[] sequence(byte[]... parts) {
        return tagged(SEQUENCE, parts);
    }

    static byte[] explicit(int number, byte[]... parts) {
        return tagged(EXPLICIT + number, parts);
    }

    static byte[] integer(BigInteger value) {
        return tagged(INTEGER, value.toByteArray());
    }

    static byte[] octets(byte[] content) {
        return tagged(OCTET_STRING, content);
    }

    /** A string of whole bytes. */
    static byte[] bits(byte[] content) {
        return tagged(BIT_STRING, new byte[] {0}, content);
    }

    static byte[] utf8(String text) {
        return tagged(UTF8_STRING, text.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] printable(String text) {
        return tagged(PRINTABLE_STRING, text.getBytes(StandardCharsets.US_ASCII));
    }

    static byte[] time(Instant instant) {
        return instant.atZone(ZoneOffset.UTC).getYear() < GENERALIZED_FROM
                ? tagged(UTC_TIME, ascii(SHORT_YEAR.format(instant)))
                : tagged(GENERALIZED_TIME, ascii(LONG_YEAR.format(instant)));
    }

    /** Encoded bytes written down as hexadecimal digits. */
    static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
