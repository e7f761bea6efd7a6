package dev.handfast.alipay;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;

/**
 * Encrypts and decrypts business content as {@code encrypt_type} says. The text is encrypted first
 * and the ciphertext signed, so what is decrypted has been verified before; by itself this proves
 * nothing.
 *
 * <p>Source: {@code AesEncrypt} and {@code AesEncryptV2} of the Java client 4.40.734.
 */
public record ContentCipher(EncryptType type, ContentKey key) {
    private static final int BLOCK_BYTES = 16;
    private static final SecureRandom RANDOM = new SecureRandom();

    /** The Base64 ciphertext of this text. */
    String encrypt(String text, WireCharset charset) {
        byte[] vector = new byte[BLOCK_BYTES];
        if (type == EncryptType.AES_V2) {
            RANDOM.nextBytes(vector);
        }
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, vector).doFinal(charset.encode(text));
            return Base64.getEncoder().encodeToString(inFront(vector, sealed));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("AES cannot encrypt", impossible);
        }
    }

    /**
     * The text of this Base64 ciphertext, or nothing when key, padding or characters do not fit.
     */
    Optional<String> decrypt(String base64, WireCharset charset) {
        try {
            byte[] sealed = Base64.getDecoder().decode(base64);
            byte[] vector = new byte[BLOCK_BYTES];
            if (type == EncryptType.AES_V2) {
                if (sealed.length < 2 * BLOCK_BYTES) {
                    return Optional.empty();
                }
                vector = Arrays.copyOf(sealed, BLOCK_BYTES);
                sealed = Arrays.copyOfRange(sealed, BLOCK_BYTES, sealed.length);
            }
            byte[] text = cipher(Cipher.DECRYPT_MODE, vector).doFinal(sealed);
            return charset.decode(text, text.length);
        } catch (GeneralSecurityException | IllegalArgumentException doesNotFit) {
            return Optional.empty();
        }
    }

    private byte[] inFront(byte[] vector, byte[] sealed) {
        return switch (type) {
            case AES -> sealed;
            case AES_V2 -> {
                byte[] both = Arrays.copyOf(vector, vector.length + sealed.length);
                System.arraycopy(sealed, 0, both, vector.length, sealed.length);
                yield both;
            }
        };
    }

    private Cipher cipher(int mode, byte[] vector) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
        cipher.init(mode, key.secret(), new IvParameterSpec(vector));
        return cipher;
    }
}
