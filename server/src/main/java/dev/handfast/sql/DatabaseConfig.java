package dev.handfast.sql;

import dev.handfast.secrets.SecretText;

import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;

/**
 * How to reach a database and how patiently.
 *
 * @param url JDBC address, {@code jdbc:postgresql://host:port/database}
 * @param user role to connect as
 * @param password its password
 * @param poolSize connections kept, 1 to 1,000
 * @param timeouts how long to wait for what
 * @param sessionZone time zone of every session; only SQL that turns instants into dates sees it
 */
public record DatabaseConfig(
        String url,
        String user,
        SecretText password,
        int poolSize,
        Timeouts timeouts,
        ZoneId sessionZone) {
    private static final int POOL_SIZE_DEFAULT = 16;
    private static final int POOL_SIZE_MAX = 1_000;

    public DatabaseConfig {
        if (!url.startsWith("jdbc:postgresql:")) {
            throw new IllegalArgumentException(
                    "database url: must start with jdbc:postgresql:, got one that does not");
        }
        if (url.toLowerCase(Locale.ROOT).contains("password=")) {
            throw new IllegalArgumentException(
                    "database url: must not carry the password, which is given apart from it");
        }
        if (sessionZone instanceof ZoneOffset) {
            throw new IllegalArgumentException(
                    "database session zone: must be a region, as an offset means its opposite in"
                            + " SQL, got "
                            + sessionZone);
        }
        if (poolSize < 1 || poolSize > POOL_SIZE_MAX) {
            throw new IllegalArgumentException(
                    "database pool size: must be 1 to %d, got %d"
                            .formatted(POOL_SIZE_MAX, poolSize));
        }
    }

    /** A configuration with the usual pool, timeouts, and UTC sessions. */
    public static DatabaseConfig of(String url, String user, SecretText password) {
        return new DatabaseConfig(
                url, user, password, POOL_SIZE_DEFAULT, Timeouts.USUAL, ZoneId.of("UTC"));
    }

    public DatabaseConfig withPoolSize(int connections) {
        return new DatabaseConfig(url, user, password, connections, timeouts, sessionZone);
    }

    public DatabaseConfig withTimeouts(Timeouts other) {
        return new DatabaseConfig(url, user, password, poolSize, other, sessionZone);
    }

    public DatabaseConfig withSessionZone(ZoneId zone) {
        return new DatabaseConfig(url, user, password, poolSize, timeouts, zone);
    }

    /**
     * How long to wait for what.
     *
     * @param connect for a new connection to stand
     * @param borrow for a free connection of the pool
     * @param statement for one statement, after which the server cancels it
     * @param socket for an answer of the server, after which the connection is given up; longer
     *     than {@code statement}, so that normally the server ends a slow statement and says so
     */
    public record Timeouts(Duration connect, Duration borrow, Duration statement, Duration socket) {
        /** Connect 5 s, borrow 10 s, statement 20 s, socket 30 s. */
        public static final Timeouts USUAL =
                new Timeouts(
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(20),
                        Duration.ofSeconds(30));

        public Timeouts {
            if (socket.compareTo(statement) <= 0) {
                throw new IllegalArgumentException(
                        "socket timeout: must be longer than the statement timeout %s, got %s"
                                .formatted(statement, socket));
            }
        }
    }
}
