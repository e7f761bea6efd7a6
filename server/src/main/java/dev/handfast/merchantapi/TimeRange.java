package dev.handfast.merchantapi;

import java.time.Instant;
import java.util.Optional;

/**
 * A span of time, as a list or a search wants it; whole seconds, as objects tell their times.
 *
 * @param from then or later
 * @param before earlier than this
 */
record TimeRange(Optional<Instant> from, Optional<Instant> before) {
    /** Any time. */
    static final TimeRange ALL = new TimeRange(Optional.empty(), Optional.empty());

    /** Reads a parameter of type {@link ParamType.Moments}. */
    static TimeRange read(Params params, String name) {
        Optional<Long> exactly = params.whole(name);
        if (exactly.isPresent()) {
            return new TimeRange(
                    Optional.of(at(exactly.get())), Optional.of(at(exactly.get() + 1)));
        }
        return params.nested(name)
                .map(
                        bounds ->
                                new TimeRange(
                                        latest(
                                                bounds.whole("gte"),
                                                bounds.whole("gt").map(second -> second + 1)),
                                        earliest(
                                                bounds.whole("lt"),
                                                bounds.whole("lte").map(second -> second + 1))))
                .orElseGet(() -> new TimeRange(Optional.empty(), Optional.empty()));
    }

    private static Optional<Instant> latest(Optional<Long> one, Optional<Long> other) {
        return one.isPresent() && other.isPresent()
                ? Optional.of(at(Math.max(one.get(), other.get())))
                : one.or(() -> other).map(TimeRange::at);
    }

    private static Optional<Instant> earliest(Optional<Long> one, Optional<Long> other) {
        return one.isPresent() && other.isPresent()
                ? Optional.of(at(Math.min(one.get(), other.get())))
                : one.or(() -> other).map(TimeRange::at);
    }

    static Instant at(long seconds) {
        return Instant.ofEpochSecond(seconds);
    }
}
