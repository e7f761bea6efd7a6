package dev.handfast.disputes;

import dev.handfast.engine.Engine;
import dev.handfast.engine.Idempotency;
import dev.handfast.engine.Idempotency.Answer;
import dev.handfast.engine.Idempotency.Reply;
import dev.handfast.engine.Ids;
import dev.handfast.engine.Put;
import dev.handfast.engine.Reader;
import dev.handfast.payments.Contests;
import dev.handfast.payments.Replied;
import dev.handfast.sql.Database;
import dev.handfast.sql.Slice;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** The way in to disputes. Safe for any number of callers. */
public final class Disputes {
    /** How many of each sort one round takes. */
    static final int ROUND = 100;

    private final Ground ground;
    private final DisputeCommand.Rules rules;

    /** What disputes stand on. */
    public record Ground(Database database, Engine engine, Ids ids, InstantSource clock) {}

    /**
     * Which disputes are wanted, newest first.
     *
     * @param payment only that of this payment
     */
    public record Page(Optional<UUID> payment, Slice slice) {}

    /** Disputes over an engine whose tables include {@link #tables}. */
    public Disputes(Ground ground, Contests contests, DisputeAnnouncer announcer) {
        this.ground = ground;
        this.rules = new DisputeCommand.Rules(contests, announcer);
    }

    /** The tables that dispute commands touch beside those of payments. */
    public static List<dev.handfast.engine.Table<?, ?>> tables() {
        return List.of(Dispute.TABLE, DisputeFee.TABLE);
    }

    /** Runs a request. */
    public DisputeOutcome run(DisputeRequest request) {
        return ground.engine().run(command(request));
    }

    /**
     * Runs a request once under its key.
     *
     * @param render makes the answer to be recorded; pure
     */
    public Replied runOnce(
            Idempotency.Key key,
            DisputeRequest request,
            Function<DisputeOutcome, Reply.Final> render) {
        Answer<DisputeOutcome> answer =
                ground.engine().run(Idempotency.once(key, command(request), render::apply));
        return switch (answer) {
            case Answer.First<DisputeOutcome>(DisputeOutcome outcome, Reply reply) -> {
                Reply.Final made = render.apply(outcome);
                yield new Replied.Answered(made.status(), made.body(), false);
            }
            case Answer.Again<DisputeOutcome>(int status, String body) ->
                    new Replied.Answered(status, body, true);
            case Answer.StillRunning<DisputeOutcome> running ->
                    throw new IllegalStateException("a dispute is answered at once");
            case Answer.KeyReused<DisputeOutcome> reused -> new Replied.KeyReused();
        };
    }

    /** Agrees on a fee; one that is agreed stays as it is. */
    public void agree(DisputeFee fee) {
        ground.engine().run(new Put<>(DisputeFee.TABLE, fee));
    }

    /** This merchant's dispute with this id. */
    public Optional<Dispute> find(UUID merchant, UUID id) {
        return find(id).filter(dispute -> dispute.merchant().equals(merchant));
    }

    /** The dispute with this id, whoever's it is. */
    public Optional<Dispute> find(UUID id) {
        return ground.database().read(tx -> Reader.one(tx, Dispute.TABLE, id));
    }

    /** The dispute of a payment. */
    public Optional<Dispute> of(UUID payment) {
        Optional<UUID> id =
                ground.database()
                        .read(
                                tx ->
                                        tx.queryOne(
                                                """
                                                select dispute from contest where payment = ?
                                                """,
                                                row -> row.uuid("dispute"),
                                                payment));
        return id.flatMap(this::find);
    }

    /** A page of a merchant's disputes. */
    public List<Dispute> page(UUID merchant, Page page) {
        return ground.database()
                .read(
                        tx ->
                                page.slice()
                                        .newestFirst(
                                                Reader.found(
                                                        tx,
                                                        Dispute.TABLE,
                                                        """
                                                        select id from dispute
                                                        where merchant = ? and id < ? and id > ?
                                                          and created_at >= ? and created_at < ?
                                                          and (?::uuid is null or payment = ?::uuid)
                                                        order by
                                                        """
                                                                + page.slice().order("id")
                                                                + " limit ?",
                                                        merchant,
                                                        page.slice().below(),
                                                        page.slice().above(),
                                                        page.slice().since(),
                                                        page.slice().till(),
                                                        page.payment(),
                                                        page.payment(),
                                                        page.slice().limit())));
    }

    /** Does the work that is due: lets disputes expire, and asks the judge about the others. */
    public int round(Judge judge) {
        Instant now = ground.clock().instant();
        List<Dispute> open = open();
        int done = 0;
        for (Dispute dispute : open) {
            DisputeRequest.About about = DisputeRequest.About.of(dispute);
            Optional<DisputeRequest> due =
                    switch (dispute.state()) {
                        case NEEDS_RESPONSE ->
                                now.isBefore(dispute.dueAt())
                                        ? Optional.empty()
                                        : Optional.of(new DisputeRequest.Expire(about));
                        case UNDER_REVIEW ->
                                judge.verdict(dispute)
                                        .map(is -> new DisputeRequest.Decide(about, is));
                        case WON, LOST -> Optional.empty();
                    };
            due.ifPresent(this::run);
            done += due.isPresent() ? 1 : 0;
        }
        return done;
    }

    /** Those that wait the longest; a judge who says nothing does not keep others waiting. */
    private List<Dispute> open() {
        Instant now = ground.clock().instant();
        return ground.database()
                .read(
                        tx ->
                                Reader.found(
                                        tx,
                                        Dispute.TABLE,
                                        """
                                        (select id from dispute
                                         where state = 'NEEDS_RESPONSE' and due_at <= ?
                                         order by due_at limit ?)
                                        union all
                                        (select id from dispute
                                         where state = 'UNDER_REVIEW'
                                         order by state_at desc limit ?)
                                        """,
                                        now,
                                        ROUND,
                                        ROUND));
    }

    private DisputeCommand command(DisputeRequest request) {
        return new DisputeCommand(rules, ground.ids().next(), request);
    }
}
