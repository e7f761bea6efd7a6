package dev.handfast.money;

/** Takes the refusal out of an outcome, and fails where the text was accepted. */
final class Refusals {
    private Refusals() {}

    static <T> Parsed.Refused<T> of(Parsed<T> outcome) {
        return switch (outcome) {
            case Parsed.Refused<T> refused -> refused;
            case Parsed.Valid<T>(T value) ->
                    throw new AssertionError("expected a refusal, got " + value);
        };
    }
}
