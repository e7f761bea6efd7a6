package dev.handfast.opengateway;

import dev.handfast.money.Money;
import dev.handfast.money.Share;

import java.util.Optional;

/**
 * How much of a trade a part of a split is: an amount, or a percentage of the trade's amount as it
 * was ordered, whatever has been refunded or split since. A percentage is rounded once to the fen,
 * halves up, so that parts of one trade may make a fen more or less than the sum of their
 * percentages.
 *
 * <p>Source: {@code amount} and {@code amount_percentage} of {@code RoyaltyDetailInfos} and {@code
 * OpenApiRoyaltyDetailInfoPojo} of the official client, which say a whole number from 1 to 100; of
 * what, and how it is rounded, they do not say.
 */
sealed interface PartAmount {
    /** Hundredths in a whole. */
    int WHOLE = 100;

    /** An amount. */
    record Fixed(Money amount) implements PartAmount {}

    /** So many hundredths, 1 to {@value PartAmount#WHOLE}. */
    record Percentage(long hundredths) implements PartAmount {}

    /** Reads the one that is there; none or both is refused. */
    static PartAmount read(Fields detail) {
        Optional<Money> amount = detail.findAmount("amount");
        Optional<Long> percentage = detail.count("amount_percentage");
        if (amount.isPresent() == percentage.isPresent()) {
            detail.refuse(
                    Fields.invalid(
                            "amount or amount_percentage",
                            "is there, and not both",
                            amount.isPresent() ? "both" : "neither"));
        }
        return percentage
                .<PartAmount>map(Percentage::new)
                .orElseGet(() -> new Fixed(amount.orElse(Fields.AMOUNT_MIN)));
    }

    /** How much it is of a trade; zero where a percentage makes less than half a fen. */
    default Money of(Money trade) {
        return switch (this) {
            case Fixed(Money amount) -> amount;
            case Percentage(long hundredths) ->
                    new Share(trade, new Money(WHOLE, trade.currency()))
                            .upTo(new Money(hundredths, trade.currency()));
        };
    }
}
