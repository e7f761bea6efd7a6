package dev.handfast.applepay;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;

import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.KeyAgreement;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * One message from a known sender by HPKE (RFC 9180) in mode auth, with DHKEM(P-384, HKDF-SHA384),
 * HKDF-SHA384 and AES-256-GCM. The JDK's own key encapsulation has no mode auth.
 */
final class Hpke {
    private static final int SECRET_BYTES = 48;
    private static final int COORDINATE_BYTES = 48;
    private static final int POINT_BYTES = 1 + 2 * COORDINATE_BYTES;
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final byte MODE_AUTH = 2;
    private static final byte UNCOMPRESSED = 4;

    /** "KEM" and the number of DHKEM(P-384, HKDF-SHA384): RFC 9180 section 7.1. */
    private static final byte[] KEM_SUITE = Der.concat(Encoding.ascii("KEM"), new byte[] {0, 0x11});

    /** "HPKE" and the numbers of KEM, KDF and AEAD: RFC 9180 section 5.1. */
    private static final byte[] HPKE_SUITE =
            Der.concat(Encoding.ascii("HPKE"), new byte[] {0, 0x11, 0, 2, 0, 2});

    /** A SubjectPublicKeyInfo up to the point: id-ecPublicKey, secp384r1, uncompressed. */
    private static final byte[] SPKI_HEAD =
            HexFormat.of().parseHex("3076301006072a8648ce3d020106052b81040022036200");

    private Hpke() {}

    /** A message: the encapsulated key, an uncompressed point, and the ciphertext with its tag. */
    @SuppressWarnings("ArrayRecordComponent") // carried inside the package, never compared
    record Sealed(byte[] encapsulated, byte[] ciphertext) {}

    static KeyPair generate() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp384r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError("every Java platform makes P-384 keys", impossible);
        }
    }

    /** RFC 9180 section 6.1, SealAuth, without associated data. */
    static Sealed seal(KeyPair sender, PublicKey recipient, byte[] info, byte[] plaintext)
            throws GeneralSecurityException {
        KeyPair ephemeral = generate();
        byte[] encapsulated = point(ephemeral.getPublic());
        byte[] agreed =
                Der.concat(
                        agree(ephemeral.getPrivate(), recipient),
                        agree(sender.getPrivate(), recipient));
        byte[] context = Der.concat(encapsulated, point(recipient), point(sender.getPublic()));
        return new Sealed(
                encapsulated, crypt(Cipher.ENCRYPT_MODE, shared(agreed, context), info, plaintext));
    }

    /** RFC 9180 section 6.1, OpenAuth, without associated data. */
    static byte[] open(KeyPair recipient, PublicKey sender, byte[] info, Sealed sealed)
            throws GeneralSecurityException {
        PublicKey ephemeral = publicKey(sealed.encapsulated);
        byte[] agreed =
                Der.concat(
                        agree(recipient.getPrivate(), ephemeral),
                        agree(recipient.getPrivate(), sender));
        byte[] context =
                Der.concat(sealed.encapsulated, point(recipient.getPublic()), point(sender));
        return crypt(Cipher.DECRYPT_MODE, shared(agreed, context), info, sealed.ciphertext);
    }

    private static byte[] agree(PrivateKey own, PublicKey other) throws GeneralSecurityException {
        KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
        agreement.init(own);
        agreement.doPhase(other, true);
        return agreement.generateSecret();
    }

    /** RFC 9180 section 4.1, ExtractAndExpand. */
    private static byte[] shared(byte[] agreed, byte[] context) throws GeneralSecurityException {
        byte[] secret = extract(new Labelled(KEM_SUITE, "eae_prk", agreed), new byte[0]);
        return expand(secret, new Labelled(KEM_SUITE, "shared_secret", context), SECRET_BYTES);
    }

    /** RFC 9180 sections 5.1 (KeySchedule, no pre-shared key) and 5.2 (one message, sequence 0). */
    private static byte[] crypt(int mode, byte[] shared, byte[] info, byte[] message)
            throws GeneralSecurityException {
        byte[] nothing = new byte[0];
        byte[] idHash = extract(new Labelled(HPKE_SUITE, "psk_id_hash", nothing), nothing);
        byte[] infoHash = extract(new Labelled(HPKE_SUITE, "info_hash", info), nothing);
        byte[] context = Der.concat(new byte[] {MODE_AUTH}, idHash, infoHash);
        byte[] secret = extract(new Labelled(HPKE_SUITE, "secret", nothing), shared);
        byte[] key = expand(secret, new Labelled(HPKE_SUITE, "key", context), KEY_BYTES);
        byte[] nonce = expand(secret, new Labelled(HPKE_SUITE, "base_nonce", context), NONCE_BYTES);
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        return cipher.doFinal(message);
    }

    /** What a label makes of a value: RFC 9180 section 4, LabeledExtract and LabeledExpand. */
    @SuppressWarnings("ArrayRecordComponent") // carried inside the package, never compared
    private record Labelled(byte[] suite, String label, byte[] value) {
        byte[] bytes() {
            return Der.concat(Encoding.ascii("HPKE-v1"), suite, Encoding.ascii(label), value);
        }
    }

    private static byte[] extract(Labelled material, byte[] salt) throws GeneralSecurityException {
        HKDFParameterSpec.Builder builder = HKDFParameterSpec.ofExtract().addIKM(material.bytes());
        HKDFParameterSpec.Extract spec =
                salt.length == 0 ? builder.extractOnly() : builder.addSalt(salt).extractOnly();
        return KDF.getInstance("HKDF-SHA384").deriveData(spec);
    }

    private static byte[] expand(byte[] secret, Labelled info, int bytes)
            throws GeneralSecurityException {
        byte[] length = {(byte) (bytes >> 8), (byte) bytes};
        return KDF.getInstance("HKDF-SHA384")
                .deriveData(
                        HKDFParameterSpec.expandOnly(
                                new SecretKeySpec(secret, "HKDF"),
                                Der.concat(length, info.bytes()),
                                bytes));
    }

    /** A public key as an uncompressed point (SEC 1 section 2.3.3). */
    static byte[] point(PublicKey key) {
        ECPoint point = ((ECPublicKey) key).getW();
        return Der.concat(
                new byte[] {UNCOMPRESSED},
                coordinate(point.getAffineX()),
                coordinate(point.getAffineY()));
    }

    private static byte[] coordinate(BigInteger value) {
        byte[] bytes = value.toByteArray();
        byte[] padded = new byte[COORDINATE_BYTES];
        int count = Math.min(bytes.length, COORDINATE_BYTES);
        System.arraycopy(bytes, bytes.length - count, padded, COORDINATE_BYTES - count, count);
        return padded;
    }

    /** The key of an uncompressed point; the provider checks that it lies on the curve. */
    static PublicKey publicKey(byte[] point) throws GeneralSecurityException {
        if (point.length != POINT_BYTES || point[0] != UNCOMPRESSED) {
            throw new GeneralSecurityException("a key that is no uncompressed point on P-384");
        }
        return KeyFactory.getInstance("EC")
                .generatePublic(new X509EncodedKeySpec(Der.concat(SPKI_HEAD, point)));
    }
}
