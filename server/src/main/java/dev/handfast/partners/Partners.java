package dev.handfast.partners;

import dev.handfast.engine.Engine;
import dev.handfast.engine.Put;
import dev.handfast.engine.Reader;
import dev.handfast.sql.Database;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Registers partners, and makes, opens and closes agreements. */
public final class Partners {
    private final Database database;
    private final Engine engine;

    /** Partners in a database. */
    public Partners(Database database, Engine engine) {
        this.database = database;
        this.engine = engine;
    }

    /** Registers a partner; one with the same id or code stays as it is. */
    public void add(Partner partner) {
        add(database, partner);
    }

    /** Registers a partner in a database where there is no engine. */
    public static void add(Database database, Partner partner) {
        database.transact(
                tx ->
                        tx.update(
                                """
                                insert into partner (id, code, name, country) values (?, ?, ?, ?)
                                on conflict do nothing
                                """,
                                partner.id(),
                                partner.code(),
                                partner.name(),
                                partner.country()));
    }

    /** All partners, in the order of their codes. */
    public List<Partner> all() {
        return in(database);
    }

    /** All partners of a database, where there is no engine. */
    public static List<Partner> in(Database database) {
        return database.read(
                tx ->
                        tx.query(
                                """
                                select id, code, name, country from partner order by code
                                """,
                                row ->
                                        new Partner(
                                                row.uuid("id"),
                                                row.text("code"),
                                                row.text("name"),
                                                row.text("country"))));
    }

    /** Records an agreement; one between the same two partners stays as it is. */
    public void agree(Agreement agreement) {
        engine.run(new Put<>(Agreement.TABLE, agreement));
    }

    /** The agreement between two partners. */
    public Optional<Agreement> find(UUID issuing, UUID acquiring) {
        UUID id = Agreement.idOf(issuing, acquiring);
        return database.read(tx -> Reader.one(tx, Agreement.TABLE, id));
    }

    /**
     * Opens or closes a corridor. Payments decided after this returns follow it.
     *
     * @throws IllegalStateException when there is no such agreement
     */
    public void set(UUID issuing, UUID acquiring, Agreement.State state) {
        database.transact(
                tx -> {
                    tx.updateExactly(
                            1,
                            """
                            update agreement set state = ? where id = ?
                            """,
                            state.name(),
                            Agreement.idOf(issuing, acquiring));
                    return true;
                });
    }
}
