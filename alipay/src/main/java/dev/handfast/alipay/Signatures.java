package dev.handfast.alipay;

import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.util.Base64;
import java.util.Optional;

/**
 * The signature algorithms of one cryptographic provider.
 *
 * <p>Each call makes its own {@link Signature}, so one instance serves any number of threads,
 * virtual ones included, without a lock. The Amazon Corretto Crypto Provider signs with RSA about
 * four times as fast as the JDK.
 */
public final class Signatures {
    private static final String CORRETTO =
            "com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider";

    private final Optional<Provider> provider;

    private Signatures(Optional<Provider> provider) {
        this.provider = provider;
    }

    /** The algorithms of the providers installed in the JDK, in their order. */
    public static Signatures installed() {
        return new Signatures(Optional.empty());
    }

    /** The algorithms of this provider, which need not be installed. */
    public static Signatures of(Provider provider) {
        return new Signatures(Optional.of(provider));
    }

    /**
     * The algorithms of the Corretto provider if it is on the class path and works here, else the
     * installed.
     */
    public static Signatures fastest() {
        try {
            var corretto = Class.forName(CORRETTO).getField("INSTANCE").get(null);
            if (corretto instanceof Provider found
                    && found.getService("Signature", SignType.RSA2.jcaName()) != null) {
                return of(found);
            }
            return installed();
        } catch (ReflectiveOperationException | LinkageError absentOrNotForThisMachine) {
            return installed();
        }
    }

    /** The provider's name for people, such as {@code SunRsaSign}. */
    public String providerName() {
        try {
            return signature(SignType.RSA2).getProvider().getName();
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("the provider has no RSA signatures", missing);
        }
    }

    /**
     * The signature of these bytes in Base64.
     *
     * @throws IllegalArgumentException if the key does not fit the sign type
     */
    String sign(SignType type, PrivateKey key, byte[] text) {
        if (key instanceof Sm2.Sm2PrivateKey sm2) {
            return Base64.getEncoder().encodeToString(Sm2.sign(sm2, text));
        }
        try {
            Signature signature = signature(type);
            signature.initSign(key);
            signature.update(text);
            return Base64.getEncoder().encodeToString(signature.sign());
        } catch (InvalidKeyException wrongKey) {
            throw new IllegalArgumentException("the private key cannot sign " + type, wrongKey);
        } catch (NoSuchAlgorithmException | SignatureException broken) {
            throw new IllegalStateException("cannot sign " + type, broken);
        }
    }

    /**
     * Whether the Base64 text is this key's signature of these bytes; anything malformed is not.
     */
    boolean verify(SignType type, PublicKey key, SignedBytes signed) {
        if (!key.getAlgorithm().equals(type.keyAlgorithm())) {
            return false;
        }
        try {
            byte[] bytes = Base64.getDecoder().decode(signed.signature());
            if (key instanceof Sm2.Sm2PublicKey sm2) {
                return Sm2.verify(sm2, signed.bytes(), bytes);
            }
            Signature signature = signature(type);
            signature.initVerify(key);
            signature.update(signed.bytes());
            return signature.verify(bytes);
        } catch (InvalidKeyException
                | SignatureException
                | IllegalArgumentException notASignature) {
            return false;
        } catch (NoSuchAlgorithmException missing) {
            if (type == SignType.SM2) {
                // A key of another curve, and no provider for it: nothing it could have signed.
                return false;
            }
            throw new IllegalStateException("cannot verify " + type, missing);
        }
    }

    private Signature signature(SignType type) throws NoSuchAlgorithmException {
        return provider.isPresent()
                ? Signature.getInstance(type.jcaName(), provider.get())
                : Signature.getInstance(type.jcaName());
    }

    /** Bytes and what is said to be their signature, in Base64. */
    @SuppressWarnings(
            "ArrayRecordComponent") // never compared, and copied nowhere: it lives for one call
    record SignedBytes(byte[] bytes, String signature) {}
}
