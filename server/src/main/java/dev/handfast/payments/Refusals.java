package dev.handfast.payments;

import dev.handfast.fx.Pricing;
import dev.handfast.ledger.LedgerRefusal;
import dev.handfast.limits.Limits;
import dev.handfast.mandates.MandateRefusal;
import dev.handfast.money.Currency;
import dev.handfast.money.Money;
import dev.handfast.tokens.TokenRefusal;

import java.util.Optional;

/** Turns refusals of the floors below into those of payments, and gives them words. */
final class Refusals {
    private Refusals() {}

    static Outcome of(PaymentRefusal why, String detail, Optional<Payment> payment) {
        return new Outcome.Refused(why, detail, payment);
    }

    static PaymentRefusal of(TokenRefusal why) {
        return switch (why) {
            case TOKEN_UNKNOWN -> PaymentRefusal.TOKEN_UNKNOWN;
            case TOKEN_DELETED -> PaymentRefusal.TOKEN_DELETED;
            case TOKEN_SUSPENDED -> PaymentRefusal.TOKEN_SUSPENDED;
            case TOKEN_EXPIRED -> PaymentRefusal.TOKEN_EXPIRED;
            case CRYPTOGRAM_WRONG -> PaymentRefusal.CRYPTOGRAM_WRONG;
            case COUNTER_REUSED -> PaymentRefusal.COUNTER_REUSED;
        };
    }

    static String token(TokenRefusal why) {
        return switch (why) {
            case TOKEN_UNKNOWN -> "the device token is not known here";
            case TOKEN_DELETED -> "the device token was deleted";
            case TOKEN_SUSPENDED -> "the device token is suspended";
            case TOKEN_EXPIRED -> "the device token has expired";
            case CRYPTOGRAM_WRONG -> "the cryptogram does not fit the token, amount and currency";
            case COUNTER_REUSED -> "the transaction counter was used before";
        };
    }

    static PaymentRefusal of(Pricing.Refusal why) {
        return switch (why) {
            case QUOTE_NOT_FOUND -> PaymentRefusal.QUOTE_NOT_FOUND;
            case QUOTE_MISMATCH -> PaymentRefusal.QUOTE_MISMATCH;
            case QUOTE_EXPIRED -> PaymentRefusal.QUOTE_EXPIRED;
            case RATE_MISSING -> PaymentRefusal.RATE_MISSING;
            case RATE_EXPIRED -> PaymentRefusal.RATE_EXPIRED;
            case AMOUNT_TOO_SMALL -> PaymentRefusal.AMOUNT_TOO_SMALL;
        };
    }

    static String pricing(Money amount, Currency counter) {
        return "%s has no price in %s now".formatted(amount.format(), counter.code());
    }

    /** The refusals a payment under a mandate can meet; the others would be bugs. */
    static PaymentRefusal of(MandateRefusal why) {
        return switch (why) {
            case MANDATE_NOT_FOUND -> PaymentRefusal.MANDATE_NOT_FOUND;
            case MANDATE_NOT_ACTIVE -> PaymentRefusal.MANDATE_NOT_ACTIVE;
            case MANDATE_CURRENCY_DIFFERS -> PaymentRefusal.MANDATE_CURRENCY_DIFFERS;
            case MANDATE_PAYMENT_TOO_LARGE -> PaymentRefusal.MANDATE_PAYMENT_TOO_LARGE;
            case MANDATE_TOTAL_EXCEEDED -> PaymentRefusal.MANDATE_TOTAL_EXCEEDED;
            case MANDATE_PAYMENTS_EXCEEDED -> PaymentRefusal.MANDATE_PAYMENTS_EXCEEDED;
            case MANDATE_NOT_DUE -> PaymentRefusal.MANDATE_NOT_DUE;
            case MANDATE_PROPOSAL_EXPIRED,
                    MANDATE_WALLET_UNFIT,
                    MANDATE_ALREADY_AGREED,
                    MANDATE_WITHOUT_PERIODS,
                    MANDATE_DATE_UNFIT ->
                    throw new IllegalStateException("a payment was refused with " + why);
        };
    }

    static PaymentRefusal of(Limits.Check.Exceeded exceeded) {
        return switch (exceeded.rule().window()) {
            case ONCE, DAY -> PaymentRefusal.DAY_LIMIT_EXCEEDED;
            case YEAR, LIFE -> PaymentRefusal.ACCOUNT_LIMIT_EXCEEDED;
        };
    }

    /** The refusals a posting can meet for reasons outside; the others would be bugs. */
    static PaymentRefusal of(LedgerRefusal why) {
        return switch (why) {
            case BALANCE_NOT_ENOUGH -> PaymentRefusal.BALANCE_NOT_ENOUGH;
            case HOLD_EXPIRED -> PaymentRefusal.AUTHORISATION_EXPIRED;
            case AMOUNT_EXCEEDS_HOLD -> PaymentRefusal.CAPTURE_EXCEEDS_AUTHORISATION;
            case AMOUNT_MUST_BE_POSITIVE,
                    ACCOUNTS_MUST_DIFFER,
                    CURRENCY_MUST_MATCH,
                    PARTNER_MUST_MATCH,
                    HOLD_NOT_FOUND,
                    HOLD_ALREADY_POSTED,
                    HOLD_ALREADY_RELEASED ->
                    throw new IllegalStateException(
                            "a flow made a posting the ledger refuses: " + why);
        };
    }

    static String currency(Payment payment, Money asked) {
        return "the payment is in %s, %s was asked for"
                .formatted(payment.terms().amount().currency().code(), asked.format());
    }

    static String shareTooLarge(Money amount) {
        return "a platform's fee, or what it passes on, is at most " + amount.format();
    }

    static String standing(Payment payment) {
        return switch (payment.state()) {
            case State.Waiting waiting ->
                    "the payment could be paid until "
                            + payment.terms().expiresAt().map(Object::toString).orElse("any time");
            case State.Unknown unknown -> "the card's issuer has not answered yet";
            case State.Authorised authorised -> "the payment is authorised already";
            case State.Captured captured -> "the payment is captured already";
            case State.Closed closed ->
                    "the payment was closed at %s (%s)".formatted(closed.at(), closed.reason());
        };
    }
}
