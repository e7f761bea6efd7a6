package dev.handfast.applepay;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

import javax.crypto.KeyAgreement;

/**
 * Makes the vectors in {@code src/test/resources/vectors}, for what no genuine public token has.
 * Started by hand with the folder as argument; made once, they stay, so that a later change of
 * format is seen.
 */
final class VectorMaker {
    private static final byte[] APPLICATION_DATA = Encoding.ascii("order-4711");

    private VectorMaker() {}

    /** A case: its name, to whom, what, and whether with application data. */
    private record Case(
            String name, MerchantKey key, PaymentToken.Payment payment, boolean applicationData) {}

    public static void main(String[] args) throws IOException, GeneralSecurityException {
        Path folder = Path.of(args[0]);
        for (Case made : cases()) {
            write(folder.resolve(made.name), made, Fixtures.AUTHORITY.seal(request(made)));
        }
        Case zero =
                new Case(
                        "ec-secret-starts-with-zero", Fixtures.MERCHANT, Fixtures.payment(), false);
        String token = Fixtures.AUTHORITY.seal(request(zero));
        while (firstByteOfSecret(token) != 0) {
            token = Fixtures.AUTHORITY.seal(request(zero));
        }
        write(folder.resolve(zero.name), zero, token);
        Files.writeString(folder.resolve("root.pem"), Fixtures.AUTHORITY.rootPem());
    }

    private static List<Case> cases() {
        PaymentData threeDSecure =
                new PaymentData.ThreeDSecure(SecretBytes.of(new byte[40]), Optional.empty());
        PaymentData emv =
                new PaymentData.Emv(
                        SecretBytes.of(HexFormat.of().parseHex("9f2608a1b2c3d4e5f60718")),
                        Optional.of(SecretBytes.of(new byte[] {1, 2, 3, 4, 5, 6, 7, 8})));
        PaymentToken.Extras extras =
                new PaymentToken.Extras(
                        Optional.of("LIN EXAMPLE"),
                        Optional.of(
                                new MerchantToken(
                                        "merchant-token-1",
                                        Optional.of(
                                                new MerchantToken.Card(
                                                        Optional.of("CN"),
                                                        Optional.of("2029-02"),
                                                        Optional.of("0075"),
                                                        Optional.of("Card"),
                                                        Optional.empty())),
                                        List.of(
                                                new MerchantToken.Art(
                                                        "front",
                                                        "image/png",
                                                        "https://wallet.example/front.png")))),
                        List.of(
                                new AuthenticationResponse(
                                        "00ff", SecretBytes.of(new byte[20]), 250)));
        return List.of(
                new Case("ec-application-data", Fixtures.MERCHANT, Fixtures.payment(), true),
                new Case(
                        "ec-everything",
                        Fixtures.MERCHANT,
                        Fixtures.payment(threeDSecure, extras),
                        true),
                new Case(
                        "rsa-emv-with-pin",
                        Fixtures.RSA_MERCHANT,
                        Fixtures.payment(emv, PaymentToken.Extras.NONE),
                        false));
    }

    private static SealRequest request(Case made) {
        SealRequest request = SealRequest.of(made.key.certificate(), made.payment, Fixtures.NOW);
        return made.applicationData ? request.withApplicationData(APPLICATION_DATA) : request;
    }

    private static byte firstByteOfSecret(String token) throws GeneralSecurityException {
        try {
            KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
            agreement.init(Fixtures.MERCHANT.privateKey());
            byte[] key = SealedToken.read(token).key();
            agreement.doPhase(P256.publicKey(key, Crypto.platform()), true);
            return agreement.generateSecret()[0];
        } catch (RefusedException own) {
            throw new AssertionError("a token of our own is refused", own);
        }
    }

    private static void write(Path folder, Case made, String token) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("token.json"), token);
        Files.writeString(folder.resolve("certificate.pem"), Pem.write(made.key.certificate()));
        Files.writeString(folder.resolve("private_key.pem"), Pem.write(made.key.privateKey()));
        JsonObject expected =
                new JsonObject()
                        .text("signedAt", Fixtures.NOW.toString())
                        .text(
                                "plaintext",
                                new String(
                                        PaymentWriter.write(made.payment),
                                        java.nio.charset.StandardCharsets.UTF_8));
        if (made.applicationData) {
            expected.text("applicationData", Encoding.hex(APPLICATION_DATA));
        }
        Files.writeString(folder.resolve("expected.json"), expected.write() + "\n");
    }
}
