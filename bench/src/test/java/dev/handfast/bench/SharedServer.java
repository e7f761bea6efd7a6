package dev.handfast.bench;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.handfast.ledger.AuditReport;
import dev.handfast.payments.Audit;
import dev.handfast.secrets.KeyRing;
import dev.handfast.secrets.LookupHash;
import dev.handfast.sql.Database;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A server in a process of its own, shared by the tests that leave it as they found it. */
final class SharedServer implements AutoCloseable {
    private static final long TOP_UP_MINOR = 100_000_000;

    private final Path data;
    private final ServerProcess server;
    private final Shop shop;
    private final Database database;

    private SharedServer(Path folder) throws IOException {
        data = folder.resolve("data");
        server = ServerProcess.start(ServerProcess.Launch.small(data));
        shop = new Shop(new Client(server.base()));
        shop.topUp("Lin", TOP_UP_MINOR);
        database = Database.open(server.database());
    }

    /** A fresh folder under {@code target}, kept for whoever looks for what went wrong. */
    static Path folder(String name) {
        try {
            Path parent = Files.createDirectories(Path.of("target", "servers").toAbsolutePath());
            return Files.createTempDirectory(parent, name + "-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ServerProcess server() {
        return server;
    }

    Shop shop() {
        return shop;
    }

    /** The server's database, beside the server. */
    Database database() {
        return database;
    }

    /** The files of the server's PostgreSQL. */
    Path files() {
        return data.resolve("postgres").resolve("postgres");
    }

    void audit() {
        audit(database, data);
    }

    /** Proves the books, whose keys lie in that folder. */
    static void audit(Database database, Path data) {
        KeyRing keys = KeyRing.open(data.resolve("keyring"));
        AuditReport report = Audit.run(database, LookupHash.of(keys, "journal-head")::hash);
        assertTrue(report.clean(), () -> String.join("\n", report.lines()));
    }

    @Override
    public void close() {
        database.close();
        server.close();
    }

    /** Gives a test the one server of the run, and proves its books after every test. */
    static final class Extension implements ParameterResolver, AfterEachCallback {
        private static final ExtensionContext.Namespace OURS =
                ExtensionContext.Namespace.create(SharedServer.class);

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType().equals(SharedServer.class);
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return house(context);
        }

        @Override
        public void afterEach(ExtensionContext context) {
            house(context).audit();
        }

        private static SharedServer house(ExtensionContext context) {
            return context.getRoot()
                    .getStore(OURS)
                    .computeIfAbsent(SharedServer.class, ignored -> open(), SharedServer.class);
        }

        private static SharedServer open() {
            try {
                return new SharedServer(folder("shared"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
