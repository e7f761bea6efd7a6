package dev.handfast.outbox;

import dev.handfast.sql.Database;
import dev.handfast.sql.Row;
import dev.handfast.sql.Tx;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The rows of deliveries, as the deliverer works them off. */
final class DeliveryStore {
    /**
     * How often an event is tried before later ones of the same object stop waiting for it. With
     * the pauses of webhooks that is half a minute, in which a receiver can be started anew.
     */
    static final int ORDERED_ATTEMPTS = 3;

    /**
     * Leases what is due: of each destination as much as it is free for, oldest first. An event
     * waits while an earlier one of the same object is under way to the same endpoint, or has been
     * tried less often than {@link #ORDERED_ATTEMPTS}. Where two processes reach for the same row,
     * one waits for the other's commit and then finds it leased.
     */
    private static final String LEASE =
            """
            with recursive place as (
                (select destination from delivery where state = 'WAITING'
                 order by destination limit 1)
              union all
                (select (select d.destination from delivery d
                         where d.state = 'WAITING' and d.destination > place.destination
                         order by d.destination limit 1)
                 from place where place.destination is not null)
            ), due as materialized (
                select next.id
                from place
                left join unnest(?::text[], ?::integer[]) as busy (destination, free)
                  on busy.destination = place.destination
                cross join lateral (
                    select d.id, d.due_at, d.event from delivery d
                    where d.state = 'WAITING' and d.destination = place.destination
                      and d.due_at <= ?
                      and (d.leased_until is null or d.leased_until <= ?)
                      and not exists (
                        select 1 from delivery earlier
                        where earlier.state = 'WAITING' and earlier.endpoint = d.endpoint
                          and earlier.subject = d.subject and earlier.event < d.event
                          and (earlier.attempts < ? or earlier.leased_until > ?)
                      )
                    order by d.due_at, d.event limit coalesce(busy.free, ?)
                ) next
                order by next.due_at, next.event limit ?
            )
            update delivery set leased_until = ?, attempts = attempts + 1
            from due
            where delivery.id = due.id and delivery.state = 'WAITING'
              and (delivery.leased_until is null or delivery.leased_until <= ?)
            returning delivery.id, delivery.event, delivery.merchant, delivery.subject,
              delivery.channel, delivery.endpoint, delivery.url, delivery.state,
              delivery.attempts, delivery.due_at, delivery.leased_until
            """;

    private final Database database;

    DeliveryStore(Database database) {
        this.database = database;
    }

    /**
     * How much may be leased.
     *
     * @param free how many more each busy destination is free for; any other for {@code each}
     * @param each of one destination
     * @param all in all
     */
    record Room(Map<String, Integer> free, int each, int all) {}

    /**
     * A leased delivery.
     *
     * @param delivery with the attempt that is to be made counted already
     * @param leasedUntil by which this lease is told from a later one
     */
    record Due(Delivery delivery, Instant leasedUntil) {}

    /** Leases deliveries that are due. */
    List<Due> lease(Instant now, Duration lease, Room room) {
        List<Map.Entry<String, Integer>> free = List.copyOf(room.free().entrySet());
        return database.transact(
                tx ->
                        tx.query(
                                LEASE,
                                DeliveryStore::due,
                                tx.array("text", free.stream().map(Map.Entry::getKey).toArray()),
                                tx.array(
                                        "integer",
                                        free.stream().map(Map.Entry::getValue).toArray()),
                                now,
                                now,
                                ORDERED_ATTEMPTS,
                                now,
                                room.each(),
                                room.all(),
                                now.plus(lease),
                                now));
    }

    /** Writes down what came of an attempt; false if the lease has gone to somebody else. */
    boolean record(Due due, Attempt.Result result, Instant now) {
        return database.transact(
                tx -> {
                    if (!end(tx, due, result, now)) {
                        return false;
                    }
                    result.made().ifPresent(made -> log(tx, due, made, result.next()));
                    result.next().ifPresent(at -> holdBack(tx, due.delivery(), at));
                    return true;
                });
    }

    private static boolean end(Tx tx, Due due, Attempt.Result result, Instant now) {
        Optional<Instant> delivered =
                result.state() == Delivery.State.DELIVERED ? Optional.of(now) : Optional.empty();
        int ended =
                tx.update(
                        """
                        update delivery
                        set state = ?, last_status = ?::integer, last_answer = ?,
                          due_at = ?, delivered_at = ?::timestamptz, leased_until = null
                        where id = ? and leased_until = ?
                        """,
                        result.state().name(),
                        result.made().flatMap(Attempt.Made::status),
                        result.text(),
                        result.next().orElse(now),
                        delivered,
                        due.delivery().id(),
                        due.leasedUntil());
        return ended == 1;
    }

    /** The row of the delivery is locked, so no two attempts get one number. */
    private static void log(Tx tx, Due due, Attempt.Made made, Optional<Instant> next) {
        tx.updateExactly(
                1,
                """
                insert into delivery_attempt
                  (delivery, number, begun_at, duration_ms, status, trouble, answer, next_at)
                select ?, coalesce(max(number), 0) + 1, ?, ?, ?::integer, ?::text, ?, ?::timestamptz
                from delivery_attempt where delivery = ?
                """,
                due.delivery().id(),
                made.begunAt(),
                made.durationMs(),
                made.status(),
                made.trouble().map(Trouble::name),
                made.answer(),
                next,
                due.delivery().id());
    }

    /** What waits for this one is due when it is, so that nobody looks at it before. */
    private static void holdBack(Tx tx, Delivery delivery, Instant until) {
        if (delivery.endpoint().isEmpty() || delivery.attempts() >= ORDERED_ATTEMPTS) {
            return;
        }
        tx.update(
                """
                update delivery set due_at = ?
                where state = 'WAITING' and endpoint = ? and subject = ? and event > ?
                  and due_at < ? and leased_until is null
                """,
                until,
                delivery.endpoint(),
                delivery.subject(),
                delivery.event(),
                until);
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
        return new Due(Deliveries.delivery(row), row.instant("leased_until"));
    }
}
