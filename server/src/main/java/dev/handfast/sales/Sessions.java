package dev.handfast.sales;

import dev.handfast.engine.Reader;
import dev.handfast.sql.Database;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Finds sessions. Safe for any number of threads. */
public final class Sessions {
    private final Database database;

    /** Sessions in a database. */
    public Sessions(Database database) {
        this.database = database;
    }

    /** The session with this id, if it is this merchant's. */
    public Optional<Session> find(UUID merchant, UUID id) {
        return database.read(tx -> Reader.one(tx, Session.TABLE, id))
                .filter(session -> session.merchant().equals(merchant));
    }

    /** Whether a payment link has been given so many sessions since a moment. */
    public boolean areMany(UUID link, Instant since, int many) {
        return database.read(
                tx ->
                        tx.queryOne(
                                                """
                                                select count(*) as opened from (
                                                  select id from checkout_session
                                                  where link = ? and created_at > ?
                                                  limit ?) as recent
                                                """,
                                                row -> row.number("opened"),
                                                link,
                                                since,
                                                many)
                                        .orElseThrow()
                                >= many);
    }

    /**
     * A page of a merchant's sessions, newest first.
     *
     * @param link only those of this payment link, where it is given
     * @param before only sessions older than this one
     * @param limit at least 1
     */
    public List<Session> page(
            UUID merchant, Optional<UUID> link, Optional<UUID> before, int limit) {
        return database.read(
                tx ->
                        Reader.found(
                                tx,
                                Session.TABLE,
                                """
                                select id from checkout_session
                                where merchant = ? and (?::uuid is null or link = ?::uuid)
                                  and (?::uuid is null or id < ?::uuid)
                                order by id desc limit ?
                                """,
                                merchant,
                                link,
                                link,
                                before,
                                before,
                                limit));
    }
}
