package dev.handfast.applepay;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Provider;
import java.security.Signature;
import java.util.Optional;

import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;

/**
 * Where algorithms come from: a preferred provider for those it has, else the platform's providers.
 *
 * @param preferred asked first
 */
record Crypto(Optional<Provider> preferred) {
    private static final Crypto PLATFORM = new Crypto(Optional.empty());
    private static final Crypto FASTEST = corretto().map(Crypto::of).orElse(PLATFORM);

    static Crypto of(Provider provider) {
        return new Crypto(Optional.of(provider));
    }

    static Crypto platform() {
        return PLATFORM;
    }

    /** Corretto when it is on the class path and its native library works here. */
    static Crypto fastest() {
        return FASTEST;
    }

    private static Optional<Provider> corretto() {
        try {
            Class<?> type =
                    Class.forName(
                            "com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider");
            Object provider = type.getField("INSTANCE").get(null);
            type.getMethod("assertHealthy").invoke(provider);
            return Optional.of((Provider) provider);
        } catch (ReflectiveOperationException | LinkageError absentOrUnhealthy) {
            return Optional.empty();
        }
    }

    /** The name of the provider that does the work, as a report shows it. */
    String name() {
        return preferred.map(Provider::getName).orElse("JDK");
    }

    private Optional<Provider> having(String type, String algorithm) {
        return preferred.filter(provider -> provider.getService(type, algorithm) != null);
    }

    Signature signature(String algorithm) throws GeneralSecurityException {
        Optional<Provider> provider = having("Signature", algorithm);
        return provider.isPresent()
                ? Signature.getInstance(algorithm, provider.get())
                : Signature.getInstance(algorithm);
    }

    KeyAgreement ecdh() throws GeneralSecurityException {
        Optional<Provider> provider = having("KeyAgreement", "ECDH");
        return provider.isPresent()
                ? KeyAgreement.getInstance("ECDH", provider.get())
                : KeyAgreement.getInstance("ECDH");
    }

    KeyFactory keyFactory(String algorithm) throws GeneralSecurityException {
        Optional<Provider> provider = having("KeyFactory", algorithm);
        return provider.isPresent()
                ? KeyFactory.getInstance(algorithm, provider.get())
                : KeyFactory.getInstance(algorithm);
    }

    Cipher aesGcm() throws GeneralSecurityException {
        Optional<Provider> provider = having("Cipher", "AES/GCM/NoPadding");
        return provider.isPresent()
                ? Cipher.getInstance("AES/GCM/NoPadding", provider.get())
                : Cipher.getInstance("AES/GCM/NoPadding");
    }

    /** RSA-OAEP; the caller gives the digests as parameters, since the name's default is SHA-1. */
    Cipher rsaOaep() throws GeneralSecurityException {
        Optional<Provider> provider = having("Cipher", "RSA/ECB/OAEPPadding");
        return provider.isPresent()
                ? Cipher.getInstance("RSA/ECB/OAEPPadding", provider.get())
                : Cipher.getInstance("RSA/ECB/OAEPPadding");
    }
}
