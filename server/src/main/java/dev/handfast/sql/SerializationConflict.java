package dev.handfast.sql;

/**
 * The database gave up this transaction in favour of another: a deadlock or a serialization
 * failure.
 */
public final class SerializationConflict extends SqlFailure {
    SerializationConflict(String message, Throwable cause) {
        super(message, cause);
    }
}
