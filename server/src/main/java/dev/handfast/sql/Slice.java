package dev.handfast.sql;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Which part of a list is wanted: a list in the order of ids that follow time, newest first. At
 * most one of the two ends is given.
 *
 * <p>A statement takes {@code id < ? and id > ?} from {@link #below} and {@link #above}, orders by
 * {@link #order} and limits by {@link #limit}; what it finds is put right by {@link #newestFirst}.
 *
 * @param after only what is older than this
 * @param before only what is newer than this, and of that the oldest
 * @param limit how many at the most
 */
public record Slice(Optional<UUID> after, Optional<UUID> before, int limit) {
    private static final UUID FIRST = new UUID(0, 0);
    private static final UUID LAST = new UUID(-1, -1);

    /** Checks that there is one direction. */
    public Slice {
        if (after.isPresent() && before.isPresent()) {
            throw new IllegalArgumentException("a list is read after an object or before one");
        }
    }

    /** The newest, or what is older than {@code after}. */
    public static Slice after(Optional<UUID> after, int limit) {
        return new Slice(after, Optional.empty(), limit);
    }

    /** The id below which all wanted ones lie. */
    public UUID below() {
        return after.orElse(LAST);
    }

    /** The id above which all wanted ones lie. */
    public UUID above() {
        return before.orElse(FIRST);
    }

    /** How to order a column so that the wanted rows come first. */
    public String order(String column) {
        return column + (before.isPresent() ? " asc" : " desc");
    }

    /** What was found in {@link #order}, newest first. */
    public <T> List<T> newestFirst(List<T> found) {
        return before.isPresent() ? found.reversed() : found;
    }
}
