package dev.handfast.applepay;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * {@link UsageInformation} on its way to the holder's device: packed into a ZIP with its pictures,
 * sealed by HPKE (RFC 9180, mode auth) to the key of the merchant token, which {@link
 * MerchantGateway#usageKey} brings. The device fetches it from the merchant at {@code
 * /v1/merchantToken/{id}/usageInformation}, with the authorisation that {@link
 * #authenticationToken} reads; answer 200 with {@link Sealed#packageJson}, 401 or 404.
 *
 * <p>Source: Apple, "Merchant Token Notification Services", {@code
 * GetMerchantTokenUsageInformationPackageResponse} and {@code MerchantTokenUsageMetadata}.
 */
public final class UsagePackage {
    /** The most bytes a package's content may have before it is packed. */
    public static final int CONTENT_BYTES_MAX = 5 * 1024 * 1024;

    /** The one cipher suite. */
    public static final String CIPHER_SUITE = "HPKE_AUTH_P384_SHA384_AES_GCM_256";

    private static final String AUTHORIZATION = "ApplePayMerchantTokenUsageInformation ";
    private static final String PACKAGE_INFO = "ApplePayMerchantTokenUsageInformation_1.0";
    private static final String DOCUMENT = "usageInformation.json";
    private static final String PICTURE_NAME = "[A-Za-z0-9_-]{1,64}(\\.[A-Za-z0-9]{1,8})?";

    private UsagePackage() {}

    /** The merchant's key pair on P-384, by which the device knows the sender. */
    public static final class Sender {
        private final KeyPair keys;

        private Sender(KeyPair keys) {
            this.keys = keys;
        }

        /** Makes a new key pair; keep it as long as the token, with {@link #privateKeyPem}. */
        public static Sender create() {
            return new Sender(Hpke.generate());
        }

        /**
         * Takes a key pair up again.
         *
         * @param publicKey as {@link #publicKey} gave it
         * @throws CredentialException if they are not of P-384
         */
        public static Sender of(String privateKeyPem, String publicKey) {
            return new Sender(new KeyPair(readPoint(publicKey), Pem.privateKey(privateKeyPem)));
        }

        /** The public key: X9.63 in Base64, as {@code merchantPublicKey} wants it. */
        public String publicKey() {
            return Encoding.base64(Hpke.point(keys.getPublic()));
        }

        /** The private key as PEM: a secret. */
        public String privateKeyPem() {
            return Pem.write(keys.getPrivate());
        }

        @Override
        public String toString() {
            return "Sender[P-384]";
        }
    }

    /** The key of a merchant token, held by its holder's devices. */
    public static final class Recipient {
        private final PublicKey key;

        private Recipient(PublicKey key) {
            this.key = key;
        }

        /**
         * Reads the body that answers {@link MerchantGateway#usageKey}.
         *
         * @return empty while the device has made no key yet (status 202): Apple taps when it has
         * @throws CredentialException if the answer offers another cipher suite or no key on P-384
         */
        public static Optional<Recipient> read(String json) {
            if (json.isBlank()) {
                return Optional.empty();
            }
            try {
                Fields fields =
                        Fields.of(
                                JsonReader.read(json, Refusal.PAYLOAD_MALFORMED),
                                "",
                                Refusal.PAYLOAD_MALFORMED);
                Optional<String> key = fields.optionalText("merchantTokenPublicKey");
                if (key.isEmpty()) {
                    return Optional.empty();
                }
                String suite = fields.text("supportedCiphersuite");
                if (!suite.equals(CIPHER_SUITE)) {
                    throw fields.wrong("supportedCiphersuite", CIPHER_SUITE, "another");
                }
                return Optional.of(new Recipient(readPoint(key.get())));
            } catch (RefusedException refused) {
                throw new CredentialException(
                        Refusal.PAYLOAD_MALFORMED, refused.refused().toString(), refused);
            }
        }
    }

    private static PublicKey readPoint(String base64) {
        try {
            return Hpke.publicKey(Base64.getDecoder().decode(base64));
        } catch (GeneralSecurityException | IllegalArgumentException otherKind) {
            throw new CredentialException(
                    Refusal.CREDENTIAL_UNREADABLE,
                    "expected a public key on P-384, uncompressed, in Base64",
                    otherKind);
        }
    }

    /** Something sealed, with what Apple wants to be told about it. */
    public static final class Sealed {
        private final Hpke.Sealed message;
        private final byte[] info;
        private final Sender sender;
        private final Recipient recipient;

        private Sealed(Hpke.Sealed message, byte[] info, Sender sender, Recipient recipient) {
            this.message = message;
            this.info = info;
            this.sender = sender;
            this.recipient = recipient;
        }

        /** The answer to a device that fetches a package. */
        public String packageJson() {
            return common().text("merchantPublicKeyHash", hash(Hpke.point(sender.keys.getPublic())))
                    .write();
        }

        /** What {@link MerchantGateway#usageAvailable} sends. */
        JsonObject metadata() {
            return common().text("merchantPublicKey", sender.publicKey());
        }

        private JsonObject common() {
            return new JsonObject()
                    .text("ciphersuite", CIPHER_SUITE)
                    .text("data", Encoding.base64(message.ciphertext()))
                    .text("ephemeralPublicKey", Encoding.base64(message.encapsulated()))
                    .text("infoHash", hash(info))
                    .text("merchantTokenPublicKeyHash", hash(Hpke.point(recipient.key)));
        }

        private static String hash(byte[] bytes) {
            return Encoding.hex(Encoding.sha256(bytes));
        }
    }

    /**
     * Puts a document and its pictures into a package.
     *
     * @param pictures by their file names, which have no folder
     * @throws IllegalArgumentException if it is larger than {@link #CONTENT_BYTES_MAX}, or a name
     *     is not plain
     */
    public static byte[] pack(UsageInformation information, Map<String, byte[]> pictures) {
        byte[] document = Encoding.utf8(information.json());
        long total = document.length;
        for (byte[] picture : pictures.values()) {
            total += picture.length;
        }
        if (total > CONTENT_BYTES_MAX) {
            throw new IllegalArgumentException(
                    "a package has at most %d bytes, got %d".formatted(CONTENT_BYTES_MAX, total));
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            put(zip, DOCUMENT, document);
            for (Map.Entry<String, byte[]> picture : new TreeMap<>(pictures).entrySet()) {
                if (!picture.getKey().matches(PICTURE_NAME)) {
                    throw new IllegalArgumentException(
                            "a picture's name has letters, digits and dashes, got another");
                }
                put(zip, picture.getKey(), picture.getValue());
            }
        } catch (IOException impossible) {
            throw new AssertionError("memory takes every byte", impossible);
        }
        return out.toByteArray();
    }

    private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setTime(0); // the same package for the same content
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }

    /** Seals a package for the devices of a token's holder. */
    public static Sealed seal(
            byte[] packed, Sender sender, Recipient recipient, String merchantTokenId) {
        return seal(packed, packageInfo(merchantTokenId), sender, recipient);
    }

    /**
     * Seals something else, such as the address and authentication token that announce a package.
     *
     * @param info what binds it to its purpose, as Apple's page on it says
     */
    public static Sealed seal(byte[] content, byte[] info, Sender sender, Recipient recipient) {
        try {
            return new Sealed(
                    Hpke.seal(sender.keys, recipient.key, info, content), info, sender, recipient);
        } catch (GeneralSecurityException otherKey) {
            throw new CredentialException(
                    Refusal.KEY_CERT_MISMATCH, "expected a sender's key on P-384", otherKey);
        }
    }

    /** What binds a package to its token. */
    static byte[] packageInfo(String merchantTokenId) {
        return Der.concat(
                Encoding.ascii(PACKAGE_INFO), Encoding.sha256(Encoding.utf8(merchantTokenId)));
    }

    /**
     * The authentication token in the Authorization header of a device's request; empty where the
     * header is of another kind. Compare it in constant time.
     */
    public static Optional<String> authenticationToken(String authorization) {
        return authorization.startsWith(AUTHORIZATION)
                ? Optional.of(authorization.substring(AUTHORIZATION.length()).strip())
                        .filter(token -> !token.isEmpty())
                : Optional.empty();
    }
}
