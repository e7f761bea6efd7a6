package dev.handfast.secrets;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A sealed value, as it is stored: a version byte (uint8, 1), the number of the key (int32), the
 * nonce (12 bytes), then the ciphertext with its tag (16 bytes).
 *
 * <p>Its bytes are no secret, but they are nobody's business either: they are not printed.
 */
public final class Sealed {
    static final byte VERSION = 1;
    static final int NONCE_BYTES = 12;
    static final int TAG_BYTES = 16;
    static final int KEY_OFFSET = 1;
    static final int NONCE_OFFSET = KEY_OFFSET + Integer.BYTES;
    static final int HEAD_BYTES = NONCE_OFFSET + NONCE_BYTES;

    private final byte[] bytes;

    private Sealed(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * Reads a value back from where it was stored.
     *
     * @throws IllegalArgumentException if these bytes cannot be one
     */
    public static Sealed of(byte[] stored) {
        if (stored.length < HEAD_BYTES + TAG_BYTES) {
            throw new IllegalArgumentException(
                    "sealed value: has at least %d bytes, got %d"
                            .formatted(HEAD_BYTES + TAG_BYTES, stored.length));
        }
        if (stored[0] != VERSION) {
            throw new IllegalArgumentException(
                    "sealed value: version must be %d, got %d".formatted(VERSION, stored[0]));
        }
        return new Sealed(stored.clone());
    }

    /** Wraps bytes just made here, without a copy. */
    static Sealed fresh(byte[] bytes) {
        return new Sealed(bytes);
    }

    /** Returns a copy of the bytes, to store. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** Returns the number of the key that sealed it. */
    public int keyId() {
        return ByteBuffer.wrap(bytes).getInt(KEY_OFFSET);
    }

    byte[] raw() {
        return bytes;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Sealed that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "Sealed[key %d, %d bytes]".formatted(keyId(), bytes.length);
    }
}
