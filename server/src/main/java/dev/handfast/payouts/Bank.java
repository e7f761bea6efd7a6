package dev.handfast.payouts;

import dev.handfast.money.Money;

import java.util.UUID;

/**
 * A bank that pays merchants.
 *
 * <p>An implementation answers every call within its own stated time, with {@link Answer.Unknown}
 * if it must, and throws nothing else. The same id means the same thing however often it is sent:
 * the bank must pay once. Called by many threads.
 */
public interface Bank {
    /** Asks for a payment. */
    Answer send(Order order);

    /** Asks what became of an earlier {@link #send}. */
    Answer inquire(UUID payout);

    /**
     * What the bank is to do.
     *
     * @param payout the payout's id
     * @param merchant who is to be paid
     * @param amount how much
     */
    record Order(UUID payout, UUID merchant, Money amount) {}

    /** What came back. */
    sealed interface Answer {
        /** It has been paid, under this reference of the bank. */
        record Paid(String reference) implements Answer {}

        /** It could not be paid; the money is still here. */
        record Failed(String reason) implements Answer {}

        /** The bank has never heard of it. */
        record NeverHeard() implements Answer {}

        /** No answer, or none that could be understood. */
        record Unknown() implements Answer {}
    }
}
