package dev.handfast.alipay;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.Optional;

/** Times on the wire: {@code yyyy-MM-dd HH:mm:ss} in GMT+8, to the second. */
public final class WireTime {
    /** The zone of every time in the protocol; China has no summer time. */
    public static final ZoneOffset ZONE = ZoneOffset.ofHours(8);

    private static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss")
                    .withResolverStyle(ResolverStyle.STRICT);

    private WireTime() {}

    /**
     * The instant as wall-clock text, such as {@code 2026-11-24 15:06:37}; fractions are dropped.
     */
    public static String format(Instant instant) {
        return FORMAT.format(instant.atOffset(ZONE));
    }

    /** The instant of this text, or nothing when it is not exactly in the format or not a date. */
    public static Optional<Instant> parse(String text) {
        try {
            return Optional.of(LocalDateTime.parse(text, FORMAT).toInstant(ZONE));
        } catch (DateTimeParseException notATime) {
            return Optional.empty();
        }
    }
}
