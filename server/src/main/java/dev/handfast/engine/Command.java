package dev.handfast.engine;

/**
 * One request to change rows, decided as a whole: it names the rows it needs, then decides.
 *
 * <p>A command may be named and decided more than once (its batch can be rolled back and retried),
 * so both methods must depend on nothing but the command's own immutable fields and the working
 * set.
 *
 * @param <R> what the caller gets
 */
public interface Command<R> {
    /**
     * The lane this command wants: commands with the same value never run at the same time within
     * one process. Commands that fight for the same rows should agree on it. Any value is fine; the
     * engine folds it onto the lanes it has.
     */
    default int lane() {
        return 0;
    }

    /** Registers the keys of every row that {@link #decide} may look for. */
    void name(Naming naming);

    /** Decides in pure code; changes rows only through {@code working}. */
    Decision<R> decide(Working working);
}
