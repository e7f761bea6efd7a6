package dev.handfast.applepay;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/**
 * Everything that reads what a stranger sent, for a coverage-guided fuzzer: the first byte chooses
 * the reader, the rest is its input. A reader may answer or refuse; anything else that it throws is
 * a finding. The profile {@code fuzz} starts Jazzer on it; {@link TokenFuzzTest} runs the corpus.
 */
public final class TokenFuzz {
    private static final Path VECTORS = Path.of("src", "test", "resources", "vectors");
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final TokenOpener OPENER = opener();

    private TokenFuzz() {}

    private static TokenOpener opener() {
        try {
            Path folder = VECTORS.resolve("ec-application-data");
            return TokenOpener.builder()
                    .trust(Pem.certificate(Files.readString(VECTORS.resolve("root.pem"))))
                    .key(
                            MerchantKey.load(
                                    Files.readString(folder.resolve("private_key.pem")),
                                    Files.readString(folder.resolve("certificate.pem"))))
                    .build();
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    /** The readers, in the order of their first bytes. */
    static final List<String> READERS =
            List.of("token", "cms", "payload", "certificate", "pem", "event", "request");

    /** The name and signature that Jazzer looks for. */
    public static void fuzzerTestOneInput(byte[] data) {
        if (data.length == 0) {
            return;
        }
        byte[] bytes = Arrays.copyOfRange(data, 1, data.length);
        String text = new String(bytes, StandardCharsets.UTF_8);
        try {
            switch (READERS.get((data[0] & 0xff) % READERS.size())) {
                case "token" -> OPENER.open(text, Expectation.of(1000, "840"), NOW);
                case "cms" -> Cms.read(bytes);
                case "payload" -> PaymentReader.read(bytes);
                case "certificate" -> Pem.certificate(bytes);
                case "pem" -> Pem.privateKey(text);
                case "event" -> MerchantTokenEvent.read(text);
                default -> SigningRequest.verifiedKey(text);
            }
        } catch (RefusedException | CredentialException refused) {
            // A refusal is an answer.
        }
    }
}
