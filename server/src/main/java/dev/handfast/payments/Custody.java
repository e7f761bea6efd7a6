package dev.handfast.payments;

import java.util.List;

/** Where the merchant's share of a capture is kept at first. */
public sealed interface Custody {
    /** The longest time in escrow, in days. */
    int DAYS_MAX = 365;

    /** With what is payable to the merchant. */
    record Payable() implements Custody {}

    /**
     * In escrow, until the merchant confirms or the time is over.
     *
     * @param days counted from the capture, 1 to {@value Custody#DAYS_MAX}
     */
    record Escrow(int days) implements Custody {
        /** Checks the range. */
        public Escrow {
            if (days < 1 || days > DAYS_MAX) {
                throw new IllegalArgumentException(
                        "days in escrow are 1 to %d, got %d".formatted(DAYS_MAX, days));
            }
        }
    }

    /** Frozen, until the merchant has split it. */
    record Frozen() implements Custody {}

    /**
     * Frozen, until it has been split as the merchant has ordered with the payment, which happens
     * without the merchant's word; what is left then becomes payable.
     *
     * @param parts who gets how much, in this order
     */
    record Planned(List<SplitRequest.Part> parts) implements Custody {
        /** Copies the list. */
        public Planned {
            parts = List.copyOf(parts);
        }
    }

    /** The custody of most payments. */
    Custody PAYABLE = new Payable();
}
