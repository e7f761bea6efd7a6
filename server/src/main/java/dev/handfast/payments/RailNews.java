package dev.handfast.payments;

import dev.handfast.money.Money;
import dev.handfast.money.Parsed;

import java.util.UUID;

/**
 * What the other side of a rail has told of its own accord: that an attempt, or an offer, has an
 * outcome now.
 *
 * @param rail the rail's name
 * @param attempt which attempt or offer
 * @param total its whole amount, as a decimal number in the currency of the other side's wallets
 */
public record RailNews(String rail, UUID attempt, String total) {
    /** What came of news. */
    public enum Taken {
        /** The outcome is known now, or nothing depends on it any more. */
        KNOWN,
        /** The rail was asked, and did not say the same; the news is to be told again. */
        NOT_YET,
        /** It is about another rail's attempt, or about another amount; nothing was done. */
        DIFFERS
    }

    boolean isOf(Money amount) {
        return Money.parse(total, amount.currency()) instanceof Parsed.Valid<Money>(Money told)
                && told.equals(amount);
    }
}
