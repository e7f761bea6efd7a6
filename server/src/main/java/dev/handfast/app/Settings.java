package dev.handfast.app;

import dev.handfast.applepay.Pem;
import dev.handfast.engine.Engine;
import dev.handfast.secrets.SecretText;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/** The options that say where a Handfast runs and on what. */
final class Settings {
    private static final String PASSWORD_VARIABLE = "HANDFAST_DATABASE_PASSWORD";
    private static final int PORT_MAX = 65_535;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "8080",
            description = "where to listen; 0 takes a free one (${DEFAULT-VALUE})")
    private int port;

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = "the address to bind; 0.0.0.0 for all (${DEFAULT-VALUE})")
    private String host = "127.0.0.1";

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "data",
            description = "keys, and the embedded database (${DEFAULT-VALUE})")
    private Path data = Path.of("data");

    @Option(
            names = "--database-url",
            paramLabel = "URL",
            description =
                    "a PostgreSQL 15 to 18 instead of the embedded one, such as"
                            + " jdbc:postgresql://host:5432/handfast; its password is taken from "
                            + PASSWORD_VARIABLE)
    private Optional<String> databaseUrl = Optional.empty();

    @Option(
            names = "--database-user",
            paramLabel = "NAME",
            defaultValue = "handfast",
            description = "the role to connect as (${DEFAULT-VALUE})")
    private String databaseUser = "handfast";

    @Option(
            names = "--public-url",
            paramLabel = "URL",
            description =
                    "how others reach this server; http://localhost:PORT where it is not given")
    private Optional<String> publicUrl = Optional.empty();

    @Option(
            names = "--apple-root",
            paramLabel = "FILE",
            description = "Apple Root CA - G3 as PEM, to accept tokens of real devices")
    private Optional<Path> appleRoot = Optional.empty();

    @Option(
            names = "--lanes",
            paramLabel = "N",
            defaultValue = "2",
            description = "how many batches may run at the same time, 1 to 64 (${DEFAULT-VALUE})")
    private int lanes;

    /** Where to listen. */
    int port() {
        if (port < 0 || port > PORT_MAX) {
            throw refuse("--port is 0 to 65535, got " + port);
        }
        return port;
    }

    String host() {
        return host;
    }

    Path data() {
        return data;
    }

    Optional<String> databaseUrl() {
        return databaseUrl;
    }

    String databaseUser() {
        return databaseUser;
    }

    /** The database's password, from the environment: a command line can be read by others. */
    SecretText databasePassword() {
        String value = System.getenv(PASSWORD_VARIABLE);
        return SecretText.of(value == null ? "" : value);
    }

    Optional<String> publicUrl() {
        return publicUrl;
    }

    /** The roots that may sign tokens of real devices. */
    List<X509Certificate> appleRoots() {
        return appleRoot.map(file -> List.of(certificate(file))).orElse(List.of());
    }

    private X509Certificate certificate(Path file) {
        try {
            return Pem.certificate(Files.readString(file));
        } catch (IOException | IllegalArgumentException e) {
            throw refuse("--apple-root is a PEM certificate, got %s: %s".formatted(file, e));
        }
    }

    Engine.Options engine() {
        if (lanes < 1 || lanes > Engine.Options.LANES_MAX) {
            throw refuse("--lanes is 1 to 64, got " + lanes);
        }
        Engine.Options usual = Engine.Options.standard();
        return new Engine.Options(lanes, usual.batch(), usual.waiting(), usual.patience());
    }

    private ParameterException refuse(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
