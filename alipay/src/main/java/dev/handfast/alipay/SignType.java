package dev.handfast.alipay;

import java.util.Optional;

/** How a text is signed: the values of {@code sign_type}. */
public enum SignType {
    /** SHA256withRSA with keys of at least 2048 bits: what every app should use. */
    RSA2("SHA256withRSA", "RSA"),
    /**
     * SHA1withRSA, the default of the oldest client constructors. Refused unless an app allows it.
     */
    RSA("SHA1withRSA", "RSA"),
    /** SM3withSM2, with the user id {@code 1234567812345678}. */
    SM2("SM3withSM2", "EC");

    private final String jcaName;
    private final String keyAlgorithm;

    SignType(String jcaName, String keyAlgorithm) {
        this.jcaName = jcaName;
        this.keyAlgorithm = keyAlgorithm;
    }

    /** The name of the signature algorithm in the Java Cryptography Architecture. */
    public String jcaName() {
        return jcaName;
    }

    /** The algorithm of the keys, {@code RSA} or {@code EC}. */
    public String keyAlgorithm() {
        return keyAlgorithm;
    }

    /** The sign type of this exact name, or nothing. */
    public static Optional<SignType> parse(String name) {
        return switch (name) {
            case "RSA2" -> Optional.of(RSA2);
            case "RSA" -> Optional.of(RSA);
            case "SM2" -> Optional.of(SM2);
            default -> Optional.empty();
        };
    }
}
