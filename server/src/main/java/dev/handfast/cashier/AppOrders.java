package dev.handfast.cashier;

import dev.handfast.payments.Freeze;
import dev.handfast.payments.Payment;

import java.time.Instant;

/** Orders that a merchant's app hands to the wallet's app, as a signed text. */
public interface AppOrders {
    /** What came of opening one. */
    sealed interface Opened {
        /** It can be paid. */
        record Payable(Payment payment) implements Opened {}

        /** It asks that money be frozen, and its payer can agree. */
        record Freezable(Freeze freeze) implements Opened {}

        /**
         * It was refused.
         *
         * @param code the dialect's own
         * @param text rule and what was got
         */
        record Refused(String code, String text) implements Opened {}
    }

    /** Checks an order and opens its payment or freeze, or finds the one that is open. */
    Opened open(String order);

    /** What the wallet's app gives back to the merchant's app: signed. */
    String receipt(String order, Payment payment, Instant now);

    /** The same where its holder has agreed that money is frozen. */
    String receipt(String order, Freeze freeze);
}
