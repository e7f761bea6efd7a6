package dev.handfast.fx;

import dev.handfast.engine.Naming;
import dev.handfast.engine.Working;
import dev.handfast.money.Currency;
import dev.handfast.money.Money;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** Prices an amount in another currency, inside a batch. */
public final class Pricing {
    /** What a price depends on. */
    public record Pair(Currency base, Currency counter) {}

    /** Why there is no price, in order of precedence. */
    public enum Refusal {
        /** No such quote. */
        QUOTE_NOT_FOUND,
        /** The quote is for another amount or another pair of currencies. */
        QUOTE_MISMATCH,
        /** The quote's time has run out. */
        QUOTE_EXPIRED,
        /** There is no rate for this pair of currencies. */
        RATE_MISSING,
        /** The newest rate for this pair is too old. */
        RATE_EXPIRED,
        /** The amount is worth less than the payer's smallest unit. */
        AMOUNT_TOO_SMALL
    }

    /** A price, or why there is none. */
    public sealed interface Result {
        /** What it costs. */
        record Priced(Price price) implements Result {}

        /** Why there is no price. */
        record Refused(Refusal why) implements Result {}
    }

    private Pricing() {}

    /** Names the quote and the rate that {@link #price} may need. */
    public static void name(
            Naming naming,
            Optional<UUID> quote,
            Function<Working, ? extends Collection<Pair>> pairs) {
        quote.ifPresent(id -> naming.row(Quote.TABLE, id));
        naming.rows(
                ExchangeRate.TABLE,
                working ->
                        pairs.apply(working).stream()
                                .map(pair -> ExchangeRate.idOf(pair.base(), pair.counter()))
                                .toList());
    }

    /**
     * Prices an amount.
     *
     * @param base what the merchant is to get
     * @param counter the payer's currency, another than the amount's
     * @param quote the promise to keep; the current rate where there is none
     */
    public static Result price(
            Working working, Money base, Currency counter, Optional<UUID> quote) {
        return quote.map(id -> promised(working, base, counter, id))
                .orElseGet(() -> current(working, base, counter));
    }

    private static Result promised(Working working, Money base, Currency counter, UUID id) {
        Optional<Quote> found = working.find(Quote.TABLE, id);
        if (found.isEmpty()) {
            return new Result.Refused(Refusal.QUOTE_NOT_FOUND);
        }
        Quote quote = found.get();
        if (!quote.base().equals(base) || !quote.price().home().currency().equals(counter)) {
            return new Result.Refused(Refusal.QUOTE_MISMATCH);
        }
        if (!working.now().isBefore(quote.expiresAt())) {
            return new Result.Refused(Refusal.QUOTE_EXPIRED);
        }
        return new Result.Priced(quote.price());
    }

    private static Result current(Working working, Money base, Currency counter) {
        UUID id = ExchangeRate.idOf(base.currency(), counter);
        Optional<ExchangeRate> found = working.find(ExchangeRate.TABLE, id);
        if (found.isEmpty()) {
            return new Result.Refused(Refusal.RATE_MISSING);
        }
        ExchangeRate rate = found.get();
        if (!working.now().isBefore(rate.validUntil())) {
            return new Result.Refused(Refusal.RATE_EXPIRED);
        }
        Money home = rate.offered().convert(base, counter);
        if (!home.isPositive()) {
            return new Result.Refused(Refusal.AMOUNT_TOO_SMALL);
        }
        return new Result.Priced(
                new Price(home, rate.middle().convert(base, counter), rate.offered()));
    }

    /** The pair for an amount and the payer's currency; none where they are the same. */
    public static List<Pair> pair(Currency base, Currency counter) {
        return base.equals(counter) ? List.of() : List.of(new Pair(base, counter));
    }
}
