package dev.handfast.opengateway;

import dev.handfast.alipay.WireTime;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * A trade's number in the dialect, worked out from the payment's id and nothing else: 28 digits,
 * {@code yyyyMMdd 22 tttttttt rrrrrrrrrr}: the day in GMT+8, a constant, the millisecond of that
 * day, and ten digits of the id's random part.
 *
 * <p>An id has more bits than 28 digits can hold, so a number leads to the millisecond in which the
 * payment was made, where {@link #names} picks it out. Two payments of one merchant share a number
 * only if they were made in the same millisecond, and then with a chance of one in ten thousand
 * million; a number that fits two is taken for none.
 *
 * @param text the 28 digits
 * @param from the least id it can stand for
 * @param before the least id behind its millisecond
 */
record TradeNo(String text, UUID from, UUID before) {
    private static final Pattern FORM = Pattern.compile("([0-9]{8})22([0-9]{8})[0-9]{10}");
    private static final long RANDOM_MASK = 0x3FFF_FFFF_FFFF_FFFFL;
    private static final long RANDOM_LIMIT = 10_000_000_000L;

    /** Milliseconds are the topmost 48 bits of an id; RFC 9562, section 5.7. */
    private static final int TIME_SHIFT = 16;

    /** The number of the payment with this id. */
    static String of(UUID id) {
        Instant made = Instant.ofEpochMilli(id.getMostSignificantBits() >>> TIME_SHIFT);
        OffsetDateTime at = made.atOffset(WireTime.ZONE);
        return "%s22%08d%010d"
                .formatted(
                        DateTimeFormatter.BASIC_ISO_DATE.format(at.toLocalDate()),
                        at.get(ChronoField.MILLI_OF_DAY),
                        (id.getLeastSignificantBits() & RANDOM_MASK) % RANDOM_LIMIT);
    }

    /** The number in this text, or nothing if no trade can have it. */
    static Optional<TradeNo> parse(String text) {
        var match = FORM.matcher(text);
        if (!match.matches()) {
            return Optional.empty();
        }
        try {
            LocalDate day = LocalDate.parse(match.group(1), DateTimeFormatter.BASIC_ISO_DATE);
            LocalTime time =
                    LocalTime.MIDNIGHT.with(
                            ChronoField.MILLI_OF_DAY, Long.parseLong(match.group(2)));
            long millis = day.atTime(time).toInstant(WireTime.ZONE).toEpochMilli();
            return Optional.of(new TradeNo(text, first(millis), first(millis + 1)));
        } catch (DateTimeException noSuchTime) {
            return Optional.empty();
        }
    }

    /** Whether this is the number of the payment with this id. */
    boolean names(UUID id) {
        return of(id).equals(text);
    }

    private static UUID first(long millis) {
        return new UUID(millis << TIME_SHIFT, 0);
    }
}
