package dev.handfast.sql;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.postgresql.ds.PGSimpleDataSource;

import java.sql.Connection;
import java.sql.SQLException;

/** Brings the tables up to date, on a connection of its own that may take as long as it needs. */
final class Migrations {
    private static final int SERVER_MAJOR_MIN = 15;

    private Migrations() {}

    static void run(DatabaseConfig config) {
        var source = new PGSimpleDataSource();
        source.setUrl(config.url());
        source.setUser(config.user());
        config.password()
                .use(
                        password -> {
                            source.setPassword(password);
                            return null;
                        });
        source.setApplicationName("handfast migration");
        source.setTcpKeepAlive(true);
        source.setConnectTimeout(Math.toIntExact(config.timeouts().connect().toSeconds()));
        refuseOldServer(source);
        try {
            Flyway.configure()
                    .dataSource(source)
                    .locations("classpath:db/migration")
                    .validateMigrationNaming(true)
                    .placeholderReplacement(false)
                    .load()
                    .migrate();
        } catch (FlywayException failure) {
            throw new SqlBug("the tables could not be brought up to date", failure);
        }
    }

    private static void refuseOldServer(PGSimpleDataSource source) {
        try (Connection connection = source.getConnection()) {
            int major = connection.getMetaData().getDatabaseMajorVersion();
            if (major < SERVER_MAJOR_MIN) {
                throw new UnsupportedOperationException(tooOld(major));
            }
        } catch (SQLException failure) {
            throw new DatabaseUnavailable(
                    "no connection to the database: " + failure.getMessage(), failure);
        }
    }

    static String tooOld(int major) {
        return "database server: must be PostgreSQL %d or newer, got %d"
                .formatted(SERVER_MAJOR_MIN, major);
    }
}
