package dev.handfast.payments;

import dev.handfast.money.Money;

import java.util.Optional;
import java.util.UUID;

/** What a platform has to do with the money of a payment. */
public sealed interface Brokerage {
    /**
     * The platform's merchant is paid, and gives the platform a fee.
     *
     * @param platform who gets it
     * @param fee more than zero and at most the payment's amount
     */
    record Direct(UUID platform, Money fee) implements Brokerage {}

    /**
     * The platform is paid, and passes the money on to one of its merchants, all of it or a part.
     *
     * @param destination that merchant
     * @param part how much; all that is captured, where it is empty
     * @param fee what the merchant gives back to the platform, where it gives anything
     */
    record Onward(UUID destination, Optional<Money> part, Optional<Money> fee)
            implements Brokerage {}

    /**
     * What moves with a capture.
     *
     * @param passed from the payment's merchant to the other one
     * @param fee from the platform's merchant to the platform
     */
    record Shares(Money passed, Money fee) {}

    /** Who takes part beside the payment's own merchant. */
    default UUID other() {
        return switch (this) {
            case Direct direct -> direct.platform();
            case Onward onward -> onward.destination();
        };
    }

    /** The fee that was agreed. */
    default Optional<Money> agreedFee() {
        return switch (this) {
            case Direct direct -> Optional.of(direct.fee());
            case Onward onward -> onward.fee();
        };
    }

    /** The part to pass on that was agreed, where it is not all of it. */
    default Optional<Money> agreedPart() {
        return switch (this) {
            case Direct direct -> Optional.empty();
            case Onward onward -> onward.part();
        };
    }

    /** Whether everything agreed on is in this amount's currency and not more than it. */
    default boolean fits(Money amount) {
        return agreedFee().map(fee -> within(fee, amount)).orElse(true)
                && agreedPart().map(part -> within(part, amount)).orElse(true);
    }

    private static boolean within(Money share, Money amount) {
        return share.currency().equals(amount.currency())
                && share.isPositive()
                && !share.isMoreThan(amount);
    }

    /** What moves when so much is captured: never more than that. */
    default Shares of(Money captured) {
        Money none = Money.zero(captured.currency());
        Money fee = agreedFee().map(agreed -> least(agreed, captured)).orElse(none);
        return switch (this) {
            case Direct direct -> new Shares(none, fee);
            case Onward onward -> new Shares(least(onward.part().orElse(captured), captured), fee);
        };
    }

    private static Money least(Money one, Money other) {
        return one.isMoreThan(other) ? other : one;
    }
}
