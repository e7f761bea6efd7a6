package dev.handfast.fx;

import dev.handfast.engine.Command;
import dev.handfast.engine.Decision;
import dev.handfast.engine.Engine;
import dev.handfast.engine.Ids;
import dev.handfast.engine.Naming;
import dev.handfast.engine.Reader;
import dev.handfast.engine.Working;
import dev.handfast.money.Currency;
import dev.handfast.money.Money;
import dev.handfast.sql.Database;
import dev.handfast.sql.Sweep;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Sets rates and promises prices. */
public final class Rates {
    /** How long a quote is good. */
    public static final Duration QUOTE_LIFE = Duration.ofMinutes(1);

    /** A promise, or why there is none. */
    public sealed interface Quoted {
        /** The promise. */
        record Promised(Quote quote) implements Quoted {}

        /** Why there is none. */
        record Refused(Pricing.Refusal why) implements Quoted {}
    }

    private final Database database;
    private final Engine engine;
    private final Ids ids;

    /** Rates in a database. */
    public Rates(Database database, Engine engine, Ids ids) {
        this.database = database;
        this.engine = engine;
        this.ids = ids;
    }

    /** Sets the rate of a pair of currencies, in place of an earlier one. */
    public void set(ExchangeRate rate) {
        database.transact(
                tx ->
                        tx.update(
                                """
                                insert into exchange_rate
                                  (id, base, counter, middle, offered, valid_until)
                                values (?, ?, ?, ?, ?, ?)
                                on conflict (id) do update set middle = excluded.middle,
                                  offered = excluded.offered, valid_until = excluded.valid_until
                                """,
                                rate.id(),
                                rate.base().code(),
                                rate.counter().code(),
                                rate.middle().toDecimalString(),
                                rate.offered().toDecimalString(),
                                rate.validUntil()));
    }

    /**
     * The rates at which an amount of this currency can be paid in others, in the order of those.
     *
     * @param now rates too old at this moment are left out
     */
    public List<ExchangeRate> from(Currency base, Instant now) {
        return database.read(
                tx -> {
                    List<UUID> known =
                            tx.query(
                                    """
                                    select id from exchange_rate where base = ? and valid_until > ?
                                    """,
                                    row -> row.uuid("id"),
                                    base.code(),
                                    now);
                    return Reader.by(tx, ExchangeRate.TABLE, known).stream()
                            .sorted(Comparator.comparing(rate -> rate.counter().code()))
                            .toList();
                });
    }

    /** Promises what {@code base} costs in another currency, for {@link #QUOTE_LIFE}. */
    public Quoted quote(Money base, Currency counter) {
        return engine.run(new Promise(ids.next(), base, counter));
    }

    /** The promise with this id, whether it still holds or not. */
    public Optional<Quote> find(UUID id) {
        return database.read(tx -> Reader.one(tx, Quote.TABLE, id));
    }

    /** Forgets promises that ended before then; answers how many. */
    public int sweepQuotes(Instant before) {
        return Sweep.run(
                database,
                (tx, limit) ->
                        tx.update(
                                """
                                delete from quote where id in (
                                    select id from quote where expires_at < ?
                                    order by expires_at limit ?)
                                """,
                                before,
                                limit));
    }

    private record Promise(UUID id, Money base, Currency counter) implements Command<Quoted> {
        @Override
        public void name(Naming naming) {
            naming.row(Quote.TABLE, id);
            Pricing.name(
                    naming, Optional.empty(), working -> Pricing.pair(base.currency(), counter));
        }

        @Override
        public Decision<Quoted> decide(Working working) {
            return switch (Pricing.price(working, base, counter, Optional.empty())) {
                case Pricing.Result.Priced(Price price) -> {
                    Quote quote = new Quote(id, base, price, working.now().plus(QUOTE_LIFE));
                    working.insert(Quote.TABLE, quote);
                    yield new Decision.Done<>(new Quoted.Promised(quote));
                }
                case Pricing.Result.Refused(Pricing.Refusal why) ->
                        new Decision.Refused<>(new Quoted.Refused(why));
            };
        }
    }
}
