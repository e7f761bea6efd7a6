package dev.handfast.ledger;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.HexFormat;

/** A SHA-256 digest: 32 bytes, compared by value. */
public final class Digest {
    /** The length in bytes. */
    public static final int LENGTH = 32;

    /** What the first row of a journal is chained to. */
    static final Digest ZERO = new Digest(new byte[LENGTH]);

    private final byte[] bytes;

    private Digest(byte[] bytes) {
        this.bytes = bytes;
    }

    /** A digest from its bytes, of which it keeps a copy. */
    static Digest of(byte[] bytes) {
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException("a digest has 32 bytes, got " + bytes.length);
        }
        return new Digest(bytes.clone());
    }

    /** A copy of the bytes. */
    byte[] toBytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Digest that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** The digest in hex. */
    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes);
    }
}
