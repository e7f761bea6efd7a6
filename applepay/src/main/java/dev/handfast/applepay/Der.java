package dev.handfast.applepay;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;

/** Writes DER (X.690 section 10), and BER of indefinite length where Apple writes that. */
final class Der {
    private static final DateTimeFormatter UTC_TIME =
            DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter GENERALIZED_TIME =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

    private Der() {}

    static byte[] tagged(int tag, byte[]... parts) {
        byte[] content = concat(parts);
        ByteArrayOutputStream out = new ByteArrayOutputStream(content.length + 5);
        out.write(tag);
        if (content.length < 0x80) {
            out.write(content.length);
        } else {
            int count = (39 - Integer.numberOfLeadingZeros(content.length)) / 8;
            out.write(0x80 | count);
            for (int i = count - 1; i >= 0; i--) {
                out.write(content.length >>> (8 * i));
            }
        }
        out.writeBytes(content);
        return out.toByteArray();
    }

    /** A constructed element without a length, ended by end-of-contents (X.690 section 8.1.3.6). */
    static byte[] indefinite(int tag, byte[]... parts) {
        return concat(new byte[] {(byte) tag, (byte) 0x80}, concat(parts), new byte[2]);
    }

    static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    static byte[] sequence(byte[]... parts) {
        return tagged(BerReader.SEQUENCE, parts);
    }

    /** A SET OF: DER orders its elements by their encodings (X.690 section 11.6). */
    static byte[] set(byte[]... parts) {
        byte[][] sorted = parts.clone();
        Arrays.sort(sorted, Arrays::compareUnsigned);
        return tagged(BerReader.SET, sorted);
    }

    static byte[] explicit(int number, byte[]... parts) {
        return tagged(BerReader.context(number), parts);
    }

    static byte[] oid(Oid oid) {
        return tagged(BerReader.OID, oid.encoded());
    }

    static byte[] integer(BigInteger value) {
        return tagged(BerReader.INTEGER, value.toByteArray());
    }

    static byte[] integer(int value) {
        return integer(BigInteger.valueOf(value));
    }

    static byte[] octets(byte[] content) {
        return tagged(BerReader.OCTET_STRING, content);
    }

    /** Whole bytes as a bit string. */
    static byte[] bits(byte[] content) {
        return tagged(BerReader.BIT_STRING, new byte[1], content);
    }

    static byte[] utf8(String text) {
        return tagged(BerReader.UTF8_STRING, Encoding.utf8(text));
    }

    static byte[] printable(String text) {
        return tagged(BerReader.PRINTABLE_STRING, Encoding.ascii(text));
    }

    static byte[] nothing() {
        return tagged(BerReader.NULL);
    }

    static byte[] yes() {
        return tagged(0x01, new byte[] {(byte) 0xff});
    }

    /** UTCTime before 2050 and GeneralizedTime after (RFC 5280 section 4.1.2.5, RFC 5652 11.3). */
    static byte[] time(Instant instant) {
        int year = ZonedDateTime.ofInstant(instant, ZoneOffset.UTC).getYear();
        boolean utc = year >= 1950 && year < 2050;
        DateTimeFormatter format = utc ? UTC_TIME : GENERALIZED_TIME;
        int tag = utc ? BerReader.UTC_TIME : BerReader.GENERALIZED_TIME;
        return tagged(tag, Encoding.ascii(format.format(instant)));
    }
}
