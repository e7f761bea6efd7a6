package dev.handfast.tokens;

import dev.handfast.secrets.Jca;

import java.security.GeneralSecurityException;

import javax.crypto.Cipher;
import javax.crypto.SecretKey;

/** One AES block: a key derivation, not an encryption of data, so no mode applies. */
final class SingleBlock {
    private SingleBlock() {}

    /** Encrypts exactly 16 bytes. */
    static byte[] encrypt(SecretKey key, byte[] block) {
        try {
            Cipher aes = Jca.cipher("AES/ECB/NoPadding");
            aes.init(Cipher.ENCRYPT_MODE, key);
            return aes.doFinal(block);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has AES", e);
        }
    }
}
