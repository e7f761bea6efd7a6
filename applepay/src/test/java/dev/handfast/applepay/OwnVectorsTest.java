package dev.handfast.applepay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Vectors of our own, sealed once and kept: tokens of yesterday open tomorrow. */
class OwnVectorsTest {
    private static final Path FOLDER = Path.of("src", "test", "resources", "vectors");

    @TestFactory
    Stream<DynamicTest> opens_kept_tokens_with_either_provider() throws IOException {
        List<Path> cases;
        try (Stream<Path> children = Files.list(FOLDER)) {
            cases = children.filter(Files::isDirectory).sorted().toList();
        }
        assertEquals(4, cases.size());
        return cases.stream()
                .map(path -> DynamicTest.dynamicTest(path.toString(), () -> check(path)));
    }

    private static void check(Path path) throws IOException, RefusedException {
        MerchantKey key =
                MerchantKey.load(
                        Files.readString(path.resolve("private_key.pem")),
                        Files.readString(path.resolve("certificate.pem")));
        Fields expected =
                Fields.of(
                        JsonReader.read(
                                Files.readString(path.resolve("expected.json")),
                                Refusal.MALFORMED_TOKEN),
                        "",
                        Refusal.MALFORMED_TOKEN);
        Instant signedAt = Instant.parse(expected.text("signedAt"));
        Expectation expectation = Expectation.of(1000, "840");
        Optional<String> applicationData = expected.optionalText("applicationData");
        if (applicationData.isPresent()) {
            expectation =
                    expectation.applicationData(HexFormat.of().parseHex(applicationData.get()));
        }
        String root = Files.readString(FOLDER.resolve("root.pem"));
        String token = Files.readString(path.resolve("token.json"));
        TokenOpener.Builder builder = TokenOpener.builder().trust(Pem.certificate(root)).key(key);
        for (TokenOpener opener : List.of(builder.build(), builder.platformProviders().build())) {
            PaymentToken opened = Fixtures.opened(opener.open(token, expectation, signedAt));
            assertEquals(
                    PaymentReader.read(Encoding.utf8(expected.text("plaintext"))),
                    opened.payment());
            assertEquals(signedAt, opened.signedAt());
        }
    }
}
