package dev.handfast.secrets;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;

import javax.crypto.Mac;
import javax.crypto.SecretKey;

/**
 * A keyed mark of a value, by which a row is found without storing the value.
 *
 * <p>A card number has so few possible values that a plain hash of it is as good as the number;
 * this is HMAC-SHA-256 under a key of the ring, without which nobody can try them. Each purpose has
 * a key of its own, so marks of two purposes cannot be joined. Safe for use by many threads.
 *
 * <p>Source: FIPS 198-1 (HMAC).
 */
public final class LookupHash {
    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKey key;

    private LookupHash(SecretKey key) {
        this.key = key;
    }

    /** Returns the marks of the purpose, a constant such as {@code token.pan}. */
    public static LookupHash of(KeyRing ring, String purpose) {
        return new LookupHash(ring.lookupKey(purpose));
    }

    /** Returns the mark of the value, 32 bytes, the same for the same value. */
    public byte[] hash(byte[] value) {
        try {
            Mac mac = Jca.mac(ALGORITHM);
            mac.init(key);
            return mac.doFinal(value);
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException("HMAC-SHA-256 does not work here", failure);
        }
    }

    /** Returns the mark of the text's UTF-8 bytes. */
    public byte[] hash(String value) {
        return hash(value.getBytes(UTF_8));
    }

    /** Returns the mark of the secret. */
    public byte[] hash(SecretText value) {
        return value.use(this::hash);
    }

    @Override
    public String toString() {
        return "LookupHash[hidden]";
    }
}
