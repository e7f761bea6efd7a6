package dev.handfast.sales;

import dev.handfast.engine.Reader;
import dev.handfast.sql.Database;

import java.time.Instant;
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
}
