package dev.handfast.payments;

import dev.handfast.money.Money;

import java.time.Instant;
import java.util.UUID;

/**
 * A rail whose other side can be given a payment to offer: it shows a code, and whoever scans that
 * with one of its wallets pays there. What {@link Rail} says about calls holds here too.
 */
public interface CodeRail extends Rail {
    /**
     * What is offered.
     *
     * @param id by which the other side knows it, however often it is asked
     * @param amount in the currency of the other side's wallets
     * @param description what is paid for, as shown to the payer
     * @param payableUntil from this moment on the other side must refuse a payer
     */
    record Order(UUID id, Money amount, String description, Instant payableUntil) {}

    /** Asks for a code; asked again, the other side shows a code for the same order. */
    Code show(Order order);

    /** What came back for a code. */
    sealed interface Code {
        /** It is shown. */
        record Shown(String code) implements Code {}

        /** No code. */
        record Refused(String reason) implements Code {}

        /** No answer, or none that could be understood. */
        record NoAnswer() implements Code {}
    }

    /** Whether the payment still wants to be paid like this. */
    enum Wish {
        /** It does. */
        KEEP,
        /** It does not: nobody is to pay it any more, if nobody has. */
        WITHDRAW
    }

    /** Asks what became of an order. */
    Fate ask(Order order, Wish wish);

    /** What became of an order. */
    sealed interface Fate {
        /** Somebody has paid it in full. */
        record Paid() implements Fate {}

        /** Nobody has paid, and nobody can any more. */
        record Over() implements Fate {}

        /** Somebody may pay yet, or it is not known. */
        record Open() implements Fate {}
    }
}
