package dev.handfast.alipay;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The SM4 block cipher in Galois/counter mode with a tag of 128 bits, which no JDK provider has.
 *
 * <p>Its time depends on the data (it looks tables up), so it is for content that only the two
 * sides of a connection see. Checked against the official Java client's, which uses Bouncy Castle,
 * in both directions.
 */
final class Sm4 {
    static final int BLOCK_BYTES = 16;
    static final int KEY_BYTES = 16;

    private static final int ROUNDS = 32;
    private static final byte[] SUBSTITUTION =
            HexFormat.of()
                    .parseHex(
                            """
                            d690e9fecce13db716b614c228fb2c05\
                            2b679a762abe04c3aa44132649860699\
                            9c4250f491ef987a33540b43edcfac62\
                            e4b31ca9c908e89580df94fa758f3fa6\
                            4707a7fcf37317ba83593c19e6854fa8\
                            686b81b27164da8bf8eb0f4b70569d35\
                            1e240e5e6358d1a225227c3b01217887\
                            d40046579fd327524c3602e7a0c4c89e\
                            eabf8ad240c738b5a3f7f2cef96115a1\
                            e0ae5da49b341a55ad933230f58cb1e3\
                            1df6e22e8266ca60c02923ab0d534e6f\
                            d5db3745defd8e2f03ff6a726d6c5b51\
                            8d1baf92bbddbc7f11d95c411f105ad8\
                            0ac13188a5cd7bbd2d74d012b8e5b4b0\
                            8969974a0c96777e65b9f109c56ec684\
                            18f07dec3adc4d2079ee5f3ed7cb3948\
                            """);
    private static final int[] FAMILY = {0xa3b1bac6, 0x56aa3350, 0x677d9197, 0xb27022dc};

    /** The highest terms of x^128 + x^7 + x^2 + x + 1, bits in GCM's order. */
    private static final long REDUCTION = 0xe100000000000000L;

    private final int[] roundKeys = new int[ROUNDS];
    private final long hashHigh;
    private final long hashLow;

    /** The cipher of this key of 16 bytes. */
    Sm4(byte[] key) {
        if (key.length != KEY_BYTES) {
            throw new IllegalArgumentException("an SM4 key has 16 bytes, got " + key.length);
        }
        ByteBuffer words = ByteBuffer.wrap(key);
        int[] k = new int[4];
        for (int i = 0; i < k.length; i++) {
            k[i] = words.getInt() ^ FAMILY[i];
        }
        for (int round = 0; round < ROUNDS; round++) {
            int mixed = substitute(k[1] ^ k[2] ^ k[3] ^ constant(round));
            int next = k[0] ^ mixed ^ Integer.rotateLeft(mixed, 13) ^ Integer.rotateLeft(mixed, 23);
            roundKeys[round] = next;
            k = new int[] {k[1], k[2], k[3], next};
        }
        ByteBuffer hash = ByteBuffer.wrap(encryptBlock(new byte[BLOCK_BYTES]));
        hashHigh = hash.getLong();
        hashLow = hash.getLong();
    }

    /** The ciphertext of these bytes, and its tag behind it. */
    byte[] seal(byte[] vector, byte[] text) {
        byte[] start = counter(vector);
        byte[] sealed = Arrays.copyOf(text, text.length + BLOCK_BYTES);
        crypt(start, sealed, text.length);
        byte[] tag = tag(start, Arrays.copyOf(sealed, text.length));
        System.arraycopy(tag, 0, sealed, text.length, BLOCK_BYTES);
        return sealed;
    }

    /** The bytes of this ciphertext with its tag, or nothing when the tag is another. */
    Optional<byte[]> open(byte[] vector, byte[] sealed) {
        if (sealed.length < BLOCK_BYTES) {
            return Optional.empty();
        }
        int length = sealed.length - BLOCK_BYTES;
        byte[] start = counter(vector);
        byte[] text = Arrays.copyOf(sealed, length);
        byte[] tag = Arrays.copyOfRange(sealed, length, sealed.length);
        if (!MessageDigest.isEqual(tag, tag(start, text))) {
            return Optional.empty();
        }
        crypt(start, text, length);
        return Optional.of(text);
    }

    /** The first counter of a vector that is not of 12 bytes: a hash of it and its length. */
    private byte[] counter(byte[] vector) {
        return hash(vector, 8L * vector.length);
    }

    private void crypt(byte[] start, byte[] text, int length) {
        ByteBuffer counter = ByteBuffer.wrap(start.clone());
        for (int at = 0; at < length; at += BLOCK_BYTES) {
            counter.putInt(12, counter.getInt(12) + 1);
            byte[] pad = encryptBlock(counter.array());
            for (int i = 0; i < Math.min(BLOCK_BYTES, length - at); i++) {
                text[at + i] ^= pad[i];
            }
        }
    }

    private byte[] tag(byte[] start, byte[] ciphertext) {
        byte[] tag = hash(ciphertext, 8L * ciphertext.length);
        byte[] mask = encryptBlock(start);
        for (int i = 0; i < BLOCK_BYTES; i++) {
            tag[i] ^= mask[i];
        }
        return tag;
    }

    /** GHASH of these bytes, filled up with zeros, and a last block that holds a length in bits. */
    private byte[] hash(byte[] bytes, long bits) {
        int blocks = (bytes.length + BLOCK_BYTES - 1) / BLOCK_BYTES;
        ByteBuffer input = ByteBuffer.allocate((blocks + 1) * BLOCK_BYTES);
        input.put(bytes);
        input.putLong(input.capacity() - Long.BYTES, bits);
        input.rewind();
        long high = 0;
        long low = 0;
        while (input.hasRemaining()) {
            high ^= input.getLong();
            low ^= input.getLong();
            long factorHigh = high;
            long factorLow = low;
            high = 0;
            low = 0;
            long vHigh = hashHigh;
            long vLow = hashLow;
            for (int bit = 0; bit < 128; bit++) {
                long factor = bit < 64 ? factorHigh >>> (63 - bit) : factorLow >>> (127 - bit);
                long mask = -(factor & 1);
                high ^= vHigh & mask;
                low ^= vLow & mask;
                long carry = -(vLow & 1);
                vLow = vLow >>> 1 | vHigh << 63;
                vHigh = vHigh >>> 1 ^ (REDUCTION & carry);
            }
        }
        return ByteBuffer.allocate(BLOCK_BYTES).putLong(high).putLong(low).array();
    }

    /** One block encrypted. */
    byte[] encryptBlock(byte[] block) {
        ByteBuffer input = ByteBuffer.wrap(block);
        int a = input.getInt();
        int b = input.getInt();
        int c = input.getInt();
        int d = input.getInt();
        for (int key : roundKeys) {
            int mixed = substitute(b ^ c ^ d ^ key);
            int next =
                    a
                            ^ mixed
                            ^ Integer.rotateLeft(mixed, 2)
                            ^ Integer.rotateLeft(mixed, 10)
                            ^ Integer.rotateLeft(mixed, 18)
                            ^ Integer.rotateLeft(mixed, 24);
            a = b;
            b = c;
            c = d;
            d = next;
        }
        return ByteBuffer.allocate(BLOCK_BYTES).putInt(d).putInt(c).putInt(b).putInt(a).array();
    }

    private static int substitute(int word) {
        int substituted = 0;
        for (int shift = 24; shift >= 0; shift -= 8) {
            int looked = SUBSTITUTION[word >>> shift & 0xff] & 0xff;
            substituted |= looked << shift;
        }
        return substituted;
    }

    /** The constant of a round: four bytes, each seven more than the one before. */
    private static int constant(int round) {
        int constant = 0;
        for (int i = 0; i < 4; i++) {
            constant = constant << 8 | ((4 * round + i) * 7 & 0xff);
        }
        return constant;
    }
}
