package dev.handfast.tokens;

import dev.handfast.money.Money;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;

import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * The proof that a payment comes from the device that has the token's key: 20 bytes, as the payment
 * networks use them in apps and on the web.
 *
 * <p>Layout: version (1 byte, value 1), counter (2), unpredictable number (4), code (8), and five
 * zero bytes kept for later. The code is the first half of an AES-CMAC over amount, currency,
 * unpredictable number and counter, under a session key made from the counter.
 *
 * <p>Sources: EMV 4.3 Book 2, section 8.1 (what is covered) and annex A1.3 (the session key); RFC
 * 4493 (AES-CMAC). The layout is Handfast's own.
 *
 * @param counter the transaction counter, 1 to 65,535
 * @param unpredictable four bytes chosen anew for each payment
 * @param code eight bytes
 */
public record Cryptogram(int counter, int unpredictable, long code) {
    /** The length in bytes. */
    public static final int LENGTH = 20;

    /** The largest counter: it has two bytes. */
    public static final int COUNTER_MAX = 0xFFFF;

    private static final byte VERSION = 1;
    private static final int RESERVED = 5;

    /** Reads the layout; empty when the bytes are not of it. */
    public static Optional<Cryptogram> parse(byte[] bytes) {
        if (bytes.length != LENGTH || bytes[0] != VERSION) {
            return Optional.empty();
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes, 1, LENGTH - 1);
        int counter = Short.toUnsignedInt(buffer.getShort());
        Cryptogram read = new Cryptogram(counter, buffer.getInt(), buffer.getLong());
        byte[] reserved = Arrays.copyOfRange(bytes, LENGTH - RESERVED, LENGTH);
        boolean zero = Arrays.equals(reserved, new byte[RESERVED]);
        return zero && counter > 0 ? Optional.of(read) : Optional.empty();
    }

    /** Makes the cryptogram of a payment, as a device does. */
    public static Cryptogram make(SecretKey key, int counter, int unpredictable, Money amount) {
        if (counter < 1 || counter > COUNTER_MAX) {
            throw new IllegalArgumentException("a counter is 1 to 65535, got " + counter);
        }
        return new Cryptogram(counter, unpredictable, code(key, counter, unpredictable, amount));
    }

    /** Whether the code is right for this key and amount. */
    public boolean matches(SecretKey key, Money amount) {
        byte[] right = bytesOf(code(key, counter, unpredictable, amount));
        return MessageDigest.isEqual(right, bytesOf(code));
    }

    /** The 20 bytes. */
    public byte[] toBytes() {
        return ByteBuffer.allocate(LENGTH)
                .put(VERSION)
                .putShort((short) counter)
                .putInt(unpredictable)
                .putLong(code)
                .array();
    }

    /** Prints the counter only. */
    @Override
    public String toString() {
        return "Cryptogram[counter=" + counter + "]";
    }

    private static long code(SecretKey key, int counter, int unpredictable, Money amount) {
        ByteBuffer data =
                ByteBuffer.allocate(Long.BYTES + Short.BYTES + Integer.BYTES + Short.BYTES);
        data.putLong(amount.minor())
                .putShort((short) amount.currency().numeric())
                .putInt(unpredictable)
                .putShort((short) counter);
        return ByteBuffer.wrap(Cmac.of(sessionKey(key, counter), data.array())).getLong();
    }

    /** EMV's AES session key: the counter, then fourteen zero bytes, encrypted once. */
    private static SecretKey sessionKey(SecretKey key, int counter) {
        byte[] input = ByteBuffer.allocate(16).putShort((short) counter).array();
        return new SecretKeySpec(SingleBlock.encrypt(key, input), "AES");
    }

    private static byte[] bytesOf(long code) {
        return ByteBuffer.allocate(Long.BYTES).putLong(code).array();
    }
}
