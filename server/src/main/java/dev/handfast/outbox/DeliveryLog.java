package dev.handfast.outbox;

import dev.handfast.engine.Ids;
import dev.handfast.engine.Reader;
import dev.handfast.sql.Database;
import dev.handfast.sql.Row;
import dev.handfast.sql.Slice;
import dev.handfast.sql.Tx;

import java.sql.Array;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a merchant sees of the deliveries to its endpoints, and has sent again. A merchant's own
 * only; nobody else's are found. Safe for use by many threads.
 */
public final class DeliveryLog {
    /** How many events one replay looks at. */
    public static final int REPLAY_EVENTS_MAX = 2_000;

    /** How many attempts of a delivery are shown, the newest. */
    public static final int ATTEMPTS_MAX = 50;

    private static final int CHUNK = 500;

    private final Database database;
    private final InstantSource clock;
    private final Runnable wake;

    /**
     * Which deliveries are wanted: those of the newest events first.
     *
     * @param endpoint only those to this endpoint
     * @param event only those of this event
     * @param state only those that far
     */
    public record Filter(
            Optional<UUID> endpoint, Optional<UUID> event, Optional<Delivery.State> state) {}

    /**
     * A page of them.
     *
     * @param slice which part of them, whatever their times
     */
    public record Page(Filter filter, Slice slice) {}

    /**
     * A delivery.
     *
     * @param event what its event is
     * @param eventAt when that happened
     * @param deliveredAt when it was confirmed
     * @param attempts those shown, the newest first
     */
    public record Entry(
            Delivery delivery,
            String event,
            Instant eventAt,
            Optional<Instant> deliveredAt,
            List<Try> attempts) {
        /** Copies the list. */
        public Entry {
            attempts = List.copyOf(attempts);
        }
    }

    /**
     * An attempt.
     *
     * @param number counted from 1, on through every replay
     * @param begunAt when
     * @param durationMs how long it took, in milliseconds
     * @param status the HTTP status of the answer, where one came
     * @param trouble why none came
     * @param answer the beginning of the answer, or what the trouble was in words
     * @param next when the next was due then
     */
    public record Try(
            int number,
            Instant begunAt,
            int durationMs,
            Optional<Integer> status,
            Optional<Trouble> trouble,
            String answer,
            Optional<Instant> next) {}

    /**
     * Which events are sent again.
     *
     * @param since when they happened, or later
     * @param before when they happened, earlier than that
     * @param after the event after which to go on, where the range was too long for once
     * @param which whether also those that have arrived
     */
    public record Range(Instant since, Instant before, Optional<UUID> after, Which which) {}

    /** Which events of a range. */
    public enum Which {
        /** Those the endpoint has not confirmed, also those it was never sent. */
        UNDELIVERED,
        /** All that it wants. */
        ALL
    }

    /**
     * What came of a replay.
     *
     * @param count how many deliveries are due now
     * @param last the event after which to go on, where the range was too long for once
     */
    public record Replayed(int count, Optional<UUID> last) {}

    /**
     * Deliveries in a database.
     *
     * @param wake told when there may be something to deliver; quick
     */
    public DeliveryLog(Database database, InstantSource clock, Runnable wake) {
        this.database = database;
        this.clock = clock;
        this.wake = wake;
    }

    /** A page of a merchant's deliveries, each with its last attempt. */
    public List<Entry> page(UUID merchant, Page page) {
        return database.read(tx -> withAttempts(tx, rows(tx, merchant, page), 1));
    }

    /** A merchant's delivery with its attempts. */
    public Optional<Entry> find(UUID merchant, UUID id) {
        return database.read(
                tx ->
                        withAttempts(
                                        tx,
                                        tx.query(
                                                """
                                                select d.id, d.event, d.merchant, d.subject,
                                                  d.channel, d.endpoint, d.url, d.state, d.attempts,
                                                  d.due_at, d.delivered_at, e.type, e.created_at
                                                from delivery d join event e on e.id = d.event
                                                where d.id = ? and d.merchant = ?
                                                  and d.endpoint is not null
                                                """,
                                                DeliveryLog::entry,
                                                id,
                                                merchant),
                                        ATTEMPTS_MAX)
                                .stream()
                                .findFirst());
    }

    private static List<Entry> rows(Tx tx, UUID merchant, Page page) {
        Filter filter = page.filter();
        Optional<String> state = filter.state().map(Delivery.State::name);
        Slice slice = page.slice();
        return slice.newestFirst(
                tx.query(
                        """
                        select d.id, d.event, d.merchant, d.subject, d.channel, d.endpoint, d.url,
                          d.state, d.attempts, d.due_at, d.delivered_at, e.type, e.created_at
                        from event e join delivery d on d.event = e.id
                        where e.merchant = ? and d.merchant = ? and d.endpoint is not null
                          and (?::uuid is null or d.endpoint = ?::uuid)
                          and (?::uuid is null or e.id = ?::uuid)
                          and (?::text is null or d.state = ?::text)
                          and (?::uuid is null
                            or (e.id, d.id) < (select event, id from delivery where id = ?::uuid))
                          and (?::uuid is null
                            or (e.id, d.id) > (select event, id from delivery where id = ?::uuid))
                        order by
                        """
                                + slice.order("e.id")
                                + ", "
                                + slice.order("d.id")
                                + " limit ?",
                        DeliveryLog::entry,
                        merchant,
                        merchant,
                        filter.endpoint(),
                        filter.endpoint(),
                        filter.event(),
                        filter.event(),
                        state,
                        state,
                        slice.after(),
                        slice.after(),
                        slice.before(),
                        slice.before(),
                        slice.limit()));
    }

    private static Entry entry(Row row) throws SQLException {
        return new Entry(
                Deliveries.delivery(row),
                row.text("type"),
                row.instant("created_at"),
                row.findInstant("delivered_at"),
                List.of());
    }

    private static List<Entry> withAttempts(Tx tx, List<Entry> entries, int each) {
        if (entries.isEmpty()) {
            return entries;
        }
        Map<UUID, List<Try>> tries = new HashMap<>();
        tx.query(
                """
                select d.id, a.number, a.begun_at, a.duration_ms, a.status, a.trouble, a.answer,
                  a.next_at
                from unnest(?::uuid[]) as d (id) cross join lateral (
                    select number, begun_at, duration_ms, status, trouble, answer, next_at
                    from delivery_attempt where delivery = d.id order by number desc limit ?
                ) a
                order by d.id, a.number desc
                """,
                row ->
                        tries.computeIfAbsent(row.uuid("id"), id -> new ArrayList<>())
                                .add(made(row)),
                tx.array("uuid", entries.stream().map(one -> one.delivery().id()).toArray()),
                each);
        return entries.stream()
                .map(
                        one ->
                                new Entry(
                                        one.delivery(),
                                        one.event(),
                                        one.eventAt(),
                                        one.deliveredAt(),
                                        tries.getOrDefault(one.delivery().id(), List.of())))
                .toList();
    }

    private static Try made(Row row) throws SQLException {
        return new Try(
                row.integer("number"),
                row.instant("begun_at"),
                row.integer("duration_ms"),
                row.findNumber("status").map(Math::toIntExact),
                row.findText("trouble").map(Trouble::valueOf),
                row.text("answer"),
                row.findInstant("next_at"));
    }

    /** How many deliveries of each event have not arrived; nothing for those that all have. */
    public Map<UUID, Integer> undelivered(List<UUID> events) {
        record Count(UUID event, int count) {}
        return database
                .read(
                        tx ->
                                tx.query(
                                        """
                                        select event, count(*)::integer as undelivered from delivery
                                        where event = any(?) and state <> 'DELIVERED'
                                        group by event
                                        """,
                                        row ->
                                                new Count(
                                                        row.uuid("event"),
                                                        row.integer("undelivered")),
                                        tx.array("uuid", events.toArray())))
                .stream()
                .collect(Collectors.toMap(Count::event, Count::count));
    }

    /** Makes a delivery due now, with its schedule from the start; made anew if it is not there. */
    public void send(Delivery delivery) {
        database.transact(tx -> send(tx, List.of(delivery), Which.ALL));
        wake.run();
    }

    private int send(Tx tx, List<Delivery> deliveries, Which which) {
        if (deliveries.isEmpty()) {
            return 0;
        }
        Delivery any = deliveries.getFirst();
        Instant now = clock.instant();
        return tx.update(
                """
                insert into delivery
                  (id, event, merchant, subject, channel, endpoint, url, state, attempts, due_at,
                   destination)
                select id, event, ?, subject, ?, ?::uuid, ?, 'WAITING', 0, ?, ?
                from unnest(?::uuid[], ?::uuid[], ?::uuid[]) as u (id, event, subject)
                on conflict (id) do update
                set state = 'WAITING', attempts = 0, due_at = excluded.due_at, url = excluded.url,
                  leased_until = null, delivered_at = null
                where ? or delivery.state <> 'DELIVERED'
                """,
                any.merchant(),
                any.channel().name(),
                any.endpoint(),
                any.url(),
                now,
                any.destination(),
                ids(tx, deliveries, Delivery::id),
                ids(tx, deliveries, Delivery::event),
                ids(tx, deliveries, Delivery::subject),
                which == Which.ALL);
    }

    private static Array ids(Tx tx, List<Delivery> deliveries, Function<Delivery, UUID> id) {
        return tx.array("uuid", deliveries.stream().map(id).toArray());
    }

    /**
     * Makes the deliveries of a range of a merchant's events due now, in the order of the events.
     *
     * @param delivery the delivery of an event to the endpoint; nothing for what it does not want
     */
    public Replayed replay(
            UUID merchant, Range range, Function<Event, Optional<Delivery>> delivery) {
        UUID last = range.after().orElseGet(() -> Ids.before(range.since().minus(Events.SLACK)));
        int count = 0;
        for (int looked = 0; looked < REPLAY_EVENTS_MAX; looked += CHUNK) {
            List<Event> events = chunk(merchant, range, last);
            List<Delivery> wanted =
                    events.stream().flatMap(event -> delivery.apply(event).stream()).toList();
            count += database.transact(tx -> send(tx, wanted, range.which()));
            wake.run();
            if (events.size() < CHUNK) {
                return new Replayed(count, Optional.empty());
            }
            last = events.getLast().id();
        }
        return new Replayed(count, Optional.of(last));
    }

    private List<Event> chunk(UUID merchant, Range range, UUID last) {
        return database.read(
                tx ->
                        Reader.by(
                                tx,
                                Event.TABLE,
                                tx.query(
                                        """
                                        select id from event
                                        where merchant = ? and id > ?
                                          and created_at >= ? and created_at < ?
                                        order by id limit ?
                                        """,
                                        row -> row.uuid("id"),
                                        merchant,
                                        last,
                                        range.since(),
                                        range.before(),
                                        CHUNK)));
    }

    /** Sends what waits for an endpoint to where that is now. */
    public void move(UUID endpoint, String url) {
        database.transact(
                tx ->
                        tx.update(
                                """
                                update delivery set url = ?
                                where state = 'WAITING' and endpoint = ?
                                """,
                                url,
                                endpoint));
    }
}
