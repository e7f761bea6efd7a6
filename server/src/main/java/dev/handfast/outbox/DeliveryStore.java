package dev.handfast.outbox;

import dev.handfast.sql.Database;
import dev.handfast.sql.Row;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The rows of deliveries, as the deliverer works them off. */
final class DeliveryStore {
    private final Database database;

    DeliveryStore(Database database) {
        this.database = database;
    }

    /**
     * A leased delivery.
     *
     * @param delivery with the attempt that is to be made counted already
     * @param leasedUntil by which this lease is told from a later one
     */
    record Due(Delivery delivery, Instant leasedUntil) {}

    /** What came of an attempt. */
    sealed interface Result {
        /** The receiver has it. */
        record Confirmed(int status, String answer) implements Result {}

        /** It is to be tried again. */
        record Again(Optional<Integer> status, String answer, Instant at) implements Result {}

        /** It was tried as often as the schedule has it. */
        record UsedUp(Optional<Integer> status, String answer) implements Result {}

        /** It is not to be tried any more. */
        record GivenUp(String why) implements Result {}
    }

    /**
     * Leases deliveries that are due, oldest first. Where two processes reach for the same row, one
     * waits for the other's commit and then finds it leased.
     */
    List<Due> lease(Instant now, Duration lease, int limit) {
        return database.transact(
                tx ->
                        tx.query(
                                """
                                update delivery set leased_until = ?, attempts = attempts + 1
                                where id in (
                                    select id from delivery
                                    where state = 'WAITING' and due_at <= ?
                                      and (leased_until is null or leased_until <= ?)
                                    order by due_at limit ?
                                  )
                                  and state = 'WAITING'
                                  and (leased_until is null or leased_until <= ?)
                                returning id, event, merchant, channel, endpoint, url, state,
                                  attempts, due_at, leased_until
                                """,
                                DeliveryStore::due,
                                now.plus(lease),
                                now,
                                now,
                                limit,
                                now));
    }

    /** Ends leases without an attempt; they are due again at {@code dueAt}. */
    void giveBack(List<UUID> deliveries, Instant dueAt) {
        if (deliveries.isEmpty()) {
            return;
        }
        database.transact(
                tx ->
                        tx.update(
                                """
                                update delivery
                                set leased_until = null, attempts = attempts - 1, due_at = ?
                                where id = any(?) and state = 'WAITING'
                                """,
                                dueAt,
                                (Object) deliveries.toArray(UUID[]::new)));
    }

    /** Writes down what came of an attempt, unless the lease has gone to somebody else. */
    void record(Due due, Result result, Instant now) {
        switch (result) {
            case Result.Confirmed(int status, String answer) ->
                    update(due, new Line("DELIVERED", Optional.of(status), answer), now, now);
            case Result.Again(Optional<Integer> status, String answer, Instant at) ->
                    update(due, new Line("WAITING", status, answer), at, now);
            case Result.UsedUp(Optional<Integer> status, String answer) ->
                    update(due, new Line("FAILED", status, answer), now, now);
            case Result.GivenUp(String why) ->
                    update(due, new Line("FAILED", Optional.empty(), why), now, now);
        }
    }

    private record Line(String state, Optional<Integer> status, String answer) {}

    private void update(Due due, Line line, Instant dueAt, Instant now) {
        Optional<Instant> delivered =
                line.state().equals("DELIVERED") ? Optional.of(now) : Optional.empty();
        database.transact(
                tx ->
                        tx.update(
                                """
                                update delivery
                                set state = ?, last_status = ?::integer, last_answer = ?,
                                  due_at = ?, delivered_at = ?::timestamptz, leased_until = null
                                where id = ? and leased_until = ?
                                """,
                                line.state(),
                                line.status(),
                                line.answer(),
                                dueAt,
                                delivered,
                                due.delivery().id(),
                                due.leasedUntil()));
    }

    /** Makes a delivery due now, with its schedule from the start. */
    boolean redeliver(UUID delivery, Instant now) {
        int touched =
                database.transact(
                        tx ->
                                tx.update(
                                        """
                                        update delivery
                                        set state = 'WAITING', attempts = 0, due_at = ?,
                                          leased_until = null
                                        where id = ?
                                        """,
                                        now,
                                        delivery));
        return touched == 1;
    }

    private static Due due(Row row) throws SQLException {
        return new Due(
                new Delivery(
                        row.uuid("id"),
                        row.uuid("event"),
                        row.uuid("merchant"),
                        Delivery.Channel.valueOf(row.text("channel")),
                        row.findUuid("endpoint"),
                        row.text("url"),
                        Delivery.State.valueOf(row.text("state")),
                        row.integer("attempts"),
                        row.instant("due_at")),
                row.instant("leased_until"));
    }
}
