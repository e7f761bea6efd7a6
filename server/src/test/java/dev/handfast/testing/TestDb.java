package dev.handfast.testing;

import dev.handfast.sql.Database;
import dev.handfast.sql.DatabaseConfig;
import dev.handfast.sql.EmbeddedPostgres;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * A PostgreSQL server for the tests of this run, and as many databases in it as they like.
 *
 * <p>The server starts when the first test asks, in {@code target/}, and ends with the run. The
 * tables are made once, in a template, and each database is a copy of it. Sessions are in a time
 * zone far from UTC, with a daylight saving time and a quarter of an hour, so that SQL that depends
 * on the zone is found out. Nothing here is durable: tests do not outlive the machine.
 */
public final class TestDb {
    /** Not UTC, whatever the machine. */
    public static final ZoneId SESSION_ZONE = ZoneId.of("Pacific/Chatham");

    private static final String TEMPLATE = "test_template";
    private static final int POOL_SIZE = 4;

    /** Which of the test processes that run side by side this one is; each has its own server. */
    private static final String FORK = System.getProperty("handfast.test.fork", "1");

    private static final Map<String, String> SETTINGS =
            Map.of(
                    "fsync", "off",
                    "synchronous_commit", "off",
                    "full_page_writes", "off",
                    "shared_buffers", "64MB",
                    "max_connections", "200",
                    "autovacuum", "off");

    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final List<Consumer<Database>> CHECKS = new CopyOnWriteArrayList<>();

    /** Held here, as a logger that nobody holds forgets its level. */
    private static final List<Logger> QUIET =
            List.of(Logger.getLogger("com.zaxxer.hikari"), Logger.getLogger("org.flywaydb"));

    static {
        QUIET.forEach(logger -> logger.setLevel(Level.WARNING));
        ServiceLoader.load(AfterDatabaseTest.class).forEach(CHECKS::add);
    }

    private TestDb() {}

    /** The server, started at first use. */
    private static final class Server {
        static final EmbeddedPostgres POSTGRES = start();

        private static EmbeddedPostgres start() {
            var postgres =
                    EmbeddedPostgres.start(
                            new EmbeddedPostgres.Options(
                                    Path.of("target", "test-postgres-" + FORK),
                                    Path.of(System.getProperty("user.home"), ".cache", "handfast"),
                                    SETTINGS,
                                    _ -> {}));
            Runtime.getRuntime().addShutdownHook(new Thread(postgres::close));
            dropLeftovers(postgres);
            execute(postgres, "create database " + TEMPLATE);
            try (Database template = Database.open(postgres.config(TEMPLATE).withPoolSize(1))) {
                template.migrate();
            }
            return postgres;
        }

        /** An earlier run that was killed left its databases. */
        private static void dropLeftovers(EmbeddedPostgres postgres) {
            var leftovers = new ArrayList<String>();
            try (Database admin = Database.open(postgres.config().withPoolSize(1))) {
                leftovers.addAll(
                        admin.read(
                                tx ->
                                        tx.query(
                                                """
                                                select datname from pg_database
                                                where starts_with(datname, 'test_')\
                                                """,
                                                row -> row.text("datname"))));
            }
            leftovers.forEach(name -> execute(postgres, "drop database " + name + " (force)"));
        }
    }

    /** Opens a new database with all tables; whoever asks closes it. */
    public static Database fresh() {
        return Database.open(freshConfig());
    }

    /** Makes a new database with all tables and returns how to open it. */
    public static DatabaseConfig freshConfig() {
        String name = "test_" + NUMBER.incrementAndGet();
        execute(Server.POSTGRES, "create database %s template %s".formatted(name, TEMPLATE));
        return Server.POSTGRES.config(name).withPoolSize(POOL_SIZE).withSessionZone(SESSION_ZONE);
    }

    /** Makes a new database without any table and returns how to open it. */
    public static DatabaseConfig emptyConfig() {
        String name = "test_" + NUMBER.incrementAndGet();
        execute(Server.POSTGRES, "create database " + name);
        return Server.POSTGRES.config(name).withPoolSize(POOL_SIZE);
    }

    /** Adds a check that runs after every database test from here on. */
    public static void afterEach(Consumer<Database> check) {
        CHECKS.add(check);
    }

    static void check(Database database) {
        CHECKS.forEach(check -> check.accept(database));
    }

    /** Drops the database, cutting off whoever still uses it. */
    public static void drop(DatabaseConfig config) {
        String name = config.url().replaceFirst("^.*/", "").replaceFirst("\\?.*$", "");
        execute(Server.POSTGRES, "drop database if exists %s (force)".formatted(name));
    }

    /** Databases are made and dropped outside transactions, so on a plain connection. */
    private static void execute(EmbeddedPostgres postgres, String sql) {
        DatabaseConfig config = postgres.config();
        try (var connection = config.password().use(password -> connect(config, password));
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failure) {
            throw new IllegalStateException(sql, failure);
        }
    }

    private static Connection connect(DatabaseConfig config, String password) {
        try {
            return DriverManager.getConnection(config.url(), config.user(), password);
        } catch (SQLException failure) {
            throw new IllegalStateException("no connection to the test server", failure);
        }
    }
}
