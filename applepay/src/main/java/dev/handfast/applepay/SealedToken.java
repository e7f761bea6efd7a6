package dev.handfast.applepay;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * A payment token as it arrived, taken out of its container and decoded, but neither trusted nor
 * decrypted (Apple, payment token format reference, "payment data keys" and "header keys").
 *
 * @param kind by version
 * @param key the ephemeral public key (EC_v1) or the wrapped key (RSA_v1)
 * @param data ciphertext and tag
 * @param signature detached CMS
 * @param header the rest of the header
 */
@SuppressWarnings("ArrayRecordComponent") // carried inside the package, never compared
record SealedToken(Kind kind, byte[] key, byte[] data, byte[] signature, Header header) {
    private static final String SIMULATOR_ID = "Simulated Identifier";

    /** Containers inside one another: text, payment, token, paymentData as text. */
    private static final int CONTAINERS_MAX = 4;

    private static final String[] WRAPPERS = {"paymentData", "token", "payment", "details"};

    /** The two versions, and the header field that holds the key in each. */
    enum Kind {
        EC("EC_v1", "ephemeralPublicKey"),
        RSA("RSA_v1", "wrappedKey");

        private final String version;
        private final String keyField;

        Kind(String version, String keyField) {
            this.version = version;
            this.keyField = keyField;
        }

        String version() {
            return version;
        }

        String keyField() {
            return keyField;
        }
    }

    /**
     * What both versions have.
     *
     * @param publicKeyHash Base64, names the merchant key
     * @param transactionId decoded
     * @param applicationData decoded hash, when the request had application data
     */
    @SuppressWarnings("ArrayRecordComponent") // carried inside the package, never compared
    record Header(String publicKeyHash, byte[] transactionId, Optional<byte[]> applicationData) {}

    /** Reads a bare paymentData or any container around it, as text or as Base64 of the text. */
    static SealedToken read(String text) throws RefusedException {
        if (text.length() > Limits.TOKEN_CHARS_MAX) {
            throw malformed(
                    "a token of at most " + Limits.TOKEN_CHARS_MAX + " characters",
                    text.length() + " characters");
        }
        return fromPaymentData(inText(text, CONTAINERS_MAX));
    }

    /**
     * What a text holds: JSON, a JSON string of JSON, or either in Base64, which may have line
     * breaks. The iOS simulator hands out empty payment data.
     */
    private static Fields inText(String text, int levelsLeft) throws RefusedException {
        String trimmed = text.strip();
        if (trimmed.isEmpty()) {
            throw simulated("empty payment data");
        }
        boolean isJson = trimmed.charAt(0) == '{' || trimmed.charAt(0) == '"';
        String json = isJson ? trimmed : utf8(Encoding.base64(withoutSpace(trimmed), "token"));
        Json value = JsonReader.read(json, Refusal.MALFORMED_TOKEN);
        return value instanceof Json.Text(String inner)
                ? inText(inner, below(levelsLeft))
                : paymentData(Fields.of(value, "", Refusal.MALFORMED_TOKEN), below(levelsLeft));
    }

    private static int below(int levelsLeft) throws RefusedException {
        if (levelsLeft == 0) {
            throw malformed("payment data", "containers inside containers");
        }
        return levelsLeft - 1;
    }

    private static String withoutSpace(String base64) {
        return base64.chars().anyMatch(Character::isWhitespace)
                ? base64.replaceAll("\\s", "")
                : base64;
    }

    static String utf8(byte[] bytes) throws RefusedException {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException broken) {
            throw malformed("UTF-8", "other bytes");
        }
    }

    private static Fields paymentData(Fields fields, int levelsLeft) throws RefusedException {
        if (fields.has("header") || fields.has("data") || fields.has("signature")) {
            return fields;
        }
        if (fields.member("transactionIdentifier")
                .equals(Optional.of(new Json.Text(SIMULATOR_ID)))) {
            throw simulated("the transaction identifier \"" + SIMULATOR_ID + "\"");
        }
        for (String wrapper : WRAPPERS) {
            Optional<Json> inside = fields.member(wrapper);
            if (inside.isPresent()) {
                return switch (inside.get()) {
                    case Json.Text(String text) -> inText(text, below(levelsLeft));
                    case Json.Members(Map<String, Json> members) when members.isEmpty() ->
                            throw simulated("empty payment data");
                    default -> paymentData(fields.object(wrapper), below(levelsLeft));
                };
            }
        }
        if (fields.has("version")) {
            return fields; // to be told which of its fields is missing
        }
        throw malformed("payment data, or a container with paymentData", "neither");
    }

    private static SealedToken fromPaymentData(Fields fields) throws RefusedException {
        String version = fields.text("version");
        String data = fields.text("data");
        String signature = fields.text("signature");
        Fields header = fields.object("header");
        if (data.isEmpty() && signature.isEmpty()) {
            throw simulated("empty data and signature");
        }
        byte[] dataBytes = decode(data, "data", Limits.DATA_BYTES_MAX);
        byte[] signatureBytes = decode(signature, "signature", Limits.SIGNATURE_BYTES_MAX);
        Header decoded = header(header);
        Kind kind = kind(version);
        return new SealedToken(kind, key(header, kind), dataBytes, signatureBytes, decoded);
    }

    private static Header header(Fields header) throws RefusedException {
        String hash = header.text("publicKeyHash");
        if (decode(hash, "header.publicKeyHash", 32).length != 32) {
            throw header.wrong("publicKeyHash", "Base64 of 32 bytes", "fewer");
        }
        String transactionId = header.text("transactionId");
        byte[] id = Encoding.hex(transactionId, "header.transactionId");
        if (id.length == 0 || id.length > Limits.TRANSACTION_ID_BYTES_MAX) {
            throw header.wrong(
                    "transactionId",
                    "hex of 1 to " + Limits.TRANSACTION_ID_BYTES_MAX + " bytes",
                    id.length + " bytes");
        }
        // Some producers write an absent member as an empty string; both add nothing to the
        // content.
        Optional<String> hex =
                header.optionalText("applicationData").filter(text -> !text.isEmpty());
        if (hex.isEmpty()) {
            return new Header(hash, id, Optional.empty());
        }
        byte[] applicationData = Encoding.hex(hex.get(), "header.applicationData");
        if (applicationData.length != 32) {
            throw header.wrong(
                    "applicationData", "hex of 32 bytes", applicationData.length + " bytes");
        }
        return new Header(hash, id, Optional.of(applicationData));
    }

    private static Kind kind(String version) throws RefusedException {
        for (Kind kind : Kind.values()) {
            if (kind.version.equals(version)) {
                return kind;
            }
        }
        throw new RefusedException(
                Refusal.UNSUPPORTED_VERSION, "version EC_v1 or RSA_v1", "\"" + version + "\"");
    }

    /** Exactly the key that the version asks for; a token with both keys has two meanings. */
    private static byte[] key(Fields header, Kind kind) throws RefusedException {
        for (Kind other : Kind.values()) {
            if (other != kind && header.has(other.keyField)) {
                throw header.wrong(other.keyField, "absent in " + kind.version, "a value");
            }
        }
        byte[] key = Encoding.base64(header.text(kind.keyField), header.path(kind.keyField));
        switch (kind) {
            case EC -> P256.check(key, header.path(kind.keyField));
            case RSA -> {
                if (key.length < 256 || key.length > 512) {
                    throw header.wrong(
                            kind.keyField,
                            "an RSA ciphertext of 256 to 512 bytes",
                            key.length + " bytes");
                }
            }
        }
        return key;
    }

    private static byte[] decode(String text, String field, int bytesMax) throws RefusedException {
        byte[] decoded = Encoding.base64(text, field);
        if (decoded.length == 0 || decoded.length > bytesMax) {
            throw malformed(field + " of 1 to " + bytesMax + " bytes", decoded.length + " bytes");
        }
        return decoded;
    }

    /** SHA-256 over what the signature covers, in Apple's order. */
    byte[] contentDigest() {
        var digest = Encoding.sha256();
        digest.update(key);
        digest.update(data);
        digest.update(header.transactionId);
        header.applicationData.ifPresent(digest::update);
        return digest.digest();
    }

    private static RefusedException malformed(String expected, String got) {
        return new RefusedException(Refusal.MALFORMED_TOKEN, expected, got);
    }

    private static RefusedException simulated(String got) {
        return new RefusedException(Refusal.SIMULATED_TOKEN, "a token from a device", got);
    }
}
