package dev.handfast.bench;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.Security;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.List;

import javax.crypto.KeyAgreement;

/** The cryptography that no program can go without, bare: the bounds. */
final class Crypto {
    /** About as many bytes as the signed attributes of a payment token have. */
    private static final int SIGNED_BYTES = 147;

    private Crypto() {}

    /** The provider that does the work, as in the server. */
    static Provider provider() {
        return Security.getProviders("Signature.SHA256withRSA")[0];
    }

    /** One agreement of a P-256 key with another, for ever other others. */
    static Slices.Work ecdh() throws GeneralSecurityException {
        KeyPair own = p256();
        List<KeyPair> others = Inputs.make(Crypto::p256);
        return round -> {
            KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
            agreement.init(own.getPrivate());
            agreement.doPhase(Inputs.of(others, round).getPublic(), true);
            return agreement.generateSecret().length == 32;
        };
    }

    /** One verification of a P-256 signature. */
    static Slices.Work ecdsaVerification() throws GeneralSecurityException {
        return verification("SHA256withECDSA", p256(), new byte[SIGNED_BYTES]);
    }

    /** One verification of an RSA-2048 signature of this text. */
    static Slices.Work rsaVerification(KeyPair keys, byte[] text) throws GeneralSecurityException {
        return verification("SHA256withRSA", keys, text);
    }

    private static Slices.Work verification(String algorithm, KeyPair keys, byte[] text)
            throws GeneralSecurityException {
        List<byte[]> texts = Inputs.make(() -> numbered(text, System.nanoTime()));
        List<byte[]> signatures = texts.stream().map(each -> sign(algorithm, keys, each)).toList();
        return round -> {
            Signature signature = Signature.getInstance(algorithm);
            signature.initVerify(keys.getPublic());
            signature.update(Inputs.of(texts, round));
            return signature.verify(Inputs.of(signatures, round));
        };
    }

    /** One RSA-2048 signature of this text. */
    static Slices.Work rsaSigning(KeyPair keys, byte[] text) {
        List<byte[]> texts = Inputs.make(() -> numbered(text, System.nanoTime()));
        return round -> sign("SHA256withRSA", keys, Inputs.of(texts, round)).length > 0;
    }

    private static byte[] sign(String algorithm, KeyPair keys, byte[] text) {
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(keys.getPrivate());
            signature.update(text);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot sign " + algorithm, e);
        }
    }

    private static byte[] numbered(byte[] text, long number) {
        byte[] copy = text.clone();
        for (int i = 0; i < Long.BYTES && i < copy.length; i++) {
            copy[i] = (byte) (number >>> (i * Byte.SIZE));
        }
        return copy;
    }

    static KeyPair p256() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    static KeyPair rsa() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2_048);
        return generator.generateKeyPair();
    }
}
