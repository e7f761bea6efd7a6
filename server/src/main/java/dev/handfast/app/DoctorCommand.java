package dev.handfast.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.handfast.applepay.CredentialException;
import dev.handfast.applepay.Doctor;
import dev.handfast.applepay.Pem;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Looks at Apple Pay credentials and says in plain words what fits and what does not. */
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
