package dev.handfast.secrets;

import org.jspecify.annotations.Nullable;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.function.Function;

/**
 * Secret bytes, such as a key or a cryptogram, that print nothing.
 *
 * <p>{@link #toString} is a fixed text and {@link #equals} takes the same time wherever the first
 * difference lies. The only way to the bytes is {@link #use}.
 */
public final class SecretBytes {
    private final byte[] bytes;

    private SecretBytes(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Wraps a copy of the bytes; the caller clears its own. */
    public static SecretBytes of(byte[] bytes) {
        return new SecretBytes(bytes.clone());
    }

    /** Lends a copy of the bytes to the function, and clears it when the function returns. */
    public <T extends @Nullable Object> T use(Function<byte[], T> function) {
        byte[] lent = bytes.clone();
        try {
            return function.apply(lent);
        } finally {
            Arrays.fill(lent, (byte) 0);
        }
    }

    /** Returns how many bytes there are. */
    public int length() {
        return bytes.length;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SecretBytes that && MessageDigest.isEqual(bytes, that.bytes);
    }

    /** One value for all secrets: a hash printed by a debugger would be a hint. */
    @Override
    public int hashCode() {
        return SecretBytes.class.hashCode();
    }

    @Override
    public String toString() {
        return "SecretBytes[hidden]";
    }
}
