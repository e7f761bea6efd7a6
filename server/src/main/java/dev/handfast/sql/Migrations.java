package dev.handfast.sql;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.postgresql.ds.PGSimpleDataSource;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** Brings the tables up to date, on a connection of its own that may take as long as it needs. */
final class Migrations {
    private static final String SCRIPTS = "db/migration";
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
        Optional<MigrationMark> mark = MigrationMark.of(SCRIPTS);
        if (!upToDate(source, mark)) {
            migrate(source);
            mark.ifPresent(done -> set(done, source));
        }
    }

    private static void migrate(PGSimpleDataSource source) {
        try {
            Flyway.configure()
                    .dataSource(source)
                    .locations("classpath:" + SCRIPTS)
                    .validateMigrationNaming(true)
                    .placeholderReplacement(false)
                    .load()
                    .migrate();
        } catch (FlywayException failure) {
            throw new SqlBug("the tables could not be brought up to date", failure);
        }
    }

    private static boolean upToDate(PGSimpleDataSource source, Optional<MigrationMark> mark) {
        try (Connection connection = source.getConnection()) {
            int major = connection.getMetaData().getDatabaseMajorVersion();
            if (major < SERVER_MAJOR_MIN) {
                throw new UnsupportedOperationException(tooOld(major));
            }
            return mark.isPresent() && mark.get().stands(connection);
        } catch (SQLException failure) {
            throw new DatabaseUnavailable(
                    "no connection to the database: " + failure.getMessage(), failure);
        }
    }

    private static void set(MigrationMark mark, PGSimpleDataSource source) {
        try (Connection connection = source.getConnection()) {
            mark.set(connection);
        } catch (SQLException failure) {
            throw new DatabaseUnavailable(
                    "the migrations ran, but their mark was not set: " + failure.getMessage(),
                    failure);
        }
    }

    static String tooOld(int major) {
        return "database server: must be PostgreSQL %d or newer, got %d"
                .formatted(SERVER_MAJOR_MIN, major);
    }
}
