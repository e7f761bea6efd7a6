package dev.handfast.app;

import dev.handfast.secrets.KeyRing;
import dev.handfast.sql.Database;
import dev.handfast.sql.DatabaseConfig;
import dev.handfast.sql.EmbeddedPostgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/** The database, embedded or given, and the key ring, opened and ready. */
final class Ground implements AutoCloseable {
    private final Optional<EmbeddedPostgres> embedded;
    private final Database database;
    private final KeyRing keys;

    private Ground(Optional<EmbeddedPostgres> embedded, Database database, KeyRing keys) {
        this.embedded = embedded;
        this.database = database;
        this.keys = keys;
    }

    /** Opens the ground; what it does meanwhile is told to {@code progress}. */
    static Ground open(Settings settings, Consumer<String> progress) {
        Path folder = folder(settings.data());
        KeyRing keys = KeyRing.open(folder.resolve("keyring"));
        if (settings.databaseUrl().isPresent()) {
            DatabaseConfig config =
                    DatabaseConfig.of(
                            settings.databaseUrl().get(),
                            settings.databaseUser(),
                            settings.databasePassword());
            return new Ground(Optional.empty(), belonging(migrated(config), keys), keys);
        }
        EmbeddedPostgres postgres = EmbeddedPostgres.start(folder.resolve("postgres"), progress);
        try {
            Database database = belonging(migrated(postgres.config()), keys);
            return new Ground(Optional.of(postgres), database, keys);
        } catch (Throwable failure) {
            postgres.close();
            throw failure;
        }
    }

    Database database() {
        return database;
    }

    KeyRing keys() {
        return keys;
    }

    /** What the database is, for people. */
    String description() {
        return embedded.map(postgres -> "embedded PostgreSQL on port " + postgres.port())
                .orElse("PostgreSQL at the given address");
    }

    /** The process id of the embedded server, for tests that kill it. */
    Optional<Long> postgresPid() {
        return embedded.map(EmbeddedPostgres::pid);
    }

    @Override
    public void close() {
        database.close();
        embedded.ifPresent(EmbeddedPostgres::close);
    }

    private static Database migrated(DatabaseConfig config) {
        Database database = Database.open(config);
        try {
            database.migrate();
            return database;
        } catch (Throwable failure) {
            database.close();
            throw failure;
        }
    }

    /** The database, if its secrets were sealed under this ring; a lost ring is not replaced. */
    private static Database belonging(Database database, KeyRing keys) {
        String mark =
                database.transact(
                        tx -> {
                            tx.update(
                                    """
                                    insert into installation_mark (name, value)
                                    values ('key-ring', ?) on conflict do nothing
                                    """,
                                    keys.fingerprint());
                            return tx.queryOne(
                                            """
                                            select value from installation_mark
                                            where name = 'key-ring'
                                            """,
                                            row -> row.text("value"))
                                    .orElseThrow();
                        });
        if (!mark.equals(keys.fingerprint())) {
            database.close();
            throw new IllegalArgumentException(
                    "the key ring in --data is not the one this database was set up with: its"
                            + " mark is %s, the database expects %s; put the right file in place"
                                    .formatted(keys.fingerprint(), mark));
        }
        return database;
    }

    private static Path folder(Path data) {
        try {
            return Files.createDirectories(data);
        } catch (IOException e) {
            throw new UncheckedIOException("--data is a folder that can be made, got " + data, e);
        }
    }
}
