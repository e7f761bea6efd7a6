package dev.handfast.alipay;

import java.util.Optional;

/**
 * How business content is encrypted: the values of {@code encrypt_type}.
 *
 * <p>Source: {@code AlipayEncrypt} of the Java client 4.40.734.
 */
public enum EncryptType {
    /** AES/CBC/PKCS5Padding with an initialisation vector of zeros: the official one. */
    AES,
    /**
     * The same with a random vector in front of the ciphertext, so that equal texts look different.
     */
    AES_V2,
    /** SM4/GCM/NoPadding, a random vector of 16 bytes in front; by this library's own code. */
    SM4;

    /** The type of this exact name, or nothing. */
    public static Optional<EncryptType> parse(String name) {
        return switch (name) {
            case "AES" -> Optional.of(AES);
            case "AES_V2" -> Optional.of(AES_V2);
            case "SM4" -> Optional.of(SM4);
            default -> Optional.empty();
        };
    }
}
