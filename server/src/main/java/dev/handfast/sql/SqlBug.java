package dev.handfast.sql;

import org.jspecify.annotations.Nullable;

/** The statement is wrong, or the data is: a bug of ours, which trying again will not mend. */
public final class SqlBug extends SqlFailure {
    SqlBug(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
