package dev.handfast.sales;

import dev.handfast.engine.Command;
import dev.handfast.engine.Decision;
import dev.handfast.engine.Engine;
import dev.handfast.engine.Idempotency;
import dev.handfast.engine.Idempotency.Reply;
import dev.handfast.engine.Naming;
import dev.handfast.engine.Reader;
import dev.handfast.engine.Table;
import dev.handfast.engine.Working;
import dev.handfast.sql.Database;
import dev.handfast.sql.Slice;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** The payment links of merchants. Safe for any number of threads. */
public final class Links {
    private final Database database;
    private final Engine engine;

    /** Links in a database; the engine's tables include {@link #table}. */
    public Links(Database database, Engine engine) {
        this.database = database;
        this.engine = engine;
    }

    /** The table of links, for the order of tables. */
    public static Table<?, ?> table() {
        return PaymentLink.TABLE;
    }

    /**
     * A call that is answered once under its key, where it has one.
     *
     * @param render makes the answer of what is there afterwards; empty where there is no such link
     */
    public record Once(
            Optional<Idempotency.Key> key, Function<Optional<PaymentLink>, Reply.Final> render) {}

    /** Adds a link. */
    public Idempotency.Answer<Optional<PaymentLink>> create(PaymentLink link, Once once) {
        return run(new Create(link), once);
    }

    /**
     * Changes a merchant's link.
     *
     * @param change pure
     */
    public Idempotency.Answer<Optional<PaymentLink>> change(
            UUID merchant, UUID id, UnaryOperator<PaymentLink> change, Once once) {
        return run(new Change(merchant, id, change), once);
    }

    private Idempotency.Answer<Optional<PaymentLink>> run(
            Command<Optional<PaymentLink>> command, Once once) {
        if (once.key().isPresent()) {
            return engine.run(Idempotency.once(once.key().get(), command, once.render()::apply));
        }
        Optional<PaymentLink> done = engine.run(command);
        return new Idempotency.Answer.First<>(done, once.render().apply(done));
    }

    /** The link with this id, if it is this merchant's. */
    public Optional<PaymentLink> find(UUID merchant, UUID id) {
        return find(id).filter(link -> link.merchant().equals(merchant));
    }

    /** The link whose address ends in {@code key}. */
    public Optional<PaymentLink> findByKey(String key) {
        if (!Addresses.isKey(key)) {
            return Optional.empty();
        }
        return database.read(
                        tx ->
                                tx.queryOne(
                                        """
                                        select id from payment_link where address_key = ?
                                        """,
                                        row -> row.uuid("id"),
                                        key))
                .flatMap(this::find);
    }

    private Optional<PaymentLink> find(UUID id) {
        return database.read(tx -> Reader.one(tx, PaymentLink.TABLE, id));
    }

    /**
     * A page of a merchant's links, newest first.
     *
     * @param state only those in this state, where it is given
     */
    public List<PaymentLink> page(UUID merchant, Optional<PaymentLink.State> state, Slice slice) {
        return database.read(
                tx ->
                        slice.newestFirst(
                                Reader.found(
                                        tx,
                                        PaymentLink.TABLE,
                                        """
                                        select id from payment_link
                                        where merchant = ? and (?::text is null or state = ?::text)
                                          and id < ? and id > ?
                                        order by
                                        """
                                                + slice.order("id")
                                                + " limit ?",
                                        merchant,
                                        state.map(Enum::name),
                                        state.map(Enum::name),
                                        slice.below(),
                                        slice.above(),
                                        slice.limit())));
    }

    private record Create(PaymentLink link) implements Command<Optional<PaymentLink>> {
        @Override
        public int lane() {
            return link.merchant().hashCode();
        }

        @Override
        public void name(Naming naming) {
            naming.row(PaymentLink.TABLE, link.id());
        }

        @Override
        public Decision<Optional<PaymentLink>> decide(Working working) {
            working.insert(PaymentLink.TABLE, link);
            return new Decision.Done<>(Optional.of(link));
        }
    }

    private record Change(UUID merchant, UUID id, UnaryOperator<PaymentLink> change)
            implements Command<Optional<PaymentLink>> {
        @Override
        public int lane() {
            return merchant.hashCode();
        }

        @Override
        public void name(Naming naming) {
            naming.row(PaymentLink.TABLE, id);
        }

        @Override
        public Decision<Optional<PaymentLink>> decide(Working working) {
            Optional<PaymentLink> after =
                    working.find(PaymentLink.TABLE, id)
                            .filter(known -> known.merchant().equals(merchant))
                            .map(change);
            after.ifPresent(link -> working.update(PaymentLink.TABLE, link));
            return new Decision.Done<>(after);
        }
    }
}
