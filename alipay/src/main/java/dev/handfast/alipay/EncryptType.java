package dev.handfast.alipay;

import java.util.Optional;

/**
 * How business content is encrypted: the values of {@code encrypt_type}.
 *
 * <p>The Java client also knows {@code SM4}, which no JDK provider has; it is refused with {@code
 * isv.invalid-encrypt-type}.
 */
public enum EncryptType {
    /** AES/CBC/PKCS5Padding with an initialisation vector of zeros: the official one. */
    AES,
    /**
     * The same with a random vector in front of the ciphertext, so that equal texts look different.
     */
    AES_V2;

    /** The type of this exact name, or nothing. */
    public static Optional<EncryptType> parse(String name) {
        return switch (name) {
            case "AES" -> Optional.of(AES);
            case "AES_V2" -> Optional.of(AES_V2);
            default -> Optional.empty();
        };
    }
}
