package dev.handfast.mandates;

import dev.handfast.money.Money;

import java.time.LocalDate;
import java.util.Optional;

/**
 * When and how much a merchant may take.
 *
 * @param plan the days on which it may; any time where there is none
 * @param single the most one payment may take
 * @param total the most that all payments together may take
 * @param payments how many payments there may be
 */
public record Allowance(
        Optional<Plan> plan, Money single, Optional<Money> total, Optional<Long> payments) {
    /** A payment may be taken this many days before its day. */
    public static final int EARLY_DAYS = 5;

    /** The last day of a month that every month has. */
    public static final int MONTH_DAY_MAX = 28;

    /** What periods are counted in. */
    public enum Unit {
        /** Days. */
        DAY,
        /** Calendar months, from a day of one to the same day of another. */
        MONTH
    }

    /**
     * How long a period is.
     *
     * @param unit what is counted
     * @param length how many, 1 or more
     */
    public record Cycle(Unit unit, int length) {
        private static final int LENGTH_MAX = 3_650;

        /** Checks the length. */
        public Cycle {
            if (length < 1 || length > LENGTH_MAX) {
                throw new IllegalArgumentException(
                        "a period is 1 to %d days or months, got %d".formatted(LENGTH_MAX, length));
            }
        }

        LocalDate after(LocalDate day) {
            return switch (unit) {
                case DAY -> day.plusDays(length);
                case MONTH -> day.plusMonths(length);
            };
        }

        /** Whether a payment can be due on that day in every period. */
        public boolean admits(LocalDate day) {
            return switch (unit) {
                case DAY -> true;
                case MONTH -> day.getDayOfMonth() <= MONTH_DAY_MAX;
            };
        }
    }

    /**
     * The days on which a merchant may take something.
     *
     * @param cycle how long a period is
     * @param first the day of the first payment
     */
    public record Plan(Cycle cycle, LocalDate first) {
        /** Checks that the day fits. */
        public Plan {
            if (!cycle.admits(first)) {
                throw new IllegalArgumentException(
                        "with months, the first day is at most the 28th, got " + first);
            }
        }

        /**
         * The day of the payment that follows one taken {@code on} a day. Periods in which nothing
         * was taken are left out, so that a payer never pays for several at once.
         */
        LocalDate next(LocalDate due, LocalDate on) {
            LocalDate next = cycle.after(due);
            while (!next.isAfter(on)) {
                next = cycle.after(next);
            }
            return next;
        }
    }

    /** Checks that the amounts are of one currency and more than zero. */
    public Allowance {
        boolean fits =
                total.map(sum -> sum.isPositive() && sum.currency().equals(single.currency()))
                        .orElse(true);
        if (!single.isPositive() || !fits) {
            throw new IllegalArgumentException(
                    "amounts are more than zero and of one currency, got %s and %s"
                            .formatted(single, total));
        }
        if (payments.isPresent() && payments.get() < 1) {
            throw new IllegalArgumentException("payments is 1 or more, got " + payments.get());
        }
    }

    /** The first day on which the payment of {@code due} may be taken. */
    static LocalDate opens(LocalDate due) {
        return due.minusDays(EARLY_DAYS);
    }
}
