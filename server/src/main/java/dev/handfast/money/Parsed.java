package dev.handfast.money;

/** The outcome of reading a text from outside: the value, or why it was refused. */
public sealed interface Parsed<T> {
    /** The text was good. */
    record Valid<T>(T value) implements Parsed<T> {}

    /**
     * The text was refused.
     *
     * @param why the rule that was broken
     * @param message the rule and what was got, without the name of the field, which the caller
     *     knows
     */
    record Refused<T>(MoneyRefusal why, String message) implements Parsed<T> {}

    /**
     * The value, where a refusal would be our own mistake: constants, stored rows, tests.
     *
     * @throws IllegalArgumentException with the message of the refusal
     */
    default T orElseThrow() {
        return switch (this) {
            case Valid<T>(T value) -> value;
            case Refused<T>(MoneyRefusal why, String message) ->
                    throw new IllegalArgumentException(message + " (" + why + ")");
        };
    }
}
