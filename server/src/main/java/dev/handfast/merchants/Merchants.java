package dev.handfast.merchants;

import dev.handfast.money.Currency;
import dev.handfast.sql.Database;
import dev.handfast.sql.Row;

import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** The merchants. Safe for use by many threads. */
public final class Merchants {
    private final Database database;
    private final InstantSource clock;

    /** Merchants do not change, so each is read once. */
    private final Map<UUID, Merchant> known = new ConcurrentHashMap<>();

    /** Merchants in a database. */
    public Merchants(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Adds a merchant; one that exists stays as it is. */
    public void add(Merchant merchant) {
        database.transact(
                tx ->
                        tx.update(
                                """
                                insert into merchant
                                  (id, partner, name, country, currency, category, mode, created_at)
                                values (?, ?, ?, ?, ?, ?, ?, ?)
                                on conflict (id) do nothing
                                """,
                                merchant.id(),
                                merchant.partner(),
                                merchant.name(),
                                merchant.country(),
                                merchant.currency().code(),
                                merchant.category(),
                                merchant.mode().name(),
                                clock.instant()));
    }

    /** The merchant with this id. */
    public Optional<Merchant> find(UUID id) {
        Merchant before = known.get(id);
        if (before != null) {
            return Optional.of(before);
        }
        Optional<Merchant> found =
                database.read(
                        tx ->
                                tx.queryOne(
                                        """
                                        select id, partner, name, country, currency, category, mode
                                        from merchant where id = ?
                                        """,
                                        Merchants::read,
                                        id));
        found.ifPresent(merchant -> known.put(id, merchant));
        return found;
    }

    /** All merchants, by name. */
    public List<Merchant> all() {
        return database.read(
                tx ->
                        tx.query(
                                """
                                select id, partner, name, country, currency, category, mode
                                from merchant order by name, id
                                """,
                                Merchants::read));
    }

    private static Merchant read(Row row) throws SQLException {
        return new Merchant(
                row.uuid("id"),
                row.uuid("partner"),
                row.text("name"),
                row.text("country"),
                Currency.of(row.text("currency")),
                row.text("category"),
                Mode.valueOf(row.text("mode")));
    }
}
