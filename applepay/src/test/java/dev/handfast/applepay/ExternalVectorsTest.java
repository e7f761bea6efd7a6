package dev.handfast.applepay;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

import javax.crypto.Cipher;

/**
 * Genuine tokens that may not be copied into this project, from the folder {@code applepay} in
 * {@code HANDFAST_VECTORS}; without that variable there are no cases. Each case is a folder with
 * {@code token.json}, {@code certificate.pem}, {@code private_key.pem} and {@code expected.json}.
 */
class ExternalVectorsTest {
    private static final DateTimeFormatter OPENSSL_TIME =
            DateTimeFormatter.ofPattern("MMM d HH:mm:ss yyyy z", Locale.ROOT);

    private static Optional<Path> folder() {
        return Optional.ofNullable(System.getenv("HANDFAST_VECTORS"))
                .map(root -> Path.of(root, "applepay"))
                .filter(Files::isDirectory);
    }

    private static List<Path> cases(String file) {
        if (folder().isEmpty()) {
            return List.of();
        }
        try (Stream<Path> children = Files.list(folder().get())) {
            return children.filter(child -> Files.exists(child.resolve(file))).sorted().toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @TestFactory
    Stream<DynamicTest> opens_or_refuses_genuine_tokens_as_expected() {
        return cases("token.json").stream()
                .map(path -> DynamicTest.dynamicTest(name(path), () -> checkToken(path)));
    }

    private static String name(Path path) {
        return String.valueOf(path.getFileName());
    }

    private static void checkToken(Path path) throws IOException, RefusedException {
        Fields expected = fields(path.resolve("expected.json"));
        for (String keyFile : List.of("private_key.pem", "private_key.pkcs8.pem")) {
            MerchantKey key =
                    MerchantKey.load(
                            Files.readString(path.resolve(keyFile)),
                            Files.readString(path.resolve("certificate.pem")));
            assertEquals(expected.text("certSpkiSha256Base64"), key.publicKeyHash());
            assertEquals(Optional.of(expected.text("merchantIdSha256Hex")), key.merchantIdHash());
            assertEquals(expected.optionalText("merchantId"), key.merchantId());
            checkOpening(Files.readString(path.resolve("token.json")), key, expected);
        }
    }

    private static void checkOpening(String json, MerchantKey key, Fields expected)
            throws IOException, RefusedException {
        String root = Files.readString(folder().orElseThrow().resolve("AppleRootCA-G3.pem"));
        TokenOpener opener = TokenOpener.builder().trustApple(root).key(key).build();
        Instant signedAt =
                Instant.from(
                        OPENSSL_TIME.parse(
                                expected.object("signature")
                                        .text("signingTimeUtc")
                                        .replaceAll(" +", " ")));
        Opening opening = opener.open(json, Expectation.nothing(), signedAt);
        if (expected.member("decrypts").equals(Optional.of(Json.Literal.TRUE))) {
            PaymentToken token = Fixtures.opened(opening);
            byte[] plaintext = expected.text("plaintext").getBytes(StandardCharsets.UTF_8);
            assertEquals(PaymentReader.read(plaintext), token.payment());
            assertEquals(signedAt, token.signedAt());
        } else {
            assertEquals(Refusal.UNKNOWN_PUBLIC_KEY, Fixtures.refused(opening).why());
        }
        assertEquals(
                Refusal.SIGNING_TIME_OUT_OF_WINDOW,
                Fixtures.refused(
                                opener.open(json, Expectation.nothing(), signedAt.plusSeconds(301)))
                        .why());
        TokenOpener ofOthers =
                TokenOpener.builder().trust(Fixtures.AUTHORITY.root()).key(key).build();
        assertEquals(
                Refusal.UNTRUSTED_SIGNER,
                Fixtures.refused(ofOthers.open(json, Expectation.nothing(), signedAt)).why());
    }

    @TestFactory
    Stream<DynamicTest> derives_the_key_of_a_shared_secret() {
        return cases("vector.json").stream()
                .map(path -> DynamicTest.dynamicTest(name(path), () -> checkDerivation(path)));
    }

    private static void checkDerivation(Path path)
            throws IOException, RefusedException, GeneralSecurityException {
        Fields vector = fields(path.resolve("vector.json"));
        byte[] secret = hex(vector.text("sharedSecretHex"));
        byte[] otherInfo = Base64.getDecoder().decode(vector.text("kdfOtherInfoBase64"));
        byte[] partyV = Arrays.copyOfRange(otherInfo, otherInfo.length - 32, otherInfo.length);
        byte[] key = TokenCipher.derive(secret, partyV);
        assertEquals(vector.text("symmetricKeyBase64"), Encoding.base64(key));
        byte[] data = Base64.getDecoder().decode(vector.text("encryptedDataBase64"));
        byte[] plaintext = new TokenCipher(Crypto.fastest()).gcm(Cipher.DECRYPT_MODE, key, data);
        assertEquals(
                vector.text("expectedPlaintext"), new String(plaintext, StandardCharsets.UTF_8));
    }

    @TestFactory
    Stream<DynamicTest> decrypts_under_a_known_key() {
        return cases("token_data_base64.txt").stream()
                .map(path -> DynamicTest.dynamicTest(name(path), () -> checkCipher(path)));
    }

    private static void checkCipher(Path path)
            throws IOException, RefusedException, GeneralSecurityException {
        byte[] key = hex(Files.readString(path.resolve("key_hex.txt")).strip());
        byte[] data =
                Base64.getDecoder()
                        .decode(Files.readString(path.resolve("token_data_base64.txt")).strip());
        byte[] plaintext = new TokenCipher(Crypto.fastest()).gcm(Cipher.DECRYPT_MODE, key, data);
        String expected = fields(path.resolve("expected.json")).text("plaintext");
        assertArrayEquals(expected.getBytes(StandardCharsets.UTF_8), plaintext);
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }

    private static Fields fields(Path path) throws IOException, RefusedException {
        return Fields.of(
                JsonReader.read(Files.readString(path), Refusal.MALFORMED_TOKEN),
                "",
                Refusal.MALFORMED_TOKEN);
    }
}
