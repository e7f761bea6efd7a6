package dev.handfast.merchants;

import dev.handfast.sql.Database;
import dev.handfast.sql.Row;
import dev.handfast.sql.Slice;

import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Which merchants belong to which platform. Safe for use by many threads. */
public final class Accounts {
    private final Database database;
    private final Merchants merchants;
    private final InstantSource clock;

    /** Accounts in a database. */
    public Accounts(Database database, Merchants merchants, InstantSource clock) {
        this.database = database;
        this.merchants = merchants;
        this.clock = clock;
    }

    /** Adds a merchant that belongs to a platform; one that is there stays as it is. */
    public Account add(UUID platform, Merchant merchant, String details) {
        merchants.add(merchant);
        database.transact(
                tx ->
                        tx.update(
                                """
                                insert into connected_account
                                  (merchant, platform, details, created_at)
                                values (?, ?, ?, ?) on conflict (merchant) do nothing
                                """,
                                merchant.id(),
                                platform,
                                details,
                                clock.instant()));
        return find(platform, merchant.id())
                .orElseThrow(() -> new IllegalStateException("no account " + merchant.id()));
    }

    /** Replaces what the dialect keeps; false if it is not this platform's. */
    public boolean change(UUID platform, UUID merchant, String details) {
        return database.transact(
                        tx ->
                                tx.update(
                                        """
                                        update connected_account set details = ?
                                        where merchant = ? and platform = ?
                                        """,
                                        details,
                                        merchant,
                                        platform))
                == 1;
    }

    /** This platform's account of this merchant. */
    public Optional<Account> find(UUID platform, UUID merchant) {
        return database.read(
                tx ->
                        tx.queryOne(
                                """
                                select merchant, platform, details, created_at
                                from connected_account where merchant = ? and platform = ?
                                """,
                                Accounts::read,
                                merchant,
                                platform));
    }

    /** A page of a platform's accounts, newest first. */
    public List<Account> page(UUID platform, Slice slice) {
        return slice.newestFirst(
                database.read(
                        tx ->
                                tx.query(
                                        """
                                        select merchant, platform, details, created_at
                                        from connected_account
                                        where platform = ? and merchant < ? and merchant > ?
                                          and created_at >= ? and created_at < ?
                                        order by
                                        """
                                                + slice.order("merchant")
                                                + " limit ?",
                                        Accounts::read,
                                        platform,
                                        slice.below(),
                                        slice.above(),
                                        slice.since(),
                                        slice.till(),
                                        slice.limit())));
    }

    private static Account read(Row row) throws SQLException {
        return new Account(
                row.uuid("merchant"),
                row.uuid("platform"),
                row.text("details"),
                row.instant("created_at"));
    }
}
