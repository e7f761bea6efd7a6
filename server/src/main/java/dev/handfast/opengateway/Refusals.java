package dev.handfast.opengateway;

import dev.handfast.alipay.GatewayError;
import dev.handfast.payments.MoveRefusal;
import dev.handfast.payments.Moved;
import dev.handfast.payments.Outcome;
import dev.handfast.payments.Payment;
import dev.handfast.payments.PaymentRefusal;
import dev.handfast.payments.State;

/** Puts the refusals of payments into the dialect's words; the one place that does. */
final class Refusals {
    private Refusals() {}

    /** The refusal as the dialect says it, with the rule and what was got. */
    static GatewayError of(Outcome.Refused refused) {
        Acq word = word(refused.why());
        boolean standing = word == Acq.TRADE_HAS_SUCCESS || word == Acq.TRADE_STATUS_ERROR;
        // The dialect tells a trade that is over from one that is at the wrong point.
        boolean over = refused.payment().map(Refusals::isOver).orElse(false);
        return (standing && over ? Acq.TRADE_HAS_CLOSE : word).error(refused.detail());
    }

    /** The refusal of a settlement or of splits. */
    static GatewayError of(Moved.Refused<?> refused, Acq allRefunded) {
        return word(refused.why(), allRefunded).error(refused.detail());
    }

    static Acq word(MoveRefusal why, Acq allRefunded) {
        return switch (why) {
            case TRADE_NOT_FOUND -> Acq.TRADE_NOT_EXIST;
            case NUMBER_TAKEN -> Acq.DUP_OUT_REQUEST_NO;
            case NUMBER_REUSED -> Acq.DISCORDANT_REPEAT_REQUEST;
            case NOTHING_CAPTURED -> Acq.REASON_TRADE_STATUS_INVALID;
            case ALL_REFUNDED -> allRefunded;
            case NOT_IN_ESCROW -> Acq.ILLEGAL_SETTLE_STATE;
            case ALREADY_SETTLED -> Acq.ALREADY_CONFIRM_SETTLE;
            case SETTLEMENT_AMOUNT_WRONG -> Acq.INVALID_SETTLE_AMOUNT_PARAMETER;
            case RECEIVER_NOT_BOUND -> Acq.ROYALTY_RECEIVER_INVALID;
            case RECEIVER_IS_MERCHANT -> Acq.ROYALTY_ACCOUNTS_EQUAL;
            case SPLIT_BEFORE_SETTLEMENT -> Acq.ALLOC_REFUSE_BEFORE_SETTLE;
            case SPLIT_EXCEEDS_SHARE, UNFREEZE_EXCEEDS_FROZEN -> Acq.ALLOC_AMOUNT_VALIDATE_ERROR;
            case MERCHANT_BALANCE_NOT_ENOUGH -> Acq.TXN_RESULT_ACCOUNT_BALANCE_NOT_ENOUGH;
        };
    }

    private static boolean isOver(Payment payment) {
        return payment.state() instanceof State.Closed
                || payment.capture().map(capture -> capture.refundable().isZero()).orElse(false);
    }

    static Acq word(PaymentRefusal why) {
        return switch (why) {
            case PAYMENT_NOT_FOUND -> Acq.TRADE_NOT_EXIST;
            case REFERENCE_REUSED -> Acq.CONTEXT_INCONSISTENT;
            case PAYMENT_ALREADY_PAID -> Acq.TRADE_HAS_SUCCESS;
            case PAYMENT_CLOSED -> Acq.TRADE_HAS_CLOSE;
            case PAYMENT_EXPIRED -> Acq.NOW_TIME_AFTER_EXPIRE_TIME_ERROR;
            case CODE_UNKNOWN, CODE_USED, CODE_EXPIRED -> Acq.PAYMENT_AUTH_CODE_INVALID;
            case WALLET_NOT_FOUND -> Acq.BUYER_NOT_EXIST;
            case WALLET_FROZEN -> Acq.BUYER_ENABLE_STATUS_FORBID;
            case CORRIDOR_MISSING -> Acq.MERCHANT_AGREEMENT_NOT_EXIST;
            case CORRIDOR_CLOSED -> Acq.MERCHANT_AGREEMENT_INVALID;
            case RATE_MISSING -> Acq.CURRENCY_NOT_SUPPORT;
            case AMOUNT_TOO_SMALL, QUOTE_MISMATCH, CURRENCY_DIFFERS -> Acq.AMOUNT_OR_CURRENCY_ERROR;
            case MANDATE_NOT_FOUND -> Acq.AGREEMENT_NOT_EXIST;
            case MANDATE_NOT_ACTIVE -> Acq.AGREEMENT_STATUS_NOT_NORMAL;
            case MANDATE_CURRENCY_DIFFERS -> Acq.AMOUNT_OR_CURRENCY_ERROR;
            case MANDATE_PAYMENT_TOO_LARGE -> Acq.CYCLE_PAY_SINGLE_FEE_EXCEED;
            case MANDATE_TOTAL_EXCEEDED -> Acq.CYCLE_PAY_TOTAL_FEE_EXCEED;
            case MANDATE_PAYMENTS_EXCEEDED -> Acq.CYCLE_PAY_TOTAL_TIMES_EXCEED;
            case MANDATE_NOT_DUE -> Acq.CYCLE_PAY_DATE_NOT_MATCH;
            case DAY_LIMIT_EXCEEDED -> Acq.BUYER_PAYMENT_AMOUNT_DAY_LIMIT_ERROR;
            case ACCOUNT_LIMIT_EXCEEDED -> Acq.ERROR_BUYER_CERTIFY_LEVEL_LIMIT;
            case BALANCE_NOT_ENOUGH -> Acq.BUYER_BALANCE_NOT_ENOUGH;
            case TOKEN_NOT_ACCEPTED,
                    TOKEN_REPLAYED,
                    APPROVED_AMOUNT_DIFFERS,
                    TOKEN_UNKNOWN,
                    TOKEN_DELETED,
                    TOKEN_SUSPENDED,
                    TOKEN_EXPIRED,
                    CRYPTOGRAM_WRONG,
                    COUNTER_REUSED,
                    QUOTE_NOT_FOUND,
                    QUOTE_EXPIRED,
                    RATE_EXPIRED,
                    DECLINED ->
                    Acq.PAYMENT_FAIL;
            case PAYMENT_IN_PROGRESS,
                    NOT_AUTHORISED,
                    AUTHORISATION_EXPIRED,
                    CANCEL_AFTER_CAPTURE,
                    NOT_CAPTURED,
                    PAYMENT_DISPUTED,
                    DISPUTE_EXCEEDS_CAPTURE ->
                    Acq.TRADE_STATUS_ERROR;
            case CAPTURE_EXCEEDS_AUTHORISATION, SHARE_EXCEEDS_AMOUNT -> Acq.AUTH_AMOUNT_NOT_ENOUGH;
            case REFUND_REFERENCE_REUSED -> Acq.DISCORDANT_REPEAT_REQUEST;
            case REFUND_EXCEEDS_CAPTURE, SHARE_MISSING -> Acq.REASON_TRADE_REFUND_FEE_ERR;
            case FREEZE_NOT_FOUND -> Acq.AUTH_NO_ERROR;
            case FREEZE_NOT_STANDING -> Acq.AUTH_ORDER_HAS_CLOSED;
            case FREEZE_EXCEEDED -> Acq.AUTH_AMOUNT_NOT_ENOUGH;
            case SETTLEMENT_NOT_FOUND -> Acq.TRADE_SETTLE_ERROR;
            case SPLIT_RETURN_EXCEEDED -> Acq.ALLOC_AMOUNT_VALIDATE_ERROR;
            case RECEIVER_BALANCE_NOT_ENOUGH -> Acq.SELLER_BALANCE_NOT_ENOUGH;
        };
    }
}
