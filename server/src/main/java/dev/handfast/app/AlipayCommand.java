package dev.handfast.app;

import dev.handfast.alipay.SignatureDoctor;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;

/** Examines messages of the Alipay dialect. */
@Command(name = "alipay", description = "requests and notifications of the Alipay Open API")
final class AlipayCommand {
    private static final int WRONG = 1;

    @Command(
            name = "doctor",
            description = {
                "says which text of a message is signed, and whether a key has signed it",
                "A message is a whole HTTP request, or only its query, its form, or an order"
                        + " string."
            })
    int doctor(
            @Option(names = "--message", paramLabel = "FILE", required = true) Path message,
            @Option(
                            names = "--key",
                            paramLabel = "FILE",
                            required = true,
                            description = "the sender's public key or certificate, PEM or Base64")
                    Path key) {
        SignatureDoctor.Report report =
                SignatureDoctor.examine(
                        bytes(message),
                        new String(bytes(key), StandardCharsets.UTF_8),
                        InstantSource.system().instant());
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        out.print(report.text());
        return report.healthy() ? 0 : WRONG;
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot read " + file, e);
        }
    }
}
