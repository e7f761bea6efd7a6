package dev.handfast.engine;

/** A bug: the command threw, or the database would not take what it decided. Nothing changed. */
public final class CommandFailed extends RuntimeException {
    private static final long serialVersionUID = 1;

    CommandFailed(String message, Throwable cause) {
        super(message, cause);
    }
}
