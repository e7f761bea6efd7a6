package dev.handfast.opengateway;

/**
 * A business parameter: what it is called, what it may hold, and whether a call has to have it.
 *
 * @param name on the wire
 * @param kind what it may hold
 * @param isRequired whether it has to be there; one that has to be only beside another is not
 */
record Param(String name, Kind kind, boolean isRequired) {
    /** What a parameter may hold. A number is as good as its text everywhere. */
    sealed interface Kind {
        /** A text of this form; the empty text is as good as none. */
        record Text(TextRule rule) implements Kind {}

        /** A text that no message shows; its form is for the method to check. */
        record Secret() implements Kind {}

        /** An amount in yuan, with at most two decimals. */
        record Amount() implements Kind {}

        /** A truth: {@code true} or {@code false}, as itself or as its text. */
        record Flag() implements Kind {}

        /** A whole number from 1 to {@code max}. */
        record Count(long max) implements Kind {}

        /** A list of texts. */
        record Texts() implements Kind {}

        /** An object with these parameters, or the JSON text of one. */
        record Nested(Shape shape) implements Kind {}

        /** A list of at most {@code max} objects with these parameters, or its JSON text. */
        record Items(int max, Shape shape) implements Kind {}
    }

    static Param text(String name, TextRule rule) {
        return optional(name, new Kind.Text(rule));
    }

    static Param secret(String name) {
        return optional(name, new Kind.Secret());
    }

    static Param amount(String name) {
        return optional(name, new Kind.Amount());
    }

    static Param flag(String name) {
        return optional(name, new Kind.Flag());
    }

    static Param count(String name, long max) {
        return optional(name, new Kind.Count(max));
    }

    static Param texts(String name) {
        return optional(name, new Kind.Texts());
    }

    static Param nested(String name, Shape shape) {
        return optional(name, new Kind.Nested(shape));
    }

    static Param items(String name, int max, Shape shape) {
        return optional(name, new Kind.Items(max, shape));
    }

    private static Param optional(String name, Kind kind) {
        return new Param(name, kind, false);
    }

    /** The same, and a call has to have it. */
    Param required() {
        return new Param(name, kind, true);
    }
}
