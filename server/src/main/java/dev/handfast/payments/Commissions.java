package dev.handfast.payments;

import dev.handfast.engine.Engine;
import dev.handfast.engine.Idempotency;
import dev.handfast.engine.Idempotency.Reply;
import dev.handfast.engine.Reader;
import dev.handfast.engine.Table;
import dev.handfast.sql.Database;
import dev.handfast.sql.Slice;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * The way in to what platforms get of payments and pass on: gives fees back, and reads. Safe for
 * any number of callers; each call blocks until its outcome is durable.
 */
public final class Commissions {
    private final Database database;
    private final Engine engine;
    private final Rules rules;

    /** Commissions over an engine whose tables are those of {@link PaymentTables}. */
    public Commissions(Database database, Engine engine, Rules rules) {
        this.database = database;
        this.engine = engine;
        this.rules = rules;
    }

    /** Runs a request. */
    public FeeOutcome run(FeeRequest request) {
        return engine.run(new FeeCommand(rules, request));
    }

    /** The same once under a key; {@code render} makes the answer to be recorded, and is pure. */
    public Idempotency.Answer<FeeOutcome> runOnce(
            Idempotency.Key key, FeeRequest request, Function<FeeOutcome, Reply.Final> render) {
        return engine.run(Idempotency.once(key, new FeeCommand(rules, request), render::apply));
    }

    /** This platform's commission of this payment. */
    public Optional<Commission> find(UUID platform, UUID payment) {
        return one(Commission.TABLE, payment).filter(row -> row.platform().equals(platform));
    }

    /**
     * Which commissions of a platform are wanted.
     *
     * @param part only those that have this part
     * @param payment only that of this payment
     * @param merchant only those with this merchant
     */
    public record Wanted(Commission.Part part, Optional<UUID> payment, Optional<UUID> merchant) {}

    /** A part of a platform's commissions, newest first by their payments. */
    public List<Commission> page(UUID platform, Wanted wanted, Slice slice) {
        return database.read(
                tx -> {
                    List<UUID> ids =
                            tx.query(
                                    """
                                    select payment from commission
                                    where platform = ? and payment < ? and payment > ?
                                      and case ? when 'FEE' then fee_minor else passed_minor end > 0
                                      and (?::uuid is null or payment = ?::uuid)
                                      and (?::uuid is null or merchant = ?::uuid)
                                      and at >= ? and at < ?
                                    order by
                                    """
                                            + slice.order("payment")
                                            + " limit ?",
                                    row -> row.uuid("payment"),
                                    platform,
                                    slice.below(),
                                    slice.above(),
                                    wanted.part().name(),
                                    wanted.payment(),
                                    wanted.payment(),
                                    wanted.merchant(),
                                    wanted.merchant(),
                                    slice.since(),
                                    slice.till(),
                                    slice.limit());
                    return Reader.by(tx, Commission.TABLE, ids).reversed();
                });
    }

    /** What of a part of a payment's commission has gone back, newest first. */
    public List<CommissionReturn> returns(UUID payment, Commission.Part part, Slice slice) {
        return database.read(
                tx -> {
                    List<UUID> ids =
                            tx.query(
                                    """
                                    select id from commission_return
                                    where payment = ? and id < ? and id > ?
                                      and case ? when 'FEE' then fee_minor
                                        else passed_minor end > 0
                                    order by
                                    """
                                            + slice.order("id")
                                            + " limit ?",
                                    row -> row.uuid("id"),
                                    payment,
                                    slice.below(),
                                    slice.above(),
                                    part.name(),
                                    slice.limit());
                    return Reader.by(tx, CommissionReturn.TABLE, ids).reversed();
                });
    }

    /** What went back under this id. */
    public Optional<CommissionReturn> findReturn(UUID id) {
        return one(CommissionReturn.TABLE, id);
    }

    private <R> Optional<R> one(Table<UUID, R> table, UUID id) {
        return database.read(tx -> Reader.by(tx, table, List.of(id)).stream().findFirst());
    }
}
