package dev.handfast.sales;

import dev.handfast.web.PublicId;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.UUID;

/**
 * The number on a receipt, such as {@code 20261124-7K3M-9QXT-02AB}: the day the money moved, in
 * UTC, and the last sixty bits of the payment's id, which are random.
 *
 * <p>It follows from what never changes, so that it need not be stored and is the same in every
 * place. A merchant's receipts are not counted one by one: each payment would have to wait for the
 * one before it, and whoever buys twice would know how much is sold in between.
 */
public final class ReceiptNumber {
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("yyyyMMdd", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final int GROUP = 4;
    private static final int DIGITS = 3 * GROUP;

    private ReceiptNumber() {}

    /**
     * The number of a payment's receipt.
     *
     * @param payment a fresh id, not one that belongs to a name
     * @param paidAt when the money moved
     */
    public static String of(UUID payment, Instant paidAt) {
        String id = PublicId.format("", payment).toUpperCase(Locale.ROOT);
        StringBuilder number = new StringBuilder(DAY.format(paidAt));
        for (int at = id.length() - DIGITS; at < id.length(); at += GROUP) {
            number.append('-').append(id, at, at + GROUP);
        }
        return number.toString();
    }
}
