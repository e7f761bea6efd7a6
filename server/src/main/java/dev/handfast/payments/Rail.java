package dev.handfast.payments;

import dev.handfast.money.Currency;

import java.util.Optional;
import java.util.UUID;

/**
 * A way to somebody who decides about money outside these books, such as a card issuer, or a
 * partner's gateway.
 *
 * <p>An implementation answers every call within its own stated time, with {@link Answer.NoAnswer}
 * if it must, and throws nothing else. The same id means the same thing however often it is sent:
 * the other side must do it once. Called by many threads.
 */
public interface Rail {
    /** The name by which cards refer to it. */
    String name();

    /** The wallets that it reaches by the payment codes their holders show, where it does. */
    default Optional<Reach> reach() {
        return Optional.empty();
    }

    /**
     * Wallets behind a rail.
     *
     * @param partner the partner that runs them
     * @param currency in which they pay
     * @param codePrefix how their payment codes begin; where several do, the longest counts
     */
    record Reach(UUID partner, Currency currency, String codePrefix) {}

    /** Asks whether a payment may be made. */
    Answer authorise(RailOrder order);

    /** Asks what became of an earlier {@link #authorise}. */
    Answer inquire(UUID attempt);

    /** Tells the other side something it must do. */
    Answer tell(RailTask task);

    /** What came back. */
    sealed interface Answer {
        /** Yes, or done; under this reference of the other side. */
        record Approved(String reference) implements Answer {}

        /** No. */
        record Declined(String reason) implements Answer {}

        /** The other side has never heard of it. */
        record NeverHeard() implements Answer {}

        /** No answer, or none that could be understood. */
        record NoAnswer() implements Answer {}
    }
}
