package dev.handfast.sql;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Which part of a list is wanted: a list in the order of ids that follow time, newest first.
 *
 * <p>A statement takes {@code id < ? and id > ?} from {@link #below} and {@link #above}, orders by
 * {@link #order} and limits by {@link #limit}.
 *
 * @param after only what is older than this
 * @param before only what is newer than this, and of that the oldest; not beside {@code after}
 * @param from only what is of then or later
 * @param until only what is earlier than this
 * @param limit how many at the most
 */
public record Slice(
        Optional<UUID> after,
        Optional<UUID> before,
        Optional<Instant> from,
        Optional<Instant> until,
        int limit) {
    private static final UUID FIRST = new UUID(0, 0);
    private static final UUID LAST = new UUID(-1, -1);
    private static final Instant LONG_AGO = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant FAR_OFF = Instant.parse("9999-12-31T00:00:00Z");

    /** Checks that there is one direction. */
    public Slice {
        if (after.isPresent() && before.isPresent()) {
            throw new IllegalArgumentException("a list is read after an object or before one");
        }
    }

    /** What is older than {@code after}, or the newest, of any time. */
    public static Slice after(Optional<UUID> after, int limit) {
        return new Slice(after, Optional.empty(), Optional.empty(), Optional.empty(), limit);
    }

    /** The newest, of any time. */
    public static Slice newest(int limit) {
        return after(Optional.empty(), limit);
    }

    /** The id below which all wanted ones lie. */
    public UUID below() {
        return after.orElse(LAST);
    }

    /** The id above which all wanted ones lie. */
    public UUID above() {
        return before.orElse(FIRST);
    }

    /** The time at or behind which all wanted ones lie. */
    public Instant since() {
        return from.orElse(LONG_AGO);
    }

    /** The time before which all wanted ones lie. */
    public Instant till() {
        return until.orElse(FAR_OFF);
    }

    /** Whether the oldest of the wanted ones come first in {@link #order}. */
    public boolean oldestFirst() {
        return before.isPresent();
    }

    /** How to order a column so that the wanted rows come first. */
    public String order(String column) {
        return column + (oldestFirst() ? " asc" : " desc");
    }

    /** What was found in {@link #order}, newest first. */
    public <T> List<T> newestFirst(List<T> found) {
        return oldestFirst() ? found.reversed() : found;
    }
}
