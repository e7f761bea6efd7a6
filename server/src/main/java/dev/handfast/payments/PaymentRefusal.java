package dev.handfast.payments;

/** Why a payment command was refused, in order of precedence: the first that applies is given. */
public enum PaymentRefusal {
    /** There is no such payment, or it is not this merchant's. */
    PAYMENT_NOT_FOUND,
    /** The merchant's number already names a payment with other terms. */
    REFERENCE_REUSED,
    /** The payment has been paid. */
    PAYMENT_ALREADY_PAID,
    /** A rail has been asked about this payment and has not answered yet. */
    PAYMENT_IN_PROGRESS,
    /** The payment is closed. */
    PAYMENT_CLOSED,
    /** The payment's time has run out. */
    PAYMENT_EXPIRED,
    /** The Apple Pay token was not accepted; the detail names the check. */
    TOKEN_NOT_ACCEPTED,
    /** This Apple Pay token has paid before. */
    TOKEN_REPLAYED,
    /** The device approved another amount or currency. */
    APPROVED_AMOUNT_DIFFERS,
    /** The device token is not known here. */
    TOKEN_UNKNOWN,
    /** The device token was deleted. */
    TOKEN_DELETED,
    /** The device token is suspended. */
    TOKEN_SUSPENDED,
    /** The device token has expired. */
    TOKEN_EXPIRED,
    /** The cryptogram is wrong. */
    CRYPTOGRAM_WRONG,
    /** The transaction counter was used before. */
    COUNTER_REUSED,
    /** The payment code is not known. */
    CODE_UNKNOWN,
    /** The payment code was used before. */
    CODE_USED,
    /** The payment code's minute is over. */
    CODE_EXPIRED,
    /** There is no such mandate, or it is another merchant's. */
    MANDATE_NOT_FOUND,
    /** Nobody has agreed to the mandate, or it has ended. */
    MANDATE_NOT_ACTIVE,
    /** The mandate is in another currency. */
    MANDATE_CURRENCY_DIFFERS,
    /** The mandate allows less for one payment. */
    MANDATE_PAYMENT_TOO_LARGE,
    /** The mandate allows less for all payments together. */
    MANDATE_TOTAL_EXCEEDED,
    /** The mandate allows no more payments. */
    MANDATE_PAYMENTS_EXCEEDED,
    /** The mandate's next payment is not due yet. */
    MANDATE_NOT_DUE,
    /** There is no such wallet. */
    WALLET_NOT_FOUND,
    /** The wallet may not pay. */
    WALLET_FROZEN,
    /** The two partners have no agreement. */
    CORRIDOR_MISSING,
    /** The corridor is closed. */
    CORRIDOR_CLOSED,
    /** There is no such quote. */
    QUOTE_NOT_FOUND,
    /** The quote is for another amount or another pair of currencies. */
    QUOTE_MISMATCH,
    /** The quote's time has run out. */
    QUOTE_EXPIRED,
    /** There is no rate for this pair of currencies. */
    RATE_MISSING,
    /** The newest rate for this pair is too old. */
    RATE_EXPIRED,
    /** The amount is worth less than the payer's smallest unit. */
    AMOUNT_TOO_SMALL,
    /** The wallet has used up what a rule allows it in a day, or would exceed it. */
    DAY_LIMIT_EXCEEDED,
    /** The same for a limit of the wallet's account class. */
    ACCOUNT_LIMIT_EXCEEDED,
    /** There is no such freeze, or it is not this merchant's. */
    FREEZE_NOT_FOUND,
    /** Nothing is frozen: nobody has agreed yet, or it is over. */
    FREEZE_NOT_STANDING,
    /** More would be paid than is frozen. */
    FREEZE_EXCEEDED,
    /** The wallet's balance is not enough. */
    BALANCE_NOT_ENOUGH,
    /** The card's issuer declined. */
    DECLINED,
    /** Nothing is held that could be captured. */
    NOT_AUTHORISED,
    /** The held money's time has run out. */
    AUTHORISATION_EXPIRED,
    /** What would be captured or given back is in another currency than the payment. */
    CURRENCY_DIFFERS,
    /** More would be captured than is held. */
    CAPTURE_EXCEEDS_AUTHORISATION,
    /** A platform's fee, or what it passes on, would be more than the payment. */
    SHARE_EXCEEDS_AMOUNT,
    /** The payment can no longer be cancelled: its money has moved. */
    CANCEL_AFTER_CAPTURE,
    /** No money has moved that could go back. */
    NOT_CAPTURED,
    /** The payment is disputed, or has been before. */
    PAYMENT_DISPUTED,
    /** More would be disputed than is left of the capture. */
    DISPUTE_EXCEEDS_CAPTURE,
    /** The merchant's number already names a refund of another amount. */
    REFUND_REFERENCE_REUSED,
    /** More would go back than is left of the capture. */
    REFUND_EXCEEDS_CAPTURE,
    /**
     * What a platform got or passed on is to go back with a refund, and there was no such thing.
     */
    SHARE_MISSING,
    /** There is no such settlement from which money could be taken back. */
    SETTLEMENT_NOT_FOUND,
    /**
     * A receiver of splits would return more than it has got, or all of them more than goes back.
     */
    SPLIT_RETURN_EXCEEDED,
    /** A receiver of splits does not hold what it is to return. */
    RECEIVER_BALANCE_NOT_ENOUGH;

    /** Whether it is the payer who cannot pay like this, and another try may go better. */
    public boolean isPayersSide() {
        return switch (this) {
            case TOKEN_UNKNOWN,
                    TOKEN_DELETED,
                    TOKEN_SUSPENDED,
                    TOKEN_EXPIRED,
                    CRYPTOGRAM_WRONG,
                    COUNTER_REUSED,
                    MANDATE_NOT_FOUND,
                    MANDATE_NOT_ACTIVE,
                    MANDATE_CURRENCY_DIFFERS,
                    MANDATE_PAYMENT_TOO_LARGE,
                    MANDATE_TOTAL_EXCEEDED,
                    MANDATE_PAYMENTS_EXCEEDED,
                    MANDATE_NOT_DUE,
                    WALLET_NOT_FOUND,
                    WALLET_FROZEN,
                    CORRIDOR_MISSING,
                    CORRIDOR_CLOSED,
                    RATE_MISSING,
                    RATE_EXPIRED,
                    DAY_LIMIT_EXCEEDED,
                    ACCOUNT_LIMIT_EXCEEDED,
                    BALANCE_NOT_ENOUGH,
                    DECLINED ->
                    true;
            case PAYMENT_NOT_FOUND,
                    REFERENCE_REUSED,
                    PAYMENT_ALREADY_PAID,
                    PAYMENT_IN_PROGRESS,
                    PAYMENT_CLOSED,
                    PAYMENT_EXPIRED,
                    TOKEN_NOT_ACCEPTED,
                    TOKEN_REPLAYED,
                    APPROVED_AMOUNT_DIFFERS,
                    CODE_UNKNOWN,
                    CODE_USED,
                    CODE_EXPIRED,
                    QUOTE_NOT_FOUND,
                    QUOTE_MISMATCH,
                    QUOTE_EXPIRED,
                    AMOUNT_TOO_SMALL,
                    FREEZE_NOT_FOUND,
                    FREEZE_NOT_STANDING,
                    FREEZE_EXCEEDED,
                    NOT_AUTHORISED,
                    AUTHORISATION_EXPIRED,
                    CURRENCY_DIFFERS,
                    CAPTURE_EXCEEDS_AUTHORISATION,
                    SHARE_EXCEEDS_AMOUNT,
                    CANCEL_AFTER_CAPTURE,
                    NOT_CAPTURED,
                    PAYMENT_DISPUTED,
                    DISPUTE_EXCEEDS_CAPTURE,
                    REFUND_REFERENCE_REUSED,
                    REFUND_EXCEEDS_CAPTURE,
                    SHARE_MISSING,
                    SETTLEMENT_NOT_FOUND,
                    SPLIT_RETURN_EXCEEDED,
                    RECEIVER_BALANCE_NOT_ENOUGH ->
                    false;
        };
    }
}
