package dev.handfast.alipay;

import java.util.Base64;

import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key an app and the gateway share for business content: of AES, and of SM4 if it has 16 bytes.
 * Prints nothing of itself.
 */
public final class ContentKey {
    private final SecretKey key;

    private ContentKey(SecretKey key) {
        this.key = key;
    }

    /**
     * The key of this Base64 text.
     *
     * @throws IllegalArgumentException if it is not 16, 24 or 32 bytes; the message does not show
     *     it
     */
    public static ContentKey parse(String base64) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException notBase64) {
            throw new IllegalArgumentException("a content key is Base64, got another character");
        }
        if (bytes.length != 16 && bytes.length != 24 && bytes.length != 32) {
            throw new IllegalArgumentException(
                    "a content key has 16, 24 or 32 bytes, got " + bytes.length);
        }
        return new ContentKey(new SecretKeySpec(bytes, "AES"));
    }

    SecretKey secret() {
        return key;
    }

    /** Whether a content of this type can be encrypted with it. */
    boolean fits(EncryptType type) {
        return switch (type) {
            case AES, AES_V2 -> true;
            case SM4 -> key.getEncoded().length == Sm4.KEY_BYTES;
        };
    }

    @Override
    public String toString() {
        return "ContentKey[hidden]";
    }
}
