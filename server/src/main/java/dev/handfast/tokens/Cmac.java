package dev.handfast.tokens;

import dev.handfast.secrets.Jca;

import java.security.GeneralSecurityException;
import java.util.Arrays;

import javax.crypto.Cipher;
import javax.crypto.SecretKey;

/**
 * AES-CMAC, which the JDK does not have.
 *
 * <p>Source: RFC 4493, sections 2.3 and 2.4.
 */
final class Cmac {
    private static final int BLOCK = 16;
    private static final int REDUCTION = 0x87;

    private Cmac() {}

    /** The 16-byte code over {@code message} under an AES key. */
    static byte[] of(SecretKey key, byte[] message) {
        try {
            Cipher aes = Jca.cipher("AES/ECB/NoPadding");
            aes.init(Cipher.ENCRYPT_MODE, key);
            byte[] subkey = doubled(aes.doFinal(new byte[BLOCK]));
            int blocks = Math.max(1, (message.length + BLOCK - 1) / BLOCK);
            byte[] last = Arrays.copyOfRange(message, (blocks - 1) * BLOCK, blocks * BLOCK);
            if (message.length == 0 || message.length % BLOCK != 0) {
                last[message.length - (blocks - 1) * BLOCK] = (byte) 0x80;
                subkey = doubled(subkey);
            }
            byte[] state = new byte[BLOCK];
            for (int block = 0; block < blocks - 1; block++) {
                xor(state, message, block * BLOCK);
                state = aes.doFinal(state);
            }
            xor(state, last, 0);
            xor(state, subkey, 0);
            return aes.doFinal(state);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has AES", e);
        }
    }

    private static void xor(byte[] state, byte[] other, int offset) {
        for (int i = 0; i < BLOCK; i++) {
            state[i] ^= other[offset + i];
        }
    }

    /** One bit to the left in GF(2^128). */
    private static byte[] doubled(byte[] value) {
        byte[] result = new byte[BLOCK];
        int carry = 0;
        for (int i = BLOCK - 1; i >= 0; i--) {
            int shifted = ((value[i] & 0xFF) << 1) | carry;
            result[i] = (byte) shifted;
            carry = shifted >>> 8;
        }
        if (carry != 0) {
            result[BLOCK - 1] ^= (byte) REDUCTION;
        }
        return result;
    }
}
