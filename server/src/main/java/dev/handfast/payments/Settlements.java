package dev.handfast.payments;

import dev.handfast.engine.Engine;
import dev.handfast.engine.Idempotency;
import dev.handfast.engine.Idempotency.Reply;
import dev.handfast.engine.Ids;
import dev.handfast.engine.Once;
import dev.handfast.engine.Reader;
import dev.handfast.engine.Table;
import dev.handfast.money.Money;
import dev.handfast.sql.Database;

import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * The way in to what happens to a merchant's share of captured payments: settles what is in escrow,
 * splits, and reads what was done. Safe for any number of callers; each call blocks until its
 * outcome is durable.
 */
public final class Settlements {
    /** How many payments one round takes. */
    private static final int ROUND = 200;

    private final Database database;
    private final InstantSource clock;
    private final Engine engine;
    private final Rules rules;
    private final Ids ids;

    /**
     * Settlements over an engine.
     *
     * @param database for reading
     * @param clock the time
     * @param engine runs the commands
     * @param rules what every command needs
     * @param ids makes fresh ids
     */
    public Settlements(
            Database database, InstantSource clock, Engine engine, Rules rules, Ids ids) {
        this.database = database;
        this.clock = clock;
        this.engine = engine;
        this.rules = rules;
        this.ids = ids;
    }

    /** Settles what is in escrow, or a part of it. */
    public Moved<Settlement> run(SettleRequest request) {
        return engine.run(new SettleCommand(rules, request));
    }

    /** The same once under a key; {@code render} makes the answer to be recorded, and is pure. */
    public Once runOnce(
            Idempotency.Key key,
            SettleRequest request,
            Function<Moved<Settlement>, Reply.Final> render) {
        return Once.run(engine, key, new SettleCommand(rules, request), render);
    }

    /** Splits a merchant's share. */
    public Moved<SplitOrder> run(SplitRequest request) {
        return engine.run(new SplitCommand(rules, request));
    }

    /** The same once under a key; {@code render} makes the answer to be recorded, and is pure. */
    public Once runOnce(
            Idempotency.Key key,
            SplitRequest request,
            Function<Moved<SplitOrder>, Reply.Final> render) {
        return Once.run(engine, key, new SplitCommand(rules, request), render);
    }

    /**
     * Settles what has been in escrow for its whole time, and splits what is to be split without
     * its merchant's word; the number of payments it was.
     */
    public int round() {
        return settleRound() + splitRound();
    }

    private int splitRound() {
        List<Payment> due =
                database.read(
                        tx ->
                                Reader.by(
                                        tx,
                                        PaymentTable.TABLE,
                                        tx.query(
                                                """
                                                select r.payment from proceeds r
                                                join payment p on p.id = r.payment
                                                where r.unsettled_minor = 0
                                                  and r.frozen_minor > 0 and r.due_at <= ?
                                                  and p.custody = 'PLANNED'
                                                order by r.due_at limit ?
                                                """,
                                                row -> row.uuid("payment"),
                                                clock.instant(),
                                                ROUND)));
        for (Payment payment : due) {
            if (payment.terms().custody()
                    instanceof Custody.Planned(List<SplitRequest.Part> parts)) {
                split(payment, parts);
            }
        }
        return due.size();
    }

    /**
     * Splits as was ordered with the payment. Where that cannot be, since a receiver is no longer
     * bound or fees or refunds have left too little, all of it becomes payable, and the order that
     * is written in place of the plan says why.
     */
    private void split(Payment payment, List<SplitRequest.Part> parts) {
        SplitRequest planned =
                new SplitRequest(
                        ids.next(),
                        payment.terms().merchant(),
                        payment.id(),
                        SplitOrder.planned(payment.id()),
                        parts,
                        new SplitRequest.Unfreeze.Everything());
        if (run(planned) instanceof Moved.Refused<SplitOrder>(MoveRefusal why, String detail)) {
            run(
                    new SplitRequest(
                            ids.next(),
                            payment.terms().merchant(),
                            payment.id(),
                            SplitOrder.unplanned(payment.id()),
                            List.of(),
                            new SplitRequest.Unfreeze.Instead(why)));
        }
    }

    private int settleRound() {
        List<Proceeds> due =
                database.read(
                        tx ->
                                Reader.found(
                                        tx,
                                        Proceeds.TABLE,
                                        """
                                        select payment from proceeds
                                        where unsettled_minor > 0 and due_at <= ?
                                        order by due_at limit ?
                                        """,
                                        clock.instant(),
                                        ROUND));
        for (Proceeds row : due) {
            engine.run(new EscrowEnds(rules, ids.next(), row.merchant(), row.payment()));
        }
        return due.size();
    }

    /** Where a payment's money is; empty where it has always been payable. */
    public Optional<Proceeds> proceeds(UUID payment) {
        return one(Proceeds.TABLE, payment);
    }

    /** What can still be split of a captured payment, what is in escrow left out. */
    public Money splittable(Payment payment) {
        Proceeds row = proceeds(payment.id()).orElse(Proceeds.none(payment));
        Money left =
                Flow.share(payment.capture().orElseThrow()).minus(row.split()).minus(row.escrow());
        return left.isNegative() ? Money.zero(left.currency()) : left;
    }

    /** The order of splits to which a merchant gave this number. */
    public Optional<SplitOrder> findOrder(UUID merchant, String reference) {
        return one(Claim.TABLE, SplitCommand.claim(merchant, reference))
                .flatMap(claim -> one(SplitOrder.TABLE, claim.subject()));
    }

    /** A merchant's order of splits with this id. */
    public Optional<SplitOrder> findOrder(UUID merchant, UUID id) {
        return one(SplitOrder.TABLE, id).filter(order -> order.merchant().equals(merchant));
    }

    /** A merchant's orders of splits whose ids lie in a range, in their order; at most 100. */
    public List<SplitOrder> ordersBetween(UUID merchant, UUID from, UUID before) {
        return database.read(
                tx ->
                        Reader.found(
                                tx,
                                SplitOrder.TABLE,
                                """
                                select id from split_order
                                where id >= ? and id < ? and merchant = ?
                                order by id limit 100
                                """,
                                from,
                                before,
                                merchant));
    }

    /** What has left escrow of a payment, oldest first. */
    public List<Settlement> settlementsOf(UUID payment) {
        return database.read(
                tx ->
                        Reader.found(
                                tx,
                                Settlement.TABLE,
                                """
                                select id from settlement where payment = ? order by id
                                """,
                                payment));
    }

    /** The splits of a payment and their returns, oldest first. */
    public List<Split> splitsOfPayment(UUID payment) {
        return database.read(
                tx ->
                        Reader.found(
                                tx,
                                Split.TABLE,
                                """
                                select id from split where payment = ? order by id
                                """,
                                payment));
    }

    /** The splits of some payments and their returns, in no order. */
    public List<Split> splitsOfPayments(Collection<UUID> payments) {
        return database.read(
                tx ->
                        Reader.found(
                                tx,
                                Split.TABLE,
                                """
                                select id from split where payment = any(?)
                                """,
                                (Object) payments.toArray(UUID[]::new)));
    }

    /** The splits of an order, or of a refund, in their order. */
    public List<Split> splitsOf(UUID order) {
        return database.read(
                tx ->
                        Reader.found(
                                tx,
                                Split.TABLE,
                                """
                                select id from split where split_order = ? order by id
                                """,
                                order));
    }

    private <R> Optional<R> one(Table<UUID, R> table, UUID id) {
        return database.read(tx -> Reader.one(tx, table, id));
    }
}
