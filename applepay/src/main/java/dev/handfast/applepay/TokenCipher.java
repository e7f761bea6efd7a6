package dev.handfast.applepay;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.spec.MGF1ParameterSpec;
import java.util.Arrays;

import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key derivation and ciphers of both versions (Apple, "restoring the symmetric key"), one way
 * and the other.
 */
final class TokenCipher {
    static final int TAG_BYTES = 16;

    private static final byte[] ROUND_ONE = {0, 0, 0, 1};
    private static final byte[] ALGORITHM_AND_PARTY_U =
            Der.concat(new byte[] {13}, Encoding.ascii("id-aes256-GCM"), Encoding.ascii("Apple"));
    private static final int EC_KEY_BYTES = 32;
    private static final int RSA_KEY_BYTES = 16;

    /** The key is used once, so the fixed nonce repeats under no key. */
    private static final GCMParameterSpec ZERO_IV =
            new GCMParameterSpec(8 * TAG_BYTES, new byte[16]);

    /** Spelled out, because the JDK's name for OAEP with SHA-256 means MGF1 with SHA-1. */
    private static final OAEPParameterSpec OAEP =
            new OAEPParameterSpec(
                    "SHA-256", "MGF1", MGF1ParameterSpec.SHA256, PSource.PSpecified.DEFAULT);

    private final Crypto crypto;

    TokenCipher(Crypto crypto) {
        this.crypto = crypto;
    }

    byte[] decrypt(SealedToken token, MerchantKey merchant, PrivateKey key)
            throws GeneralSecurityException {
        byte[] symmetric =
                switch (token.kind()) {
                    case EC -> agree(key, token.key(), merchant.partyV());
                    case RSA -> unwrap(key, token.key());
                };
        return gcm(Cipher.DECRYPT_MODE, symmetric, token.data());
    }

    /** ECDH and one round of the concatenation KDF of NIST SP 800-56A section 5.8.1. */
    byte[] agree(PrivateKey own, byte[] otherSpki, byte[] partyV) throws GeneralSecurityException {
        KeyAgreement agreement = crypto.ecdh();
        agreement.init(own);
        agreement.doPhase(P256.publicKey(otherSpki, crypto), true);
        byte[] secret = agreement.generateSecret();
        byte[] key = derive(secret, partyV);
        Arrays.fill(secret, (byte) 0);
        return key;
    }

    /** A shared secret shorter than 32 bytes is padded on the left: one in 256 starts with zero. */
    static byte[] derive(byte[] secret, byte[] partyV) {
        MessageDigest digest = Encoding.sha256();
        digest.update(ROUND_ONE);
        digest.update(new byte[EC_KEY_BYTES - secret.length]);
        digest.update(secret);
        digest.update(ALGORITHM_AND_PARTY_U);
        digest.update(partyV);
        return digest.digest();
    }

    private byte[] unwrap(PrivateKey own, byte[] wrapped) throws GeneralSecurityException {
        Cipher cipher = crypto.rsaOaep();
        cipher.init(Cipher.DECRYPT_MODE, own, OAEP);
        byte[] key = cipher.doFinal(wrapped);
        if (key.length != RSA_KEY_BYTES) {
            throw new GeneralSecurityException("a wrapped key of another length");
        }
        return key;
    }

    byte[] wrap(java.security.PublicKey other, byte[] key) throws GeneralSecurityException {
        Cipher cipher = crypto.rsaOaep();
        cipher.init(Cipher.ENCRYPT_MODE, other, OAEP);
        return cipher.doFinal(key);
    }

    /** AES-GCM without associated data; forgets the key afterwards. */
    byte[] gcm(int mode, byte[] key, byte[] data) throws GeneralSecurityException {
        try {
            Cipher cipher = crypto.aesGcm();
            cipher.init(mode, new SecretKeySpec(key, "AES"), ZERO_IV);
            return cipher.doFinal(data);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }
}
