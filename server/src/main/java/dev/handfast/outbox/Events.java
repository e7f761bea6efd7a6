package dev.handfast.outbox;

import dev.handfast.engine.Ids;
import dev.handfast.engine.Reader;
import dev.handfast.sql.Database;
import dev.handfast.sql.Slice;
import dev.handfast.sql.Sweep;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Reads events outside a batch. */
public final class Events {
    /** How long an event, its deliveries and their attempts are kept. */
    public static final Duration KEPT = Duration.ofDays(30);

    /** By how much an event's id may be older or younger than its time. */
    static final Duration SLACK = Duration.ofHours(1);

    private final Database database;

    /**
     * Which events are wanted.
     *
     * @param type only events of this type; {@code *} stands for any letters
     * @param types only events of one of these types; any if there is none
     * @param from only events of then or later
     * @param before only events earlier than this
     * @param arrival only events that have arrived everywhere, or only those that have not
     */
    public record Filter(
            Optional<String> type,
            List<String> types,
            Optional<Instant> from,
            Optional<Instant> before,
            Optional<Arrival> arrival) {
        /** Copies the list. */
        public Filter {
            types = List.copyOf(types);
        }

        /** All there are. */
        public static Filter none() {
            return new Filter(
                    Optional.empty(),
                    List.of(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());
        }
    }

    /** Whether an event has arrived at all endpoints it goes to. */
    public enum Arrival {
        ARRIVED,
        NOT_ARRIVED
    }

    /**
     * A page of events: newest first.
     *
     * @param filter which
     * @param slice which part of them, whatever their times
     */
    public record Page(Filter filter, Slice slice) {}

    /** Events in a database. */
    public Events(Database database) {
        this.database = database;
    }

    /** This merchant's event with this id. */
    public Optional<Event> find(UUID merchant, UUID id) {
        return find(id).filter(event -> event.merchant().equals(merchant));
    }

    /** The event with this id, whoever's it is. */
    public Optional<Event> find(UUID id) {
        return database.read(tx -> Reader.by(tx, Event.TABLE, List.of(id)).stream().findFirst());
    }

    /** A page of a merchant's events. */
    public List<Event> page(UUID merchant, Page page) {
        Filter filter = page.filter();
        Slice slice = page.slice();
        // So that an old range is found without a walk through everything that came after it.
        Optional<UUID> below = filter.before().map(end -> Ids.before(end.plus(SLACK)));
        Optional<Boolean> arrived = filter.arrival().map(Arrival.ARRIVED::equals);
        return database.read(
                tx -> {
                    List<UUID> ids =
                            tx.query(
                                    """
                                    select e.id from event e
                                    where e.merchant = ? and e.id < ? and e.id > ?
                                      and (?::uuid is null or e.id < ?::uuid)
                                      and (?::text is null or e.type like ?::text)
                                      and (cardinality(?::text[]) = 0 or e.type = any(?))
                                      and (?::timestamptz is null or e.created_at >= ?::timestamptz)
                                      and (?::timestamptz is null or e.created_at < ?::timestamptz)
                                      and (?::boolean is null or ?::boolean <> exists (
                                        select 1 from delivery d
                                        where d.merchant = e.merchant and d.event = e.id
                                          and d.state <> 'DELIVERED'))
                                    order by
                                    """
                                            + slice.order("e.id")
                                            + " limit ?",
                                    row -> row.uuid("id"),
                                    merchant,
                                    slice.below(),
                                    slice.above(),
                                    below,
                                    below,
                                    filter.type().map(Events::pattern),
                                    filter.type().map(Events::pattern),
                                    tx.array("text", filter.types().toArray()),
                                    tx.array("text", filter.types().toArray()),
                                    filter.from(),
                                    filter.from(),
                                    filter.before(),
                                    filter.before(),
                                    arrived,
                                    arrived,
                                    slice.limit());
                    return Reader.by(tx, Event.TABLE, ids).reversed();
                });
    }

    /** Forgets events older than {@link #KEPT}, and all that was sent of them; answers how many. */
    public int sweep(Instant now) {
        Instant end = now.minus(KEPT);
        return Sweep.run(
                database,
                (tx, limit) ->
                        tx.update(
                                """
                                with old as materialized (
                                    select id from event
                                    where id < ? and created_at < ? order by id limit ?
                                ), sent as materialized (
                                    select d.id from delivery d join old on old.id = d.event
                                ), tried as (
                                    delete from delivery_attempt
                                    where delivery in (select id from sent)
                                ), gone as (
                                    delete from delivery where id in (select id from sent)
                                )
                                delete from event where id in (select id from old)
                                """,
                                Ids.before(end),
                                end,
                                limit));
    }

    /** The pattern of SQL for a type in which {@code *} stands for any letters. */
    private static String pattern(String type) {
        return type.replaceAll("([\\\\%_])", "\\\\$1").replace('*', '%');
    }
}
