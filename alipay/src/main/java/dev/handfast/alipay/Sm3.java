package dev.handfast.alipay;

import java.nio.ByteBuffer;

/**
 * The SM3 hash function, which no JDK provider has: 256 bits over blocks of 512.
 *
 * <p>Checked against the Bouncy Castle provider over lengths around every block boundary.
 */
final class Sm3 {
    private static final int BLOCK_BYTES = 64;
    private static final int[] INITIAL = {
        0x7380166f, 0x4914b2b9, 0x172442d7, 0xda8a0600,
        0xa96f30bc, 0x163138aa, 0xe38dee4d, 0xb0fb0e4e
    };

    private Sm3() {}

    /** The hash of these parts, one behind the other. */
    static byte[] hash(byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        // The message, a one bit, zeros, and the length in bits as 64 bits.
        int blocks = (length + 1 + Long.BYTES + BLOCK_BYTES - 1) / BLOCK_BYTES;
        ByteBuffer padded = ByteBuffer.allocate(blocks * BLOCK_BYTES);
        for (byte[] part : parts) {
            padded.put(part);
        }
        padded.put((byte) 0x80);
        padded.putLong(blocks * BLOCK_BYTES - Long.BYTES, length * 8L);
        padded.rewind();
        int[] state = INITIAL.clone();
        for (int block = 0; block < blocks; block++) {
            compress(state, padded);
        }
        ByteBuffer hash = ByteBuffer.allocate(32);
        for (int word : state) {
            hash.putInt(word);
        }
        return hash.array();
    }

    private static void compress(int[] state, ByteBuffer message) {
        int[] w = expand(message);
        int a = state[0];
        int b = state[1];
        int c = state[2];
        int d = state[3];
        int e = state[4];
        int f = state[5];
        int g = state[6];
        int h = state[7];
        for (int j = 0; j < 64; j++) {
            int t = Integer.rotateLeft(j < 16 ? 0x79cc4519 : 0x7a879d8a, j);
            int a12 = Integer.rotateLeft(a, 12);
            int ss1 = Integer.rotateLeft(a12 + e + t, 7);
            int ff = j < 16 ? a ^ b ^ c : (a & b) | (a & c) | (b & c);
            int gg = j < 16 ? e ^ f ^ g : (e & f) | (~e & g);
            int tt1 = ff + d + (ss1 ^ a12) + (w[j] ^ w[j + 4]);
            int tt2 = gg + h + ss1 + w[j];
            d = c;
            c = Integer.rotateLeft(b, 9);
            b = a;
            a = tt1;
            h = g;
            g = Integer.rotateLeft(f, 19);
            f = e;
            e = tt2 ^ Integer.rotateLeft(tt2, 9) ^ Integer.rotateLeft(tt2, 17);
        }
        int[] mixed = {a, b, c, d, e, f, g, h};
        for (int i = 0; i < state.length; i++) {
            state[i] ^= mixed[i];
        }
    }

    private static int[] expand(ByteBuffer message) {
        int[] w = new int[68];
        for (int j = 0; j < 16; j++) {
            w[j] = message.getInt();
        }
        for (int j = 16; j < 68; j++) {
            int x = w[j - 16] ^ w[j - 9] ^ Integer.rotateLeft(w[j - 3], 15);
            int p1 = x ^ Integer.rotateLeft(x, 15) ^ Integer.rotateLeft(x, 23);
            w[j] = p1 ^ Integer.rotateLeft(w[j - 13], 7) ^ w[j - 6];
        }
        return w;
    }
}
