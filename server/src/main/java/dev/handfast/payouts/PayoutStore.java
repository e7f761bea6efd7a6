package dev.handfast.payouts;

import dev.handfast.engine.Reader;
import dev.handfast.sql.Database;
import dev.handfast.sql.Slice;

import java.sql.SQLException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Reads payouts outside a batch, and keeps the schedules. */
public final class PayoutStore {
    private final Database database;

    /** A schedule and when it comes round next. */
    record Due(PayoutSchedule schedule, Instant at) {}

    /** A store over {@code database}. */
    public PayoutStore(Database database) {
        this.database = database;
    }

    /** This merchant's payout with this id. */
    public Optional<Payout> find(UUID merchant, UUID id) {
        return database.read(tx -> Reader.one(tx, Payout.TABLE, id))
                .filter(payout -> payout.owner().merchant().equals(merchant));
    }

    /**
     * A part of a merchant's payouts, newest first.
     *
     * @param state only those that stand like this
     */
    public List<Payout> page(UUID merchant, Optional<Payout.State> state, Slice slice) {
        return database.read(
                tx ->
                        slice.newestFirst(
                                Reader.found(
                                        tx,
                                        Payout.TABLE,
                                        """
                                        select id from payout
                                        where merchant = ? and id < ? and id > ?
                                          and created_at >= ? and created_at < ?
                                          and (?::text is null or state = ?::text)
                                        order by
                                        """
                                                + slice.order("id")
                                                + " limit ?",
                                        merchant,
                                        slice.below(),
                                        slice.above(),
                                        slice.since(),
                                        slice.till(),
                                        state.map(Enum::name),
                                        state.map(Enum::name),
                                        slice.limit())));
    }

    /** Payouts in this state that came due, or came into it, before {@code moment}. */
    List<Payout> due(Payout.State state, Instant moment, int limit) {
        return database.read(
                tx ->
                        Reader.found(
                                tx,
                                Payout.TABLE,
                                """
                                select id from payout
                                where state in ('PENDING', 'IN_TRANSIT') and state = ?
                                  and case state when 'PENDING' then due_at else state_at end
                                    <= ?
                                order by state_at limit ?
                                """,
                                state.name(),
                                moment,
                                limit));
    }

    /** The schedule of a merchant. */
    public PayoutSchedule schedule(UUID merchant) {
        return database.read(
                        tx ->
                                tx.queryOne(
                                        """
                                        select merchant, every, anchor, delay_days, next_at
                                        from payout_schedule where merchant = ?
                                        """,
                                        PayoutStore::schedule,
                                        merchant))
                .map(Due::schedule)
                .orElseGet(() -> PayoutSchedule.usual(merchant));
    }

    /** Replaces the schedule of a merchant from {@code now} on. */
    public void schedule(PayoutSchedule schedule, Instant now) {
        database.transact(
                tx ->
                        tx.update(
                                """
                                insert into payout_schedule
                                  (merchant, every, anchor, delay_days, next_at)
                                values (?, ?, ?, ?, ?)
                                on conflict (merchant) do update set every = excluded.every,
                                  anchor = excluded.anchor, delay_days = excluded.delay_days,
                                  next_at = excluded.next_at
                                """,
                                schedule.merchant(),
                                schedule.interval().name(),
                                schedule.anchor().name(),
                                schedule.delayDays(),
                                schedule.nextAfter(now)));
    }

    /** The schedules that have come round. */
    List<Due> roundsDue(Instant now, int limit) {
        return database.read(
                tx ->
                        tx.query(
                                """
                                select merchant, every, anchor, delay_days, next_at
                                from payout_schedule where next_at <= ?
                                order by next_at limit ?
                                """,
                                PayoutStore::schedule,
                                now,
                                limit));
    }

    /** A schedule's round is done, unless somebody else said so or changed it. */
    void roundDone(Due due, Instant now) {
        database.transact(
                tx ->
                        tx.update(
                                """
                                update payout_schedule set next_at = ?
                                where merchant = ? and next_at = ?
                                """,
                                due.schedule().nextAfter(now),
                                due.schedule().merchant(),
                                due.at()));
    }

    private static Due schedule(dev.handfast.sql.Row row) throws SQLException {
        PayoutSchedule schedule =
                new PayoutSchedule(
                        row.uuid("merchant"),
                        PayoutSchedule.Interval.valueOf(row.text("every")),
                        DayOfWeek.valueOf(row.text("anchor")),
                        row.integer("delay_days"));
        return new Due(schedule, row.findInstant("next_at").orElse(Instant.MAX));
    }
}
