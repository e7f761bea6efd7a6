package dev.handfast.merchantapi;

import java.util.List;

/** What a parameter's value must be. */
sealed interface ParamType {
    /** Text of 1 to so many characters. */
    record Text(int lengthMax) implements ParamType {}

    /** One of these words. */
    record Word(List<String> words) implements ParamType {}

    /** A whole number in a range. */
    record Whole(long min, long max) implements ParamType {}

    /** A number of a currency's smallest units, at least 1. */
    record Amount() implements ParamType {}

    /** An active ISO 4217 code, in any case. */
    record CurrencyCode() implements ParamType {}

    /** {@code true} or {@code false}. */
    record Flag() implements ParamType {}

    /** The id of an object. */
    record Id(PublicIds kind) implements ParamType {}

    /** The merchant's own data. */
    record Metadata() implements ParamType {}

    /** Seconds since 1970: one number, or {@code gt}, {@code gte}, {@code lt}, {@code lte}. */
    record Moments() implements ParamType {}

    /** Several values of one type. */
    record ListOf(ParamType element, int countMax) implements ParamType {}

    /** Parameters below this one. */
    record Group(List<Param> params) implements ParamType {
        /** Copies the list. */
        public Group {
            params = List.copyOf(params);
        }
    }

    /** Anything: taken because the client libraries send it, and without effect. */
    record Anything() implements ParamType {}

    /** Something that is known elsewhere and not here. */
    record NotTaken(String why) implements ParamType {}
}
