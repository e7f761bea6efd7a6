package dev.handfast.applepay;

import java.util.List;
import java.util.Map;

/** A JSON value (RFC 8259) as it was read; numbers keep their text, so that none is rounded. */
sealed interface Json {
    /** Members in the order of the text; no name occurs twice. */
    record Members(Map<String, Json> byName) implements Json {}

    /** The values of an array. */
    record Values(List<Json> values) implements Json {}

    /** A string without its quotes and escapes. */
    record Text(String value) implements Json {}

    /** A number as it is written. */
    record Numeral(String digits) implements Json {}

    /** One of the three literal names. */
    enum Literal implements Json {
        TRUE,
        FALSE,
        NULL
    }

    /** What kind of value this is, for messages; never the value itself. */
    default String kind() {
        return switch (this) {
            case Members ignored -> "an object";
            case Values ignored -> "an array";
            case Text ignored -> "a string";
            case Numeral ignored -> "a number";
            case Literal literal -> literal == Literal.NULL ? "null" : "a boolean";
        };
    }
}
