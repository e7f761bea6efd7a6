package dev.handfast.bench;

import dev.handfast.app.Core;
import dev.handfast.engine.Engine;
import dev.handfast.ledger.AuditReport;
import dev.handfast.ledger.LedgerAudit;
import dev.handfast.merchantapi.ApiParts;
import dev.handfast.merchantapi.MerchantAnnouncer;
import dev.handfast.merchants.GatewayApps;
import dev.handfast.merchants.Mode;
import dev.handfast.merchants.WebhookEndpoints;
import dev.handfast.opengateway.GatewayAnnouncer;
import dev.handfast.payments.Audit;
import dev.handfast.secrets.KeyRing;
import dev.handfast.secrets.Vault;
import dev.handfast.sql.Database;
import dev.handfast.sql.DatabaseConfig;
import dev.handfast.sql.EmbeddedPostgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/**
 * A server's data folder, opened in this process without the server: to prepare what the server
 * will find, to measure what lies below the edges, and to audit what it left.
 */
final class House implements AutoCloseable {
    private final EmbeddedPostgres postgres;
    private final Database database;
    private final Core core;

    private House(EmbeddedPostgres postgres, Database database, Core core) {
        this.postgres = postgres;
        this.database = database;
        this.core = core;
    }

    /** Opens the folder, which is made where there is none. */
    static House open(Path data, Engine.Options options) throws IOException {
        Files.createDirectories(data);
        KeyRing keys = KeyRing.open(data.resolve("keyring"));
        EmbeddedPostgres postgres = EmbeddedPostgres.start(data.resolve("postgres"), text -> {});
        try {
            Database database = Database.open(postgres.config());
            database.migrate();
            return new House(postgres, database, core(database, keys, options));
        } catch (Throwable failure) {
            postgres.close();
            throw failure;
        }
    }

    private static Core core(Database database, KeyRing keys, Engine.Options options) {
        InstantSource clock = InstantSource.system();
        var settings =
                new ApiParts.Settings(
                        Mode.TEST, "https://docs.example/errors", keys, "https://pay.example");
        var ids = new dev.handfast.engine.Ids(clock);
        var endpoints = new WebhookEndpoints(database, new Vault(keys), clock, ids);
        return new Core(
                new Core.Ground(database, keys, clock, options),
                List.of(
                        new MerchantAnnouncer(settings, endpoints),
                        new GatewayAnnouncer(app -> GatewayApps.RefundNews.TOLD)),
                tokens -> List.of());
    }

    Core core() {
        return core;
    }

    Database database() {
        return database;
    }

    /** Proves the books. */
    AuditReport audit() {
        return Audit.run(database, Core.seal(core.keys()));
    }

    /** Proves the journal and the balances alone, where transfers belong to no payments. */
    AuditReport auditLedger() {
        return database.read(
                tx -> {
                    AuditReport.Notes notes = new AuditReport.Notes();
                    LedgerAudit.run(tx, notes, Optional.of(Core.seal(core.keys())));
                    return notes.report();
                });
    }

    /**
     * Does now what PostgreSQL does by itself in the minutes after so many rows have come: looks
     * over them for its planner, marks the settled ones, and writes them to their files.
     */
    void settle() throws SQLException {
        DatabaseConfig config = postgres.config();
        Properties login = new Properties();
        login.setProperty("user", config.user());
        config.password().use(password -> login.setProperty("password", password));
        try (Connection connection = DriverManager.getConnection(config.url(), login);
                Statement statement = connection.createStatement()) {
            statement.execute("vacuum (analyze)");
            statement.execute("checkpoint");
        }
    }

    @Override
    public void close() {
        core.close();
        database.close();
        postgres.close();
    }
}
