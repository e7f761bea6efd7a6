package dev.handfast.customers;

import dev.handfast.engine.Command;
import dev.handfast.engine.Engine;
import dev.handfast.engine.Idempotency;
import dev.handfast.engine.Idempotency.Reply;
import dev.handfast.engine.Reader;
import dev.handfast.engine.Table;
import dev.handfast.sql.Database;
import dev.handfast.sql.Slice;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** The customers of merchants and what they pay with. Safe for any number of threads. */
public final class Customers {
    private final Database database;
    private final Engine engine;

    /** Customers in a database; the engine's tables include {@link #tables}. */
    public Customers(Database database, Engine engine) {
        this.database = database;
        this.engine = engine;
    }

    /** The tables of this package, for the order of tables. */
    public static List<Table<?, ?>> tables() {
        return List.of(Customer.TABLE, PaymentMethod.TABLE, SetupIntent.TABLE);
    }

    /**
     * Runs a command, once under its key where it has one.
     *
     * @param render makes the answer that is recorded; pure
     */
    public <R> Idempotency.Answer<R> run(
            Command<R> command, Optional<Idempotency.Key> key, Function<R, Reply.Final> render) {
        if (key.isPresent()) {
            return engine.run(Idempotency.once(key.get(), command, render::apply));
        }
        R result = engine.run(command);
        return new Idempotency.Answer.First<>(result, render.apply(result));
    }

    /** This merchant's customer with this id, one that was let go too. */
    public Optional<Customer> find(UUID merchant, UUID id) {
        return read(Customer.TABLE, id).filter(row -> row.merchant().equals(merchant));
    }

    /** This merchant's payment method with this id. */
    public Optional<PaymentMethod> findMethod(UUID merchant, UUID id) {
        return read(PaymentMethod.TABLE, id).filter(row -> row.merchant().equals(merchant));
    }

    /** This merchant's setup with this id. */
    public Optional<SetupIntent> findSetup(UUID merchant, UUID id) {
        return read(SetupIntent.TABLE, id).filter(row -> row.merchant().equals(merchant));
    }

    /** The setup with this id, whoever's it is. */
    public Optional<SetupIntent> findSetup(UUID id) {
        return read(SetupIntent.TABLE, id);
    }

    /** The setups with these ids, whoever's they are. */
    public List<SetupIntent> setupsByIds(Collection<UUID> ids) {
        return database.read(tx -> Reader.by(tx, SetupIntent.TABLE, ids));
    }

    /** Setups that still wait though their page's time is over, the oldest of them first. */
    public List<UUID> setupsToClose(Instant now) {
        return database.read(
                tx ->
                        tx.query(
                                """
                                select id from setup_intent
                                where state = 'WAITING' and closes_at is not null
                                  and closes_at <= ?
                                order by closes_at limit 100
                                """,
                                row -> row.uuid("id"),
                                now));
    }

    private <R> Optional<R> read(Table<UUID, R> table, UUID id) {
        return database.read(tx -> Reader.by(tx, table, List.of(id)).stream().findFirst());
    }

    /**
     * Which customers are wanted.
     *
     * @param contact only those with these texts; an empty one is anybody's
     * @param containing only those whose details contain this, as JSON text
     * @param from created then or later
     * @param until created then or earlier
     */
    public record Wanted(
            Customer.Contact contact,
            Optional<String> containing,
            Optional<Instant> from,
            Optional<Instant> until) {}

    /** A page of a merchant's customers, newest first; none that were let go. */
    public List<Customer> page(UUID merchant, Wanted wanted, Slice slice) {
        return database.read(
                tx -> {
                    List<UUID> ids =
                            tx.query(
                                    """
                                    select id from customer
                                    where merchant = ? and deleted_at is null
                                      and id < ? and id > ?
                                      and (? = '' or email = ?)
                                      and (? = '' or name = ?)
                                      and (? = '' or phone = ?)
                                      and (?::timestamptz is null or created_at >= ?::timestamptz)
                                      and (?::timestamptz is null or created_at <= ?::timestamptz)
                                      and (?::text is null
                                        or (details like '%"metadata"%'
                                          and details::jsonb @> ?::text::jsonb))
                                    order by
                                    """
                                            + slice.order("id")
                                            + " limit ?",
                                    row -> row.uuid("id"),
                                    merchant,
                                    slice.below(),
                                    slice.above(),
                                    wanted.contact().email(),
                                    wanted.contact().email(),
                                    wanted.contact().name(),
                                    wanted.contact().name(),
                                    wanted.contact().phone(),
                                    wanted.contact().phone(),
                                    wanted.from(),
                                    wanted.from(),
                                    wanted.until(),
                                    wanted.until(),
                                    wanted.containing(),
                                    wanted.containing(),
                                    slice.limit());
                    return Reader.by(tx, Customer.TABLE, ids).reversed();
                });
    }

    /**
     * A page of what a customer pays with, newest first.
     *
     * @param kind only of this kind
     */
    public List<PaymentMethod> methodsOf(
            UUID customer, Optional<PaymentMethod.Kind> kind, Slice slice) {
        Optional<Boolean> account = kind.map(wanted -> wanted == PaymentMethod.Kind.ACCOUNT);
        return database.read(
                tx -> {
                    List<UUID> ids =
                            tx.query(
                                    """
                                    select id from payment_method
                                    where customer = ? and id < ? and id > ?
                                      and (?::boolean is null
                                        or (mandate is not null) = ?::boolean)
                                    order by
                                    """
                                            + slice.order("id")
                                            + " limit ?",
                                    row -> row.uuid("id"),
                                    customer,
                                    slice.below(),
                                    slice.above(),
                                    account,
                                    account,
                                    slice.limit());
                    return Reader.by(tx, PaymentMethod.TABLE, ids).reversed();
                });
    }

    /** A page of a merchant's setups, newest first. */
    public List<SetupIntent> setups(UUID merchant, Optional<UUID> customer, Slice slice) {
        return database.read(
                tx -> {
                    List<UUID> ids =
                            tx.query(
                                    """
                                    select id from setup_intent
                                    where merchant = ? and (?::uuid is null or customer = ?::uuid)
                                      and id < ? and id > ?
                                      and created_at >= ? and created_at < ?
                                    order by
                                    """
                                            + slice.order("id")
                                            + " limit ?",
                                    row -> row.uuid("id"),
                                    merchant,
                                    customer,
                                    customer,
                                    slice.below(),
                                    slice.above(),
                                    slice.since(),
                                    slice.till(),
                                    slice.limit());
                    return Reader.by(tx, SetupIntent.TABLE, ids).reversed();
                });
    }
}
