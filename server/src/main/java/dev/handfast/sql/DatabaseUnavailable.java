package dev.handfast.sql;

/** The database cannot be reached, is starting, stopping or out of resources, or took too long. */
public final class DatabaseUnavailable extends SqlFailure {
    DatabaseUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
