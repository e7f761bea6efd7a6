package dev.handfast.engine;

/** The command was not carried out and changed nothing: the database is away, or too much waits. */
public final class EngineUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1;

    EngineUnavailable(String message, Throwable cause) {
        super(message, cause);
    }

    EngineUnavailable(String message) {
        super(message);
    }
}
