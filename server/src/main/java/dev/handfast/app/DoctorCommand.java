package dev.handfast.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.handfast.acceptance.ApplePayIdentities;
import dev.handfast.acceptance.ApplePayIdentity;
import dev.handfast.acceptance.MerchantIdentities;
import dev.handfast.applepay.CredentialException;
import dev.handfast.applepay.Doctor;
import dev.handfast.applepay.MerchantKey;
import dev.handfast.applepay.Pem;
import dev.handfast.merchants.Merchants;
import dev.handfast.secrets.Vault;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Examines Apple Pay credentials, and registers them. */
@Command(name = "applepay", description = "Apple Pay keys, certificates and tokens")
final class DoctorCommand {
    private static final int WRONG = 1;

    /**
     * The password of a PKCS#12 store or an encrypted key; a command line can be read by others.
     */
    private static final String PASSWORD_VARIABLE = "HANDFAST_KEY_PASSWORD";

    @Command(
            name = "doctor",
            description = {
                "says what fits and what does not between a key, a certificate and a token",
                "Files may be PEM, DER, Base64 or PKCS#12; their password is taken from "
                        + PASSWORD_VARIABLE
            })
    int doctor(
            @Option(names = "--key", paramLabel = "FILE", required = true) Path key,
            @Option(names = "--certificate", paramLabel = "FILE", required = true) Path certificate,
            @Option(names = "--token", paramLabel = "FILE") Optional<Path> token,
            @Option(
                            names = "--root",
                            paramLabel = "FILE",
                            description = "who may sign tokens; may be given again")
                    List<Path> roots) {
        List<X509Certificate> trusted =
                roots == null
                        ? List.of()
                        : roots.stream().map(file -> Pem.certificate(keyMaterial(file))).toList();
        Doctor.Report report =
                Doctor.examine(
                        new Doctor.Case(
                                keyMaterial(key),
                                keyMaterial(certificate),
                                token.map(file -> new String(bytes(file), UTF_8)),
                                trusted),
                        InstantSource.system().instant());
        System.out.print(report.text());
        return report.healthy() ? 0 : WRONG;
    }

    @Command(
            name = "add",
            description = {
                "registers a merchant's payment processing or merchant identity certificate,"
                        + " whichever it is",
                "A running server follows within seconds. The embedded database is one server's"
                        + " alone: stop that first."
            })
    int add(
            @Mixin Settings settings,
            @Option(names = "--merchant", paramLabel = "ID", required = true) UUID merchant,
            @Option(names = "--key", paramLabel = "FILE", required = true) Path key,
            @Option(names = "--certificate", paramLabel = "FILE", required = true)
                    Path certificate) {
        X509Certificate read = Pem.certificate(keyMaterial(certificate));
        MerchantKey joined = MerchantKey.of(Pem.privateKey(keyMaterial(key)), read);
        try (Ground ground = Ground.open(settings, line -> System.err.println(line))) {
            if (new Merchants(ground.database(), InstantSource.system()).find(merchant).isEmpty()) {
                throw new IllegalArgumentException(
                        "--merchant is one that is known, got " + merchant);
            }
            System.out.println(register(ground, merchant, joined, keyMaterial(key)));
        }
        return 0;
    }

    private static String register(Ground ground, UUID merchant, MerchantKey key, String keyText) {
        String identifier =
                key.merchantId()
                        .orElseThrow(
                                () ->
                                        new IllegalArgumentException(
                                                "--certificate names no merchant id"));
        PrivateKey privateKey = Pem.privateKey(keyText);
        Vault vault = new Vault(ground.keys());
        if (Doctor.isMerchantIdentity(key.certificate())) {
            new MerchantIdentities(ground.database(), vault)
                    .register(
                            new MerchantIdentities.Identity(
                                    merchant, identifier, privateKey, key.certificate()));
            return "Sessions for " + identifier + " are asked for with it.";
        }
        new ApplePayIdentities(ground.database(), vault)
                .register(new ApplePayIdentity(merchant, identifier, key), Pem.write(privateKey));
        return "Tokens for " + identifier + " are opened with it.";
    }

    private static String keyMaterial(Path file) {
        Optional<char[]> password =
                Optional.ofNullable(System.getenv(PASSWORD_VARIABLE)).map(String::toCharArray);
        try {
            return Pem.text(bytes(file), password);
        } catch (CredentialException unreadable) {
            throw new IllegalArgumentException(
                    "%s: %s; a password is taken from %s"
                            .formatted(file, unreadable.finding(), PASSWORD_VARIABLE),
                    unreadable);
        }
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot read " + file, e);
        }
    }
}
