package dev.handfast.outbox;

import dev.handfast.engine.Reader;
import dev.handfast.sql.Database;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Reads events outside a batch. */
public final class Events {
    private final Database database;

    /**
     * Which events are wanted: newest first.
     *
     * @param before only events older than this one
     * @param type only events of this type
     * @param limit how many at the most
     */
    public record Page(Optional<UUID> before, Optional<String> type, int limit) {}

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
        return database.read(
                tx -> {
                    List<UUID> ids =
                            tx.query(
                                    """
                                    select id from event
                                    where merchant = ? and (?::uuid is null or id < ?::uuid)
                                      and (?::text is null or type = ?::text)
                                    order by id desc limit ?
                                    """,
                                    row -> row.uuid("id"),
                                    merchant,
                                    page.before(),
                                    page.before(),
                                    page.type(),
                                    page.type(),
                                    page.limit());
                    return Reader.by(tx, Event.TABLE, ids).reversed();
                });
    }
}
