package dev.handfast.alipay;

import java.time.Duration;

/** The bounds of everything this library reads, and the windows of time it judges by. */
public final class Limits {
    /**
     * The most bytes of one request body, in bytes: room for a subject, a goods list and a small
     * file.
     */
    public static final int BODY_BYTES_MAX = 4 << 20;

    /**
     * The most characters of a query string, which is also what common servers take as a request
     * line.
     */
    public static final int QUERY_CHARS_MAX = 64 << 10;

    /** The most parameters of one request; the official clients send fewer than 25. */
    public static final int PARAMETERS_MAX = 200;

    /** The most bytes of a parameter's name. */
    public static final int NAME_BYTES_MAX = 128;

    /** The most characters of a method name; the longest official ones have fewer than 90. */
    public static final int METHOD_CHARS_MAX = 128;

    /** The most bytes of an answer the client reads, in bytes. */
    public static final int ANSWER_BYTES_MAX = 4 << 20;

    /**
     * How far a v2 {@code timestamp} may lie from the gateway's time, before or after.
     *
     * <p>The parameter is GMT+8 wall-clock time, but the official Node client sends the wall-clock
     * time of the machine it runs on. Those differ by at most 20 hours (GMT-12 against GMT+8), so
     * 24 hours refuses every old request that can be told from a client in another zone, and no
     * honest one. Repetition inside the window is harmless because every command is idempotent by
     * its order number.
     */
    public static final Duration TIMESTAMP_WINDOW = Duration.ofHours(24);

    /**
     * How old a v3 {@code timestamp} (epoch milliseconds, so free of zones) may be, and how far
     * ahead.
     */
    public static final Duration V3_TIMESTAMP_WINDOW = Duration.ofMinutes(10);

    static {
        // A query is only part of a request, and its names are only part of a query.
        assert QUERY_CHARS_MAX <= BODY_BYTES_MAX;
        assert PARAMETERS_MAX * NAME_BYTES_MAX <= QUERY_CHARS_MAX;
        // The widest honest difference between a machine's wall clock and GMT+8.
        assert TIMESTAMP_WINDOW.compareTo(Duration.ofHours(20)) > 0;
    }

    private Limits() {}
}
