package dev.handfast.applepay;

import java.util.Arrays;

/**
 * Reads the elements of a BER encoding one after the other (X.690): definite lengths in their
 * shortest form, indefinite lengths as Apple's signatures have them, tag numbers below 31.
 *
 * <p>Bounded: an element never reaches beyond its parent, and nesting is limited.
 */
final class BerReader {
    static final int INTEGER = 0x02;
    static final int BIT_STRING = 0x03;
    static final int OCTET_STRING = 0x04;
    static final int NULL = 0x05;
    static final int OID = 0x06;
    static final int UTF8_STRING = 0x0c;
    static final int PRINTABLE_STRING = 0x13;
    static final int IA5_STRING = 0x16;
    static final int UTC_TIME = 0x17;
    static final int GENERALIZED_TIME = 0x18;
    static final int SEQUENCE = 0x30;
    static final int SET = 0x31;

    /** The constructed, context-specific tag of this number. */
    static int context(int number) {
        return 0xa0 | number;
    }

    private static final int CONSTRUCTED = 0x20;

    private final byte[] source;
    private final int to;
    private final int depth;
    private int at;

    private BerReader(byte[] source, int from, int to, int depth) {
        this.source = source;
        this.at = from;
        this.to = to;
        this.depth = depth;
    }

    static BerReader of(byte[] source) {
        return new BerReader(source, 0, source.length, 0);
    }

    /** The one element that the bytes are, with nothing after it. */
    static Element only(byte[] source, int tag) throws BerException {
        BerReader reader = of(source);
        Element element = reader.next(tag);
        reader.end();
        return element;
    }

    /** One element: where it starts, where its content lies, where it ends. */
    @SuppressWarnings("ArrayRecordComponent") // carried inside the package, never compared
    record Element(byte[] source, int tag, Span span, int depth) {
        BerReader inside() throws BerException {
            if ((tag & CONSTRUCTED) == 0) {
                throw new BerException("a constructed element", "tag " + tag);
            }
            return new BerReader(source, span.from, span.to, depth + 1);
        }

        byte[] content() {
            return Arrays.copyOfRange(source, span.from, span.to);
        }

        /** The element with tag and length, as it lies in the source. */
        byte[] encoded() {
            return Arrays.copyOfRange(source, span.start, span.end);
        }

        /** Whether the length was given, as DER demands; nothing is said about the content. */
        boolean definite() {
            return span.to == span.end;
        }

        @Override
        public String toString() {
            return "Element[tag=" + tag + ", length=" + (span.to - span.from) + "]";
        }
    }

    /** Offsets: start of the tag, start and end of the content, end with any end-of-contents. */
    record Span(int start, int from, int to, int end) {}

    boolean more() {
        return at < to;
    }

    /** The next element's tag, or -1 at the end. */
    int peek() {
        return more() ? source[at] & 0xff : -1;
    }

    Element next(int tag) throws BerException {
        if (peek() != tag) {
            String got = more() ? "tag " + hex(peek()) : "the end";
            throw new BerException("tag " + hex(tag), got + " at byte " + at);
        }
        return next();
    }

    Element next() throws BerException {
        if (depth > Limits.BER_DEPTH_MAX) {
            throw new BerException("at most " + Limits.BER_DEPTH_MAX + " levels", "more");
        }
        int start = at;
        int tag = byteAt(at);
        if (tag == 0 || (tag & 0x1f) == 0x1f) {
            throw new BerException("a tag from 1 to 30", "tag " + hex(tag) + " at byte " + at);
        }
        int first = byteAt(at + 1);
        Span span;
        if (first == 0x80) {
            span = indefinite(start, tag);
        } else {
            int lengthBytes = first < 0x80 ? 0 : first & 0x7f;
            int length = lengthBytes == 0 ? first : longLength(at + 2, lengthBytes);
            int from = start + 2 + lengthBytes;
            if (length > to - from) {
                throw new BerException("an element within its parent", "one beyond, at byte " + at);
            }
            span = new Span(start, from, from + length, from + length);
        }
        at = span.end;
        return new Element(source, tag, span, depth);
    }

    /** Finds the end-of-contents by walking over the elements inside. */
    private Span indefinite(int start, int tag) throws BerException {
        if ((tag & CONSTRUCTED) == 0) {
            throw new BerException("a length", "none on a primitive element at byte " + start);
        }
        BerReader inside = new BerReader(source, start + 2, to, depth + 1);
        while (inside.peek() != 0) {
            inside.next();
        }
        if (inside.byteAt(inside.at + 1) != 0) {
            throw new BerException("end-of-contents", "another byte at " + inside.at);
        }
        return new Span(start, start + 2, inside.at, inside.at + 2);
    }

    private int longLength(int from, int count) throws BerException {
        if (count > 3) {
            throw new BerException("a length of at most 3 bytes", count + " bytes");
        }
        int length = 0;
        for (int i = 0; i < count; i++) {
            length = length << 8 | byteAt(from + i);
        }
        if (length < 0x80 || length < 1 << (8 * (count - 1))) {
            throw new BerException("the shortest length", "a longer one at byte " + from);
        }
        return length;
    }

    private int byteAt(int index) throws BerException {
        if (index >= to) {
            throw new BerException("more bytes", "the end at byte " + index);
        }
        return source[index] & 0xff;
    }

    /** Demands that nothing is left. */
    void end() throws BerException {
        if (more()) {
            throw new BerException("the end of the element", "more at byte " + at);
        }
    }

    private static String hex(int tag) {
        return "0x" + Integer.toHexString(tag);
    }
}
