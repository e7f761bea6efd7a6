package dev.handfast.payments;

import dev.handfast.engine.Reader;
import dev.handfast.sql.Database;

import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

/** To whom merchants may split money. */
public final class Relations {
    /** How many relations a merchant may have. */
    public static final int MAX = 20_000;

    private final Database database;
    private final InstantSource clock;

    /** Relations in a database. */
    public Relations(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * A receiver to make known.
     *
     * @param account its number in the dialect
     * @param receiver who that is
     * @param memo what the merchant notes
     */
    public record Known(String account, Receiver receiver, String memo) {}

    /** Binds receivers; one that is bound gets the new memo. */
    public void bind(UUID merchant, List<Known> receivers) {
        database.transact(
                tx -> {
                    for (Known known : receivers) {
                        tx.update(
                                """
                                insert into royalty_relation
                                  (id, merchant, account, receiver_kind, receiver,
                                   receiver_partner, memo, state, bound_at)
                                values (?, ?, ?, ?, ?, ?, ?, 'BOUND', ?)
                                on conflict (id) do update set memo = excluded.memo,
                                  state = 'BOUND', bound_at = excluded.bound_at
                                """,
                                Relation.idOf(merchant, known.account()),
                                merchant,
                                known.account(),
                                known.receiver().kind().name(),
                                known.receiver().id(),
                                known.receiver().partner(),
                                known.memo(),
                                clock.instant());
                    }
                    return true;
                });
    }

    /** Unbinds receivers; one that is not bound stays so. */
    public void unbind(UUID merchant, List<String> accounts) {
        UUID[] ids =
                accounts.stream()
                        .map(account -> Relation.idOf(merchant, account))
                        .sorted()
                        .toArray(UUID[]::new);
        database.transact(
                tx ->
                        tx.update(
                                """
                                update royalty_relation set state = 'UNBOUND' where id = any(?)
                                """,
                                (Object) ids));
    }

    /** Whether a merchant has bound this receiver. */
    public boolean isBound(UUID merchant, String account) {
        return database.read(
                tx ->
                        tx.queryOne(
                                        """
                                        select state from royalty_relation where id = ?
                                        """,
                                        row -> row.text("state"),
                                        Relation.idOf(merchant, account))
                                .filter(Relation.State.BOUND.name()::equals)
                                .isPresent());
    }

    /** How many receivers a merchant has bound. */
    public int count(UUID merchant) {
        return database.read(
                tx ->
                        tx.queryOne(
                                        """
                                        select count(*)::integer as n from royalty_relation
                                        where merchant = ? and state = 'BOUND'
                                        """,
                                        row -> row.integer("n"),
                                        merchant)
                                .orElseThrow());
    }

    /**
     * A page of a merchant's bound receivers, by their numbers.
     *
     * @param offset how many to pass over
     * @param limit at most 100
     */
    public List<Relation> page(UUID merchant, int offset, int limit) {
        return database.read(
                tx -> {
                    List<UUID> ids =
                            tx.query(
                                    """
                                    select id from royalty_relation
                                    where merchant = ? and state = 'BOUND'
                                    order by account offset ? limit ?
                                    """,
                                    row -> row.uuid("id"),
                                    merchant,
                                    offset,
                                    limit);
                    return Reader.by(tx, Relation.TABLE, ids).stream()
                            .sorted(Comparator.comparing(Relation::account))
                            .toList();
                });
    }
}
