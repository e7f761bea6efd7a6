package dev.handfast.merchantapi;

import dev.handfast.payments.Outcome;
import dev.handfast.payments.PaymentRefusal;

import java.util.Optional;

/** The one place where refusals become errors of this dialect. */
final class ErrorTable {
    private static final String SOURCE = "payment_method_data[card]";

    private ErrorTable() {}

    /** One line of the table. */
    private record Line(
            int status,
            ApiError.Type type,
            ApiCode code,
            Optional<String> decline,
            Optional<String> param) {
        Line about(String name) {
            return new Line(status, type, code, decline, Optional.of(name));
        }
    }

    static ApiError of(Outcome.Refused refused) {
        Line line =
                nothingLeft(refused)
                        ? invalid(ApiCode.CHARGE_ALREADY_REFUNDED)
                        : line(refused.why());
        return new ApiError(
                line.status(),
                line.type(),
                line.code(),
                line.decline(),
                message(refused),
                line.param());
    }

    private static boolean nothingLeft(Outcome.Refused refused) {
        return refused.why() == PaymentRefusal.REFUND_EXCEEDS_CAPTURE
                && refused.payment()
                        .flatMap(payment -> payment.capture())
                        .filter(capture -> capture.refundable().isZero())
                        .isPresent();
    }

    /** The rule in words, from its name, and what was got. */
    private static String message(Outcome.Refused refused) {
        return "%s (%s)".formatted(refused.detail(), refused.why());
    }

    private static Line line(PaymentRefusal why) {
        return switch (why) {
            case PAYMENT_NOT_FOUND ->
                    new Line(
                            404,
                            ApiError.Type.INVALID_REQUEST_ERROR,
                            ApiCode.RESOURCE_MISSING,
                            Optional.empty(),
                            Optional.of("intent"));
            case REFERENCE_REUSED, REFUND_REFERENCE_REUSED -> invalid(ApiCode.REFERENCE_REUSED);
            case PAYMENT_ALREADY_PAID,
                    PAYMENT_IN_PROGRESS,
                    PAYMENT_CLOSED,
                    NOT_AUTHORISED,
                    CANCEL_AFTER_CAPTURE,
                    NOT_CAPTURED ->
                    invalid(ApiCode.PAYMENT_INTENT_UNEXPECTED_STATE);
            case PAYMENT_DISPUTED -> invalid(ApiCode.CHARGE_DISPUTED);
            case DISPUTE_EXCEEDS_CAPTURE -> invalid(ApiCode.AMOUNT_TOO_LARGE).about("amount");
            case PAYMENT_EXPIRED -> invalid(ApiCode.PAYMENT_INTENT_PAYMENT_ATTEMPT_EXPIRED);
            case TOKEN_NOT_ACCEPTED ->
                    invalid(ApiCode.PAYMENT_METHOD_INVALID_PARAMETER).about(SOURCE);
            case TOKEN_REPLAYED, CODE_USED -> invalid(ApiCode.TOKEN_ALREADY_USED).about(SOURCE);
            case APPROVED_AMOUNT_DIFFERS -> invalid(ApiCode.APPROVED_AMOUNT_MISMATCH).about(SOURCE);
            case CODE_UNKNOWN, CODE_EXPIRED ->
                    invalid(ApiCode.PAYMENT_METHOD_INVALID_PARAMETER).about(SOURCE);
            case TOKEN_EXPIRED -> card(ApiCode.EXPIRED_CARD, "expired_card");
            case TOKEN_UNKNOWN, TOKEN_DELETED, WALLET_NOT_FOUND -> declined("invalid_account");
            case TOKEN_SUSPENDED, WALLET_FROZEN -> declined("restricted_card");
            case CRYPTOGRAM_WRONG -> declined("do_not_honor");
            case COUNTER_REUSED -> declined("duplicate_transaction");
            case CORRIDOR_MISSING -> declined("card_not_supported");
            case MANDATE_NOT_ACTIVE -> declined("revocation_of_authorization");
            case CORRIDOR_CLOSED,
                    MANDATE_NOT_FOUND,
                    MANDATE_CURRENCY_DIFFERS,
                    MANDATE_PAYMENT_TOO_LARGE,
                    MANDATE_TOTAL_EXCEEDED,
                    MANDATE_PAYMENTS_EXCEEDED,
                    MANDATE_NOT_DUE ->
                    declined("transaction_not_allowed");
            case QUOTE_NOT_FOUND, QUOTE_MISMATCH, QUOTE_EXPIRED -> invalid(ApiCode.QUOTE_INVALID);
            case RATE_MISSING -> declined("currency_not_supported");
            case RATE_EXPIRED -> declined("try_again_later");
            case AMOUNT_TOO_SMALL -> invalid(ApiCode.AMOUNT_TOO_SMALL).about("amount");
            case DAY_LIMIT_EXCEEDED, ACCOUNT_LIMIT_EXCEEDED -> declined("card_velocity_exceeded");
            case BALANCE_NOT_ENOUGH -> declined("insufficient_funds");
            case DECLINED -> declined("generic_decline");
            case AUTHORISATION_EXPIRED -> invalid(ApiCode.CHARGE_EXPIRED_FOR_CAPTURE);
            case CURRENCY_DIFFERS -> invalid(ApiCode.PARAMETER_INVALID).about("currency");
            case CAPTURE_EXCEEDS_AUTHORISATION ->
                    invalid(ApiCode.AMOUNT_TOO_LARGE).about("amount_to_capture");
            case SHARE_EXCEEDS_AMOUNT ->
                    invalid(ApiCode.AMOUNT_TOO_LARGE).about("application_fee_amount");
            case SHARE_MISSING ->
                    invalid(ApiCode.PARAMETER_INVALID).about("refund_application_fee");
            case REFUND_EXCEEDS_CAPTURE, SPLIT_RETURN_EXCEEDED, RECEIVER_BALANCE_NOT_ENOUGH ->
                    invalid(ApiCode.AMOUNT_TOO_LARGE).about("amount");
            case SETTLEMENT_NOT_FOUND, FREEZE_NOT_FOUND, FREEZE_NOT_STANDING, FREEZE_EXCEEDED ->
                    invalid(ApiCode.PARAMETER_INVALID);
        };
    }

    private static Line invalid(ApiCode code) {
        return new Line(
                400, ApiError.Type.INVALID_REQUEST_ERROR, code, Optional.empty(), Optional.empty());
    }

    private static Line declined(String decline) {
        return card(ApiCode.CARD_DECLINED, decline);
    }

    private static Line card(ApiCode code, String decline) {
        return new Line(
                402, ApiError.Type.CARD_ERROR, code, Optional.of(decline), Optional.empty());
    }
}
