package dev.handfast.secrets;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.UUID;

import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;

/**
 * Seals values so that they can be stored, with AES-256-GCM.
 *
 * <p>A value is sealed for a purpose and an owner, and opens for them only: both are authenticated
 * with it, so a row copied to another owner, or a column to another, does not open. Each purpose
 * has a key of its own, derived from the ring's.
 *
 * <p>Nonces are random, so one key may seal 2<sup>32</sup> values for one purpose (NIST SP 800-38D,
 * section 8.3); rotate long before. Safe for use by many threads.
 */
public final class Vault {
    private static final String TRANSFORMATION = "AES/GCM/NoPadding";
    private static final int PURPOSE_BYTES_MAX = 64;
    private static final int UUID_BYTES = 16;

    private final KeyRing ring;
    private final SecureRandom random = new SecureRandom();

    public Vault(KeyRing ring) {
        this.ring = ring;
    }

    /**
     * Seals the bytes under the ring's active key.
     *
     * @param purpose what the value is, a constant such as {@code wallet.pan}, 1 to 64 bytes
     * @param owner whose it is
     */
    public Sealed seal(byte[] plaintext, String purpose, UUID owner) {
        int keyId = ring.activeKeyId();
        byte[] nonce = new byte[Sealed.NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] out = new byte[Sealed.HEAD_BYTES + plaintext.length + Sealed.TAG_BYTES];
        ByteBuffer.wrap(out).put(Sealed.VERSION).putInt(keyId).put(nonce);
        try {
            Cipher cipher = Jca.cipher(TRANSFORMATION);
            cipher.init(
                    Cipher.ENCRYPT_MODE,
                    ring.sealKey(keyId, purpose),
                    new GCMParameterSpec(Sealed.TAG_BYTES * Byte.SIZE, nonce));
            cipher.updateAAD(context(keyId, purpose, owner));
            cipher.doFinal(plaintext, 0, plaintext.length, out, Sealed.HEAD_BYTES);
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException("AES-256-GCM does not work here", failure);
        }
        return Sealed.fresh(out);
    }

    /**
     * Opens a value sealed for this purpose and owner.
     *
     * @throws SealBroken if it does not open
     */
    public byte[] open(Sealed sealed, String purpose, UUID owner) {
        byte[] raw = sealed.raw();
        int keyId = sealed.keyId();
        try {
            Cipher cipher = Jca.cipher(TRANSFORMATION);
            cipher.init(
                    Cipher.DECRYPT_MODE,
                    ring.sealKey(keyId, purpose),
                    new GCMParameterSpec(
                            Sealed.TAG_BYTES * Byte.SIZE,
                            raw,
                            Sealed.NONCE_OFFSET,
                            Sealed.NONCE_BYTES));
            cipher.updateAAD(context(keyId, purpose, owner));
            return cipher.doFinal(raw, Sealed.HEAD_BYTES, raw.length - Sealed.HEAD_BYTES);
        } catch (AEADBadTagException broken) {
            throw new SealBroken(
                    "sealed value: does not open with key %d for %s of %s"
                            .formatted(keyId, purpose, owner),
                    broken);
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException("AES-256-GCM does not work here", failure);
        }
    }

    /**
     * Says whether the value is sealed under the active key, so that resealing it gains nothing.
     */
    public boolean isCurrent(Sealed sealed) {
        return sealed.keyId() == ring.activeKeyId();
    }

    /** Opens the value and seals it anew under the active key. */
    public Sealed reseal(Sealed sealed, String purpose, UUID owner) {
        byte[] plaintext = open(sealed, purpose, owner);
        try {
            return seal(plaintext, purpose, owner);
        } finally {
            Arrays.fill(plaintext, (byte) 0);
        }
    }

    /** What is authenticated with the value: fixed lengths first, so no two contexts are alike. */
    private static byte[] context(int keyId, String purpose, UUID owner) {
        byte[] name = purpose.getBytes(UTF_8);
        if (name.length == 0 || name.length > PURPOSE_BYTES_MAX) {
            throw new IllegalArgumentException(
                    "purpose: has 1 to %d bytes, got %d".formatted(PURPOSE_BYTES_MAX, name.length));
        }
        byte[] context = new byte[1 + Integer.BYTES + UUID_BYTES + name.length];
        ByteBuffer.wrap(context)
                .put(Sealed.VERSION)
                .putInt(keyId)
                .putLong(owner.getMostSignificantBits())
                .putLong(owner.getLeastSignificantBits())
                .put(name);
        return context;
    }
}
