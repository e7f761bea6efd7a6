package dev.handfast.secrets;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import javax.crypto.Cipher;
import javax.crypto.Mac;

/**
 * The JDK's algorithms without the search for them.
 *
 * <p>Every {@code getInstance} asks the providers in turn and checks the name against the disabled
 * algorithms; for a short value that costs several times what the algorithm does. Here a digest is
 * the copy of one that was made before, and a cipher or code is asked of the provider that was
 * found for it the first time. Safe for use by many threads.
 */
public final class Jca {
    private static final MessageDigest SHA_256 = newSha256();
    private static final Map<String, Provider> FOUND = new ConcurrentHashMap<>();

    private Jca() {}

    /** A SHA-256 that has seen nothing yet (FIPS 180-4). */
    public static MessageDigest sha256() {
        try {
            return (MessageDigest) SHA_256.clone();
        } catch (CloneNotSupportedException slower) {
            return newSha256();
        }
    }

    /**
     * A cipher that still wants its key.
     *
     * @param transformation such as {@code AES/GCM/NoPadding}; one that every JDK has
     */
    public static Cipher cipher(String transformation) throws GeneralSecurityException {
        Provider known = FOUND.get(transformation);
        if (known != null) {
            return Cipher.getInstance(transformation, known);
        }
        Cipher first = Cipher.getInstance(transformation);
        FOUND.put(transformation, first.getProvider());
        return first;
    }

    /**
     * A message authentication code that still wants its key.
     *
     * @param algorithm such as {@code HmacSHA256}; one that every JDK has
     */
    public static Mac mac(String algorithm) throws GeneralSecurityException {
        Provider known = FOUND.get(algorithm);
        if (known != null) {
            return Mac.getInstance(algorithm, known);
        }
        Mac first = Mac.getInstance(algorithm);
        FOUND.put(algorithm, first.getProvider());
        return first;
    }

    private static MessageDigest newSha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
