package dev.handfast.payments;

import dev.handfast.money.Currency;
import dev.handfast.money.Money;

import java.util.List;
import java.util.UUID;

/**
 * A request to split a payment's money.
 *
 * @param id a fresh id in time order
 * @param merchant whose
 * @param payment of which payment
 * @param reference the merchant's own number for it, unique for this merchant
 * @param parts who gets how much, in the order in which it is carried out
 * @param unfreeze what becomes of what is frozen and not split
 */
public record SplitRequest(
        UUID id,
        UUID merchant,
        UUID payment,
        String reference,
        List<Part> parts,
        Unfreeze unfreeze) {
    /** Copies the list. */
    public SplitRequest {
        parts = List.copyOf(parts);
    }

    /**
     * A part for one receiver.
     *
     * @param account the receiver's number in the dialect
     * @param amount how much
     * @param description what the merchant notes
     */
    public record Part(String account, Money amount, String description) {
        private static final int FIELDS = 3;

        /** The part as one line. */
        String line() {
            return account + " " + amount.minor() + " " + description.replaceAll("\\R", " ");
        }

        /** The part that {@link #line} wrote. */
        static Part ofLine(String line, Currency currency) {
            String[] fields = line.split(" ", FIELDS);
            return new Part(fields[0], new Money(Long.parseLong(fields[1]), currency), fields[2]);
        }
    }

    /** What becomes of what is frozen and not split. */
    public sealed interface Unfreeze {
        /** It stays frozen. */
        record Nothing() implements Unfreeze {}

        /** So much of it becomes payable. */
        record Some(Money amount) implements Unfreeze {}

        /** All of it becomes payable. */
        record Everything() implements Unfreeze {}

        /** All of it becomes payable in place of a plan that could not be carried out. */
        record Instead(MoveRefusal why) implements Unfreeze {}
    }
}
