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
 * <p>Source: {@code AesEncrypt}, {@code AesEncryptV2} and {@code SM4Encrypt} of the Java client
 * 4.40.734.
 */
public record ContentCipher(EncryptType type, ContentKey key) {
    /** Checks that the key fits. */
    public ContentCipher {
        if (!key.fits(type)) {
            throw new IllegalArgumentException("an SM4 key has 16 bytes, got another length");
        }
    }

    private static final int BLOCK_BYTES = 16;
    private static final SecureRandom RANDOM = new SecureRandom();

    /** The Base64 ciphertext of this text. */
    String encrypt(String text, WireCharset charset) {
        byte[] vector = new byte[BLOCK_BYTES];
        byte[] plain = charset.encode(text);
        try {
            byte[] sealed =
                    switch (type) {
                        case AES -> cipher(Cipher.ENCRYPT_MODE, vector).doFinal(plain);
                        case AES_V2 -> {
                            RANDOM.nextBytes(vector);
                            byte[] cipher = cipher(Cipher.ENCRYPT_MODE, vector).doFinal(plain);
                            yield inFront(vector, cipher);
                        }
                        case SM4 -> {
                            RANDOM.nextBytes(vector);
                            yield inFront(vector, sm4().seal(vector, plain));
                        }
                    };
            return Base64.getEncoder().encodeToString(sealed);
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
            if (type == EncryptType.AES) {
                return text(cipher(Cipher.DECRYPT_MODE, new byte[BLOCK_BYTES]), sealed, charset);
            }
            if (sealed.length < 2 * BLOCK_BYTES) {
                return Optional.empty();
            }
            byte[] vector = Arrays.copyOf(sealed, BLOCK_BYTES);
            byte[] behind = Arrays.copyOfRange(sealed, BLOCK_BYTES, sealed.length);
            if (type == EncryptType.AES_V2) {
                return text(cipher(Cipher.DECRYPT_MODE, vector), behind, charset);
            }
            return sm4().open(vector, behind).flatMap(text -> charset.decode(text, text.length));
        } catch (GeneralSecurityException | IllegalArgumentException doesNotFit) {
            return Optional.empty();
        }
    }

    private static Optional<String> text(Cipher cipher, byte[] sealed, WireCharset charset)
            throws GeneralSecurityException {
        byte[] text = cipher.doFinal(sealed);
        return charset.decode(text, text.length);
    }

    private static byte[] inFront(byte[] vector, byte[] sealed) {
        byte[] both = Arrays.copyOf(vector, vector.length + sealed.length);
        System.arraycopy(sealed, 0, both, vector.length, sealed.length);
        return both;
    }

    private Sm4 sm4() {
        return new Sm4(key.secret().getEncoded());
    }

    private Cipher cipher(int mode, byte[] vector) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
        cipher.init(mode, key.secret(), new IvParameterSpec(vector));
        return cipher;
    }
}
