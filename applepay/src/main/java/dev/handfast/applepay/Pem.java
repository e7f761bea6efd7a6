package dev.handfast.applepay;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * Key material as text (RFC 7468) in the shapes that are about: PKCS#8, encrypted PKCS#8, SEC 1
 * with or without an EC PARAMETERS block before it, PKCS#1, with "Bag Attributes" or other text
 * around the blocks, with any line ends, spelled out ones too; or bare Base64 of a key or a
 * certificate. {@link #text} turns files of other shapes into text first.
 *
 * <p>Messages never hold key material.
 */
public final class Pem {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);

    /** In a file of bytes: SEQUENCE, with which DER of a key, certificate or store begins. */
    private static final int DER_START = 0x30;

    private Pem() {}

    @SuppressWarnings("ArrayRecordComponent") // carried inside the package, never compared
    record Block(String label, byte[] der) {}

    /** Reads the one private key in the text; other blocks are passed over. */
    public static PrivateKey privateKey(String text) {
        return privateKey(text, Optional.empty());
    }

    /**
     * Reads the one private key in the text, encrypted under this password; the array is left as it
     * is.
     */
    public static PrivateKey encryptedPrivateKey(String text, char[] password) {
        return privateKey(text, Optional.of(password));
    }

    private static PrivateKey privateKey(String text, Optional<char[]> password) {
        List<PrivateKey> keys = new ArrayList<>();
        for (Block block : blocks(text, "PRIVATE KEY")) {
            switch (block.label) {
                case "PRIVATE KEY" -> keys.add(pkcs8(asPkcs8(block.der)));
                case "EC PRIVATE KEY" -> keys.add(pkcs8(wrapSec1(block.der)));
                case "RSA PRIVATE KEY" -> keys.add(pkcs8(wrapPkcs1(block.der)));
                case "ENCRYPTED PRIVATE KEY" -> keys.add(decrypt(block.der, password));
                default -> {}
            }
        }
        if (keys.size() != 1) {
            throw malformed(
                    "expected one private key in the PEM text, got %d among %s"
                            .formatted(keys.size(), labels(text)));
        }
        return keys.getFirst();
    }

    /** Reads the first certificate in the text. */
    public static X509Certificate certificate(String text) {
        return certificates(text).getFirst();
    }

    /** Reads all certificates in the text, in their order; at least one. */
    public static List<X509Certificate> certificates(String text) {
        List<X509Certificate> certificates = new ArrayList<>();
        for (Block block : blocks(text, "CERTIFICATE")) {
            if (block.label.equals("CERTIFICATE") || block.label.equals("X509 CERTIFICATE")) {
                certificates.add(certificate(block.der));
            }
        }
        if (certificates.isEmpty()) {
            throw malformed(
                    "expected a certificate in the PEM text, got none among " + labels(text));
        }
        return List.copyOf(certificates);
    }

    /** Reads a certificate from its DER bytes, as Apple's portal gives it (a {@code .cer} file). */
    public static X509Certificate certificate(byte[] der) {
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            return (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der));
        } catch (CertificateException unreadable) {
            throw new CredentialException(
                    Refusal.CREDENTIAL_UNREADABLE,
                    "expected an X.509 certificate, got " + der.length + " bytes of something else",
                    unreadable);
        }
    }

    /** Writes a certificate as PEM. */
    public static String write(X509Certificate certificate) {
        return write("CERTIFICATE", der(certificate));
    }

    static byte[] der(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateException broken) {
            throw new IllegalStateException("a certificate that cannot be encoded", broken);
        }
    }

    /** Writes a private key as PEM in PKCS#8, unencrypted: a secret. */
    public static String write(PrivateKey key) {
        return write("PRIVATE KEY", key.getEncoded());
    }

    static String write(String label, byte[] der) {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n";
    }

    static List<Block> blocks(String text, String labelIfBare) {
        if (text.length() > Limits.PEM_CHARS_MAX) {
            throw malformed(
                    "expected at most %d characters of PEM, got %d"
                            .formatted(Limits.PEM_CHARS_MAX, text.length()));
        }
        if (!text.contains("-----BEGIN ")) {
            return List.of(new Block(labelIfBare, decode(text)));
        }
        List<Block> blocks = new ArrayList<>();
        // Environment variables and JSON files often hold the line ends spelled out.
        Matcher matcher = BLOCK.matcher(text.replace("\\r", "").replace("\\n", "\n"));
        while (matcher.find()) {
            if (!matcher.group(2).contains(":")) { // a header: a key under OpenSSL's old encryption
                blocks.add(new Block(matcher.group(1), decode(matcher.group(2))));
            } else {
                throw malformed(
                        "a key in OpenSSL's old encrypted form; convert it with: openssl pkcs8"
                                + " -topk8");
            }
        }
        return blocks;
    }

    private static List<String> labels(String text) {
        return Pattern.compile("-----BEGIN ([A-Z0-9 ]{1,40})-----")
                .matcher(text)
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    /**
     * The text of a file of key material, whatever its shape: PEM or Base64 as it is; DER, PKCS#7
     * and PKCS#12 turned into text; all of it decrypted, if a password is given. A secret, if there
     * is a private key in it.
     *
     * @param password of a PKCS#12 store or an encrypted key; the array is left as it is
     * @throws CredentialException if the store does not open
     */
    public static String text(byte[] file, Optional<char[]> password) {
        if (file.length > Limits.PEM_CHARS_MAX) {
            throw malformed(
                    "expected at most %d bytes of key material, got %d"
                            .formatted(Limits.PEM_CHARS_MAX, file.length));
        }
        if (file.length == 0 || file[0] != DER_START) {
            String text = new String(file, StandardCharsets.UTF_8);
            boolean encrypted = text.contains("-----BEGIN ENCRYPTED PRIVATE KEY-----");
            return encrypted && password.isPresent()
                    ? write(encryptedPrivateKey(text, password.get()))
                    : text;
        }
        Optional<KeyStore> store = PemStores.pkcs12(file, password);
        if (store.isPresent()) {
            return PemStores.text(store.get(), password.orElseGet(() -> new char[0]));
        }
        List<X509Certificate> bundle = PemStores.pkcs7(file);
        return bundle.isEmpty()
                ? Base64.getEncoder().encodeToString(file)
                : bundle.stream().map(Pem::write).collect(Collectors.joining());
    }

    private static byte[] decode(String base64) {
        try {
            return Base64.getDecoder().decode(base64.replaceAll("\\s", ""));
        } catch (IllegalArgumentException notBase64) {
            throw malformed("expected PEM or Base64, got text that is neither");
        }
    }

    /** Bare Base64 has no label, so what follows the version number tells the three kinds apart. */
    private static byte[] asPkcs8(byte[] der) {
        try {
            BerReader fields = BerReader.only(der, BerReader.SEQUENCE).inside();
            fields.next(BerReader.INTEGER);
            return switch (fields.peek()) {
                case BerReader.OCTET_STRING -> wrapSec1(der);
                case BerReader.INTEGER -> wrapPkcs1(der);
                default -> der;
            };
        } catch (BerException unreadable) {
            throw malformed("expected a private key in DER, got something else");
        }
    }

    /** PKCS#8 around a SEC 1 key (RFC 5915, RFC 5958); its parameters name the curve. */
    private static byte[] wrapSec1(byte[] sec1) {
        byte[] parameters;
        try {
            BerReader fields = BerReader.only(sec1, BerReader.SEQUENCE).inside();
            fields.next(BerReader.INTEGER);
            fields.next(BerReader.OCTET_STRING);
            parameters =
                    fields.peek() == BerReader.context(0)
                            ? fields.next().content()
                            : Der.oid(Oid.P256);
            if (parameters.length > 0 && parameters[0] == BerReader.SEQUENCE) {
                throw malformed(
                        "an EC private key that spells out its curve; convert it with: openssl ec"
                                + " -param_enc named_curve");
            }
        } catch (BerException unreadable) {
            throw malformed("an EC private key that is not SEC 1: " + unreadable.got());
        }
        return Der.sequence(
                Der.integer(0), Der.sequence(Der.oid(Oid.EC), parameters), Der.octets(sec1));
    }

    private static byte[] wrapPkcs1(byte[] pkcs1) {
        return Der.sequence(
                Der.integer(0), Der.sequence(Der.oid(Oid.RSA), Der.nothing()), Der.octets(pkcs1));
    }

    private static PrivateKey pkcs8(byte[] der) {
        PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(der);
        for (String algorithm : List.of("EC", "RSA")) {
            Optional<PrivateKey> key = tryPkcs8(algorithm, spec);
            if (key.isPresent()) {
                return key.get();
            }
        }
        throw malformed("expected an EC or RSA private key, got another kind or broken bytes");
    }

    private static Optional<PrivateKey> tryPkcs8(String algorithm, PKCS8EncodedKeySpec spec) {
        try {
            return Optional.of(KeyFactory.getInstance(algorithm).generatePrivate(spec));
        } catch (InvalidKeySpecException anotherKind) {
            return Optional.empty();
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError("every Java platform reads EC and RSA keys", impossible);
        }
    }

    private static PrivateKey decrypt(byte[] der, Optional<char[]> password) {
        if (password.isEmpty()) {
            throw malformed("the private key is encrypted and no password was given");
        }
        PBEKeySpec secret = new PBEKeySpec(password.get());
        try {
            EncryptedPrivateKeyInfo info = new EncryptedPrivateKeyInfo(der);
            Cipher cipher = Cipher.getInstance(info.getAlgName());
            cipher.init(
                    Cipher.DECRYPT_MODE,
                    SecretKeyFactory.getInstance(info.getAlgName()).generateSecret(secret),
                    info.getAlgParameters());
            return pkcs8(info.getKeySpec(cipher).getEncoded());
        } catch (GeneralSecurityException | java.io.IOException wrong) {
            throw new CredentialException(
                    Refusal.CREDENTIAL_UNREADABLE,
                    "the private key does not decrypt: another password or encryption",
                    wrong);
        } finally {
            secret.clearPassword();
        }
    }

    private static CredentialException malformed(String message) {
        return new CredentialException(Refusal.CREDENTIAL_UNREADABLE, message);
    }
}
