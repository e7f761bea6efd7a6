package dev.handfast.sql;

import org.jspecify.annotations.Nullable;

/** The embedded PostgreSQL could not be started; the message tells the operator what to do. */
public final class PostgresNotStarted extends RuntimeException {
    PostgresNotStarted(String message) {
        this(message, null);
    }

    PostgresNotStarted(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
