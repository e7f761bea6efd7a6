package dev.handfast.app;

import dev.handfast.applepay.Doctor;
import dev.handfast.applepay.Pem;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.io.UncheckedIOException;
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

    @Command(name = "doctor", description = "says what fits and what does not")
    int doctor(
            @Option(names = "--key", paramLabel = "FILE", required = true) Path key,
            @Option(names = "--certificate", paramLabel = "FILE", required = true) Path certificate,
            @Option(names = "--token", paramLabel = "FILE") Optional<Path> token,
            @Option(
                            names = "--root",
                            paramLabel = "FILE",
                            description = "who may sign tokens, as PEM; may be given again")
                    List<Path> roots) {
        List<X509Certificate> trusted =
                roots == null ? List.of() : roots.stream().map(DoctorCommand::certificate).toList();
        Doctor.Report report =
                Doctor.examine(
                        new Doctor.Case(
                                text(key),
                                text(certificate),
                                token.map(DoctorCommand::text),
                                trusted),
                        InstantSource.system().instant());
        System.out.print(report.text());
        return report.healthy() ? 0 : WRONG;
    }

    private static X509Certificate certificate(Path file) {
        return Pem.certificate(text(file));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }
}
