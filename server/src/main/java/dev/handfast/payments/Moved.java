package dev.handfast.payments;

/**
 * What became of a command that moves money beside payments and refunds.
 *
 * @param <T> what it makes
 */
public sealed interface Moved<T> {
    /** It was done. */
    record Done<T>(T what) implements Moved<T> {}

    /** The very same had been done before. */
    record Again<T>(T what) implements Moved<T> {}

    /**
     * It was refused and changed nothing.
     *
     * @param why the rule
     * @param detail rule and what was got, for the developer who reads it; never a secret
     */
    record Refused<T>(MoveRefusal why, String detail) implements Moved<T> {}
}
