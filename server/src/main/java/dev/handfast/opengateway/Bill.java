package dev.handfast.opengateway;

import dev.handfast.alipay.WireTime;
import dev.handfast.ledger.Statement;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Which bill: of whom, of what, for which days.
 *
 * @param merchant whose
 * @param sellerId the number by which the dialect knows the merchant
 * @param kind of what
 * @param days for which days
 */
record Bill(UUID merchant, String sellerId, Kind kind, Days days) {
    /** How long after its last day a bill can be had: batches of the day must have committed. */
    static final Duration READY_AFTER = Duration.ofMinutes(5);

    /** How far back bills reach. */
    static final int YEARS = 6;

    private static final Pattern MONTH = Pattern.compile("[0-9]{4}-[0-9]{2}");

    /** What a bill is about. */
    enum Kind {
        /** Every payment and refund. */
        TRADE("trade"),
        /** Every movement of the merchant's account. */
        FUNDS("signcustomer");

        private final String wireName;

        Kind(String wireName) {
            this.wireName = wireName;
        }

        String wireName() {
            return wireName;
        }

        static Optional<Kind> find(String wireName) {
            return Arrays.stream(values())
                    .filter(kind -> kind.wireName.equals(wireName))
                    .findFirst();
        }
    }

    /**
     * A day or a month.
     *
     * @param from its first day, in GMT+8
     * @param until the day behind it
     */
    record Days(LocalDate from, LocalDate until) {
        /** The day {@code yyyy-MM-dd} or month {@code yyyy-MM}. */
        static Optional<Days> parse(String text) {
            try {
                if (MONTH.matcher(text).matches()) {
                    YearMonth month = YearMonth.parse(text);
                    return Optional.of(new Days(month.atDay(1), month.plusMonths(1).atDay(1)));
                }
                LocalDate day = LocalDate.parse(text);
                return Optional.of(new Days(day, day.plusDays(1)));
            } catch (DateTimeParseException neither) {
                return Optional.empty();
            }
        }

        /** The same as it is written in a call. */
        String text() {
            return from.plusDays(1).equals(until)
                    ? from.toString()
                    : YearMonth.from(from).toString();
        }

        Statement.Span span() {
            return new Statement.Span(start(from), start(until));
        }

        /** When the bill can be had. */
        Instant readyAt() {
            return start(until).plus(READY_AFTER);
        }

        boolean isTooOld(Instant now) {
            return from.isBefore(LocalDate.ofInstant(now, WireTime.ZONE).minusYears(YEARS));
        }

        private static Instant start(LocalDate day) {
            return day.atStartOfDay().toInstant(WireTime.ZONE);
        }
    }
}
