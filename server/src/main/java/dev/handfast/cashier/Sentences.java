package dev.handfast.cashier;

import dev.handfast.pages.Texts;
import dev.handfast.payments.PaymentRefusal;

import java.time.Duration;
import java.time.Instant;

/** What is told a payer in words. */
final class Sentences {
    private static final long MINUTES_AS_HOURS = 120;
    private static final long HOURS_AS_DAYS = 48;

    private Sentences() {}

    /** Why a payment was refused, and what the payer can do. */
    static String refusal(Texts texts, PaymentRefusal why) {
        return texts.get(
                switch (why) {
                    case BALANCE_NOT_ENOUGH -> "cashier.refused.balance";
                    case WALLET_NOT_FOUND, WALLET_FROZEN -> "cashier.refused.wallet";
                    case CORRIDOR_MISSING, CORRIDOR_CLOSED -> "cashier.refused.corridor";
                    case QUOTE_NOT_FOUND, QUOTE_MISMATCH, QUOTE_EXPIRED -> "cashier.refused.quote";
                    case RATE_MISSING, RATE_EXPIRED, AMOUNT_TOO_SMALL -> "cashier.refused.rate";
                    case DAY_LIMIT_EXCEEDED, ACCOUNT_LIMIT_EXCEEDED -> "cashier.refused.limit";
                    case PAYMENT_NOT_FOUND,
                            REFERENCE_REUSED,
                            PAYMENT_ALREADY_PAID,
                            PAYMENT_IN_PROGRESS,
                            PAYMENT_CLOSED,
                            PAYMENT_EXPIRED,
                            TOKEN_NOT_ACCEPTED,
                            TOKEN_REPLAYED,
                            APPROVED_AMOUNT_DIFFERS,
                            TOKEN_UNKNOWN,
                            TOKEN_DELETED,
                            TOKEN_SUSPENDED,
                            TOKEN_EXPIRED,
                            CRYPTOGRAM_WRONG,
                            COUNTER_REUSED,
                            CODE_UNKNOWN,
                            CODE_USED,
                            CODE_EXPIRED,
                            MANDATE_NOT_FOUND,
                            MANDATE_NOT_ACTIVE,
                            MANDATE_CURRENCY_DIFFERS,
                            MANDATE_PAYMENT_TOO_LARGE,
                            MANDATE_TOTAL_EXCEEDED,
                            MANDATE_PAYMENTS_EXCEEDED,
                            MANDATE_NOT_DUE,
                            DECLINED,
                            NOT_AUTHORISED,
                            AUTHORISATION_EXPIRED,
                            CURRENCY_DIFFERS,
                            CAPTURE_EXCEEDS_AUTHORISATION,
                            SHARE_EXCEEDS_AMOUNT,
                            CANCEL_AFTER_CAPTURE,
                            NOT_CAPTURED,
                            REFUND_REFERENCE_REUSED,
                            REFUND_EXCEEDS_CAPTURE,
                            SHARE_MISSING,
                            PAYMENT_DISPUTED,
                            DISPUTE_EXCEEDS_CAPTURE,
                            FREEZE_NOT_FOUND,
                            FREEZE_NOT_STANDING,
                            FREEZE_EXCEEDED,
                            RECEIVER_BALANCE_NOT_ENOUGH,
                            SETTLEMENT_NOT_FOUND,
                            SPLIT_RETURN_EXCEEDED ->
                            "cashier.refused.other";
                });
    }

    /** How long is left, in the largest unit that says enough; a started one counts as whole. */
    static String left(Texts texts, Instant now, Instant end) {
        long seconds = Math.max(0, Duration.between(now, end).toSeconds());
        long minutes = Math.ceilDiv(seconds, 60L);
        long hours = Math.ceilDiv(minutes, 60L);
        if (hours > HOURS_AS_DAYS) {
            return texts.get("time.days", Math.ceilDiv(hours, 24L));
        }
        if (minutes > MINUTES_AS_HOURS) {
            return texts.get("time.hours", hours);
        }
        return seconds <= 60
                ? texts.get("time.seconds", seconds)
                : texts.get("time.minutes", minutes);
    }
}
