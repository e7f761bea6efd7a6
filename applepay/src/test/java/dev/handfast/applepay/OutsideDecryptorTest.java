package dev.handfast.applepay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Sealed tokens decrypted by a library nobody here wrote, in another language: the npm package of
 * src/test/npm. Where there is no {@code npm} there are no cases; a build machine (CI set) has one.
 */
class OutsideDecryptorTest {
    private static final Path SOURCES = Path.of("src", "test", "npm");
    private static final Path FOLDER = Path.of("target", "npm");
    private static final long PATIENCE_SECONDS = 120;

    @TestFactory
    Stream<DynamicTest> decrypts_what_we_sealed() {
        boolean present = Stream.of("npm", "node").allMatch(OutsideDecryptorTest::isOnPath);
        assertNotEquals(
                List.of(true, false),
                List.of("true".equals(System.getenv("CI")), present),
                "a build machine has node and npm");
        return present
                ? Stream.of(
                        DynamicTest.dynamicTest(
                                "both versions, with and without optional parts",
                                OutsideDecryptorTest::decryptAll))
                : Stream.empty();
    }

    private static boolean isOnPath(String program) {
        return Stream.of(
                        Optional.ofNullable(System.getenv("PATH"))
                                .orElse("")
                                .split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    private static void decryptAll() throws Exception {
        PaymentData emv =
                new PaymentData.Emv(
                        SecretBytes.of(new byte[] {1, 2, 3}),
                        Optional.of(SecretBytes.of(new byte[] {4, 5})));
        PaymentToken.Extras token =
                new PaymentToken.Extras(
                        Optional.of("ZOË EXAMPLE"),
                        Optional.of(new MerchantToken("mt-1", Optional.empty(), List.of())),
                        List.of());
        List<PaymentToken.Payment> payments =
                List.of(Fixtures.payment(), Fixtures.payment(emv, token));
        List<JsonObject> cases = new ArrayList<>();
        List<PaymentToken.Payment> sealed = new ArrayList<>();
        for (MerchantKey key : List.of(Fixtures.MERCHANT, Fixtures.RSA_MERCHANT)) {
            for (PaymentToken.Payment payment : payments) {
                SealRequest request =
                        SealRequest.of(key.certificate(), payment, Fixtures.NOW)
                                .withApplicationData(new byte[] {7});
                cases.add(
                        new JsonObject()
                                .text("certificatePem", Pem.write(key.certificate()))
                                .text("privateKeyPem", Pem.write(key.privateKey()))
                                .put("token", bare(Fixtures.AUTHORITY.seal(request))));
                sealed.add(payment);
            }
        }
        List<String> lines =
                decrypted(
                        JsonWriter.write(
                                new Json.Values(cases.stream().map(JsonObject::json).toList())));
        assertEquals(sealed.size(), lines.size());
        for (int i = 0; i < lines.size(); i++) {
            assertEquals(
                    sealed.get(i),
                    PaymentReader.read(lines.get(i).getBytes(StandardCharsets.UTF_8)));
        }
    }

    private static JsonObject bare(String token) throws RefusedException {
        JsonObject object = new JsonObject();
        if (JsonReader.read(token, Refusal.MALFORMED_TOKEN)
                instanceof Json.Members(Map<String, Json> members)) {
            members.forEach(object::put);
        }
        return object;
    }

    private static List<String> decrypted(String cases) throws Exception {
        Files.createDirectories(FOLDER);
        for (String file : List.of("package.json", "package-lock.json", "decrypt.js")) {
            Files.copy(
                    SOURCES.resolve(file),
                    FOLDER.resolve(file),
                    java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        }
        Files.writeString(FOLDER.resolve("cases.json"), cases);
        run("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund");
        return run("node", "decrypt.js", "cases.json").lines().toList();
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(command)
                        .directory(FOLDER.toFile())
                        .redirectErrorStream(true)
                        .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), output);
        assertEquals(0, process.exitValue(), output);
        return output;
    }
}
