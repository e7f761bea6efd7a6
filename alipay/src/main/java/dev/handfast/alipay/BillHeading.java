package dev.handfast.alipay;

import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * What a bill is about, at its top and in the names of its files.
 *
 * @param account the merchant's account with its suffix, such as {@code 20880211096256330156}
 * @param from the first day, in GMT+8
 * @param until the day behind the last
 * @param exportedAt when the bill was made
 */
public record BillHeading(String account, LocalDate from, LocalDate until, Instant exportedAt) {
    private static final DateTimeFormatter DAY_AT_MIDNIGHT =
            DateTimeFormatter.ofPattern("yyyy年MM月dd日 00:00:00", Locale.ROOT);
    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("yyyy年MM月dd日 HH:mm:ss", Locale.ROOT)
                    .withZone(WireTime.ZONE);

    /** Checks that there is at least one day. */
    public BillHeading {
        if (!from.isBefore(until)) {
            throw new IllegalArgumentException(
                    "a bill has at least one day, got " + from + " until " + until);
        }
    }

    /**
     * The start of the names of its files: the account, and the day or, for longer bills, the
     * month.
     */
    String fileStem() {
        boolean day = from.plusDays(1).equals(until);
        var format = DateTimeFormatter.ofPattern(day ? "yyyyMMdd" : "yyyyMM", Locale.ROOT);
        return account + "_" + format.format(from) + "_";
    }

    String accountLine() {
        return "#账号：[" + account + "]";
    }

    String daysLine() {
        return "#起始日期：["
                + DAY_AT_MIDNIGHT.format(from)
                + "]   终止日期：["
                + DAY_AT_MIDNIGHT.format(until)
                + "]";
    }

    String exportedLine() {
        return "#导出时间：[" + MOMENT.format(exportedAt) + "]";
    }
}
