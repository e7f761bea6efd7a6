package dev.handfast.payments;

import dev.handfast.engine.Command;
import dev.handfast.engine.Engine;
import dev.handfast.engine.Idempotency;
import dev.handfast.engine.Idempotency.Reply;
import dev.handfast.engine.Ids;
import dev.handfast.engine.Once;
import dev.handfast.engine.Reader;
import dev.handfast.engine.Table;
import dev.handfast.sql.Database;
import dev.handfast.wallets.PaymentCode;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * The way in to freezes: money of a wallet that is kept for a merchant until the price is known. It
 * is paid from by {@link Instrument.Frozen}. Safe for any number of callers; each call blocks until
 * its outcome is durable.
 */
public final class Freezes {
    /** How long money stays frozen at the most. */
    public static final Duration FROZEN_MAX = FreezeCommand.FROZEN_MAX;

    /** How many freezes one round ends. */
    private static final int ROUND = 200;

    private final Database database;
    private final InstantSource clock;
    private final Engine engine;
    private final Rules rules;
    private final Ids ids;

    /**
     * Freezes over an engine.
     *
     * @param database for reading
     * @param clock the time
     * @param engine runs the commands
     * @param rules what every command needs
     * @param ids makes fresh ids
     */
    public Freezes(Database database, InstantSource clock, Engine engine, Rules rules, Ids ids) {
        this.database = database;
        this.clock = clock;
        this.engine = engine;
        this.rules = rules;
        this.ids = ids;
    }

    /** Runs a request. */
    public FreezeOutcome run(FreezeRequest request) {
        return engine.run(command(rules, request));
    }

    /** The same once under a key; {@code render} makes the answer to be recorded, and is pure. */
    public Once runOnce(
            Idempotency.Key key,
            FreezeRequest request,
            Function<FreezeOutcome, Reply.Final> render) {
        return Once.run(engine, key, command(rules, request), render);
    }

    /** The command of a request. */
    static Command<FreezeOutcome> command(Rules rules, FreezeRequest request) {
        return switch (request) {
            case FreezeRequest.Open(UUID id, Freeze.Order order, Optional<String> code) ->
                    freeze(rules, id, order, code, Optional.empty());
            case FreezeRequest.Take(UUID id, Freeze.Order order, String digits) -> {
                FreezeCommand.Payer payer =
                        new FreezeCommand.Payer.ByCode(PaymentCode.idOf(digits));
                yield freeze(rules, id, order, Optional.empty(), Optional.of(payer));
            }
            case FreezeRequest.Agree(UUID merchant, UUID freeze, UUID wallet) ->
                    new FreezeCommand(
                            rules,
                            new FreezeCommand.Wanted(
                                    merchant,
                                    freeze,
                                    Optional.empty(),
                                    Optional.empty(),
                                    Optional.of(new FreezeCommand.Payer.Holder(wallet))));
            case FreezeRequest.Unfreeze unfreeze ->
                    new UnfreezeCommand(
                            rules,
                            unfreeze.id(),
                            unfreeze.merchant(),
                            unfreeze.freeze(),
                            new UnfreezeCommand.What.Part(
                                    unfreeze.amount(), unfreeze.reference(), unfreeze.details()));
            case FreezeRequest.Cancel(UUID id, UUID merchant, UUID freeze, String details) ->
                    new UnfreezeCommand(
                            rules, id, merchant, freeze, new UnfreezeCommand.What.Cancel(details));
            case FreezeRequest.Decline(UUID id, UUID merchant, UUID freeze) ->
                    new UnfreezeCommand(
                            rules, id, merchant, freeze, new UnfreezeCommand.What.Decline());
        };
    }

    private static FreezeCommand freeze(
            Rules rules,
            UUID id,
            Freeze.Order order,
            Optional<String> code,
            Optional<FreezeCommand.Payer> payer) {
        return new FreezeCommand(
                rules,
                new FreezeCommand.Wanted(order.merchant(), id, Optional.of(order), code, payer));
    }

    /** Ends freezes whose time is over; the number of those that were looked at. */
    public int round() {
        Instant now = clock.instant();
        List<Freeze> due =
                database.read(
                        tx ->
                                Reader.found(
                                        tx,
                                        Freeze.TABLE,
                                        """
                                        (select id from fund_freeze
                                        where state = 'WAITING' and expires_at <= ?
                                        order by expires_at limit ?)
                                        union all
                                        (select id from fund_freeze
                                        where state = 'FROZEN' and frozen_until <= ?
                                        order by frozen_until limit ?)
                                        """,
                                        now,
                                        ROUND,
                                        now,
                                        ROUND));
        for (Freeze freeze : due) {
            engine.run(
                    new UnfreezeCommand(
                            rules,
                            ids.next(),
                            freeze.order().merchant(),
                            freeze.id(),
                            new UnfreezeCommand.What.Expire()));
        }
        return due.size();
    }

    /** This merchant's freeze with this id. */
    public Optional<Freeze> find(UUID merchant, UUID id) {
        return one(Freeze.TABLE, id).filter(freeze -> freeze.order().merchant().equals(merchant));
    }

    /** The freeze with this id, whoever's it is. */
    public Optional<Freeze> find(UUID id) {
        return one(Freeze.TABLE, id);
    }

    /** The freeze to which this merchant gave this number. */
    public Optional<Freeze> findByReference(UUID merchant, String reference) {
        return one(Claim.TABLE, FreezeCommand.claim(merchant, reference))
                .flatMap(claim -> one(Freeze.TABLE, claim.subject()));
    }

    /** The freeze whose QR code says this. */
    public Optional<Freeze> findByCode(String code) {
        return one(Claim.TABLE, Claim.idOf(Claim.Kind.FREEZE_CODE, code))
                .flatMap(claim -> one(Freeze.TABLE, claim.subject()));
    }

    /** A merchant's freezes whose ids lie in a range, in their order; at most 100. */
    public List<Freeze> between(UUID merchant, UUID from, UUID before) {
        return database.read(
                tx ->
                        Reader.found(
                                tx,
                                Freeze.TABLE,
                                """
                                select id from fund_freeze
                                where id >= ? and id < ? and merchant = ?
                                order by id limit 100
                                """,
                                from,
                                before,
                                merchant));
    }

    /** What was done to a freeze, oldest first. */
    public List<FreezeOperation> operationsOf(UUID freeze) {
        return database.read(
                tx ->
                        Reader.found(
                                tx,
                                FreezeOperation.TABLE,
                                """
                                select id from freeze_operation where fund_freeze = ?
                                order by id
                                """,
                                freeze));
    }

    private <R> Optional<R> one(Table<UUID, R> table, UUID id) {
        return database.read(tx -> Reader.one(tx, table, id));
    }
}
