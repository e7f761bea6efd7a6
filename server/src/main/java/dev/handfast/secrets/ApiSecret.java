package dev.handfast.secrets;

import static java.nio.charset.StandardCharsets.US_ASCII;

import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import java.util.zip.CRC32;

/**
 * A secret handed to a merchant, such as an API key: a prefix that tells what it is, 32 random
 * bytes in 43 digits of base 62, and a checksum in 6 more.
 *
 * <p>The checksum tells a mistyped key from an unknown one without asking the database. The stored
 * form is the SHA-256 of the whole text: of 256 random bits nobody can guess one, so no slow hash
 * is needed, and the row is found by it directly. It prints its prefix only.
 */
public final class ApiSecret {
    private static final String DIGITS =
            "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final BigInteger BASE = BigInteger.valueOf(DIGITS.length());
    private static final int RANDOM_BYTES = 32;

    /** Digits that hold 256 bits: 62^43 is greater than 2^256, 62^42 is not. */
    private static final int RANDOM_DIGITS = 43;

    /** Digits that hold 32 bits. */
    private static final int CHECK_DIGITS = 6;

    private static final int HINT_DIGITS = 4;

    private final Kind kind;
    private final String text;

    /** What a secret is for; the prefix says it to people and to programs that look for leaks. */
    public enum Kind {
        SECRET_TEST("sk_test_"),
        SECRET_LIVE("sk_live_"),
        RESTRICTED_TEST("rk_test_"),
        RESTRICTED_LIVE("rk_live_"),
        PUBLISHABLE_TEST("pk_test_"),
        PUBLISHABLE_LIVE("pk_live_"),
        WEBHOOK("whsec_");

        private final String prefix;

        Kind(String prefix) {
            this.prefix = prefix;
        }

        /** Returns how such a secret begins. */
        public String prefix() {
            return prefix;
        }
    }

    private ApiSecret(Kind kind, String text) {
        this.kind = kind;
        this.text = text;
    }

    /** Makes a new secret of 256 random bits. */
    public static ApiSecret generate(Kind kind) {
        byte[] random = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(random);
        return of(kind, random);
    }

    /**
     * Makes the secret of these 32 bytes, for a sandbox that hands out the same keys every time.
     */
    public static ApiSecret of(Kind kind, byte[] random) {
        if (random.length != RANDOM_BYTES) {
            throw new IllegalArgumentException(
                    "API secret: is made of %d bytes, got %d"
                            .formatted(RANDOM_BYTES, random.length));
        }
        String body = kind.prefix + base62(new BigInteger(1, random), RANDOM_DIGITS);
        return new ApiSecret(kind, body + check(body));
    }

    /** Reads a secret, or returns empty if this is none: a mistyped one, or something else. */
    public static Optional<ApiSecret> parse(String text) {
        for (Kind kind : Kind.values()) {
            int length = kind.prefix.length() + RANDOM_DIGITS + CHECK_DIGITS;
            if (text.startsWith(kind.prefix) && text.length() == length) {
                int checkAt = length - CHECK_DIGITS;
                return text.substring(checkAt).equals(check(text.substring(0, checkAt)))
                        ? Optional.of(new ApiSecret(kind, text))
                        : Optional.empty();
            }
        }
        return Optional.empty();
    }

    public Kind kind() {
        return kind;
    }

    /** Lends the whole text, as the merchant sends it. */
    public <T extends @Nullable Object> T use(Function<? super String, T> function) {
        return function.apply(text);
    }

    /** Returns the last four digits, to tell a merchant's keys apart on a page. */
    public String hint() {
        return text.substring(text.length() - HINT_DIGITS);
    }

    /** Returns what to store: 32 bytes, from which nobody gets back to the secret. */
    public byte[] hash() {
        return Jca.sha256().digest(text.getBytes(US_ASCII));
    }

    /** Says whether this is the secret whose hash was stored, in constant time. */
    public boolean matches(byte[] storedHash) {
        return MessageDigest.isEqual(hash(), storedHash);
    }

    private static String check(String body) {
        var crc = new CRC32();
        crc.update(body.getBytes(US_ASCII));
        return base62(BigInteger.valueOf(crc.getValue()), CHECK_DIGITS);
    }

    /** The number in exactly so many digits, zeros in front. */
    private static String base62(BigInteger number, int length) {
        char[] digits = new char[length];
        Arrays.fill(digits, DIGITS.charAt(0));
        BigInteger rest = number;
        for (int i = length - 1; rest.signum() > 0; i--) {
            BigInteger[] parts = rest.divideAndRemainder(BASE);
            digits[i] = DIGITS.charAt(parts[1].intValueExact());
            rest = parts[0];
        }
        return new String(digits);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ApiSecret that
                && MessageDigest.isEqual(text.getBytes(US_ASCII), that.text.getBytes(US_ASCII));
    }

    /** One value for all secrets: a hash printed by a debugger would be a hint. */
    @Override
    public int hashCode() {
        return ApiSecret.class.hashCode();
    }

    @Override
    public String toString() {
        return "ApiSecret[%s hidden]".formatted(kind.prefix);
    }
}
