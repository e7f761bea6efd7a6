package dev.handfast.sql;

/** The statement is wrong, or the data is: a bug of ours, which trying again will not mend. */
public final class SqlBug extends SqlFailure {
    SqlBug(String message, Throwable cause) {
        super(message, cause);
    }
}
