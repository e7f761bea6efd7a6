package dev.handfast.sql;

/** What became of a transaction, as the server remembers it. */
public enum Fate {
    /** It is committed and durable. */
    COMMITTED,
    /** It left nothing behind. */
    ABORTED,
    /** It is still running; ask again. */
    IN_PROGRESS,
    /** The server remembers nothing of it: too old, or never seen. */
    UNKNOWN
}
