package dev.handfast.payouts;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.Optional;
import java.util.UUID;

/**
 * When a merchant is paid out, and how soon a payment becomes available.
 *
 * @param merchant whose
 * @param interval how often
 * @param anchor on which day, where it is weekly
 * @param delayDays how many days after its capture a payment becomes available, 0 to {@value
 *     #DELAY_DAYS_MAX}
 */
public record PayoutSchedule(UUID merchant, Interval interval, DayOfWeek anchor, int delayDays) {
    /** The longest time until a payment becomes available. */
    public static final int DELAY_DAYS_MAX = 31;

    /** How often. */
    public enum Interval {
        /** Whenever the merchant asks. */
        MANUAL,
        /** At the beginning of every day, UTC. */
        DAILY,
        /** At the beginning of one day of the week, UTC. */
        WEEKLY
    }

    /** Checks the range. */
    public PayoutSchedule {
        if (delayDays < 0 || delayDays > DELAY_DAYS_MAX) {
            throw new IllegalArgumentException(
                    "delay days are 0 to %d, got %d".formatted(DELAY_DAYS_MAX, delayDays));
        }
    }

    /** What holds for a merchant who has said nothing: by hand, and available at once. */
    public static PayoutSchedule usual(UUID merchant) {
        return new PayoutSchedule(merchant, Interval.MANUAL, DayOfWeek.MONDAY, 0);
    }

    /** When a payment captured at {@code moment} becomes available. */
    public Instant availableAt(Instant moment) {
        return moment.plus(Duration.ofDays(delayDays));
    }

    /** Payments captured after this are not available yet at {@code now}. */
    public Instant cutOff(Instant now) {
        return now.minus(Duration.ofDays(delayDays));
    }

    /** The first payout after {@code moment}; none where the merchant asks for each. */
    Optional<Instant> nextAfter(Instant moment) {
        LocalDate day = LocalDate.ofInstant(moment, ZoneOffset.UTC);
        return switch (interval) {
            case MANUAL -> Optional.empty();
            case DAILY -> Optional.of(begin(day.plusDays(1)));
            case WEEKLY -> Optional.of(begin(day.with(TemporalAdjusters.next(anchor))));
        };
    }

    private static Instant begin(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
