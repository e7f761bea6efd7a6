package dev.handfast.sql;

import static org.postgresql.PGProperty.APPLICATION_NAME;
import static org.postgresql.PGProperty.CONNECT_TIMEOUT;
import static org.postgresql.PGProperty.LOG_SERVER_ERROR_DETAIL;
import static org.postgresql.PGProperty.OPTIONS;
import static org.postgresql.PGProperty.PREPARED_STATEMENT_CACHE_QUERIES;
import static org.postgresql.PGProperty.PREPARED_STATEMENT_CACHE_SIZE_MIB;
import static org.postgresql.PGProperty.PREPARE_THRESHOLD;
import static org.postgresql.PGProperty.SOCKET_TIMEOUT;
import static org.postgresql.PGProperty.TCP_KEEP_ALIVE;

import java.util.Properties;

/** How the driver is set up for the pool. */
final class DriverSettings {
    private DriverSettings() {}

    static Properties of(DatabaseConfig config) {
        var properties = new Properties();
        APPLICATION_NAME.set(properties, "handfast");
        // Every statement is written once in the code and run for ever: prepare it at once, keep
        // it.
        PREPARE_THRESHOLD.set(properties, 1);
        PREPARED_STATEMENT_CACHE_QUERIES.set(properties, 1_000);
        PREPARED_STATEMENT_CACHE_SIZE_MIB.set(properties, 16);
        TCP_KEEP_ALIVE.set(properties, true);
        CONNECT_TIMEOUT.set(properties, Math.toIntExact(config.timeouts().connect().toSeconds()));
        SOCKET_TIMEOUT.set(properties, Math.toIntExact(config.timeouts().socket().toSeconds()));
        // The detail line of an error quotes column values, which may be secret.
        LOG_SERVER_ERROR_DETAIL.set(properties, false);
        OPTIONS.set(properties, serverSettings(config.timeouts()));
        return properties;
    }

    /**
     * Settings of the session: a statement ends before the socket gives up, and the server itself
     * drops a transaction whose client has gone silent, so that its row locks do not outlive it.
     */
    private static String serverSettings(DatabaseConfig.Timeouts timeouts) {
        return "-c statement_timeout=%d -c idle_in_transaction_session_timeout=%d"
                .formatted(timeouts.statement().toMillis(), timeouts.socket().toMillis());
    }
}
