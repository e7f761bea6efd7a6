package dev.handfast.cashier;

import dev.handfast.payments.Payment;
import dev.handfast.visits.Visit;

import java.util.List;

/**
 * The ways to pay beside the wallets whose holders sign in here, told by whoever has pages for
 * them. They are offered while a payment waits.
 */
@FunctionalInterface
public interface OtherWays {
    /** None. */
    OtherWays NONE = (visit, payment) -> List.of();

    /** One way. */
    sealed interface Way {
        /** By a device wallet, on the page at this path. */
        record Device(String path) implements Way {}

        /**
         * By a wallet of a partner that shows a code of its own.
         *
         * @param path where the form goes that asks for the code
         * @param name the partner's
         */
        record Partner(String path, String name) implements Way {}
    }

    /** The ways to pay this payment, in the order in which they are offered. */
    List<Way> of(Visit visit, Payment payment);
}
