package dev.handfast.visits;

import dev.handfast.secrets.KeyRing;
import dev.handfast.secrets.LookupHash;
import dev.handfast.sql.Database;
import dev.handfast.sql.Row;
import dev.handfast.sql.Sweep;
import dev.handfast.web.PublicId;

import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;

/** The visits of an installation. Safe for use by many threads. */
public final class Visits {
    /** How long a visit is kept: longer than any payment can wait, and a return be looked at. */
    static final Duration KEPT = Duration.ofDays(60);

    private static final String PAGE = "/cashier/";
    private static final String FREEZE_PAGE = "/freeze/";

    private final Database database;
    private final LookupHash marks;
    private final InstantSource clock;
    private final String publicUrl;

    /**
     * Visits in a database.
     *
     * @param publicUrl where payers reach this installation, without a slash at the end
     */
    public Visits(Database database, KeyRing keys, InstantSource clock, String publicUrl) {
        this.database = database;
        this.marks = LookupHash.of(keys, "cashier.visit");
        this.clock = clock;
        this.publicUrl = publicUrl;
    }

    /**
     * Opens a way to pay a payment; the same way again is the same visit.
     *
     * @return the address of its page
     */
    public String open(UUID payment, Visit.Way way) {
        return publicUrl + PAGE + name(keep(payment, way));
    }

    /**
     * Opens a way to agree to a freeze; the same way again is the same visit.
     *
     * @return the address of its page
     */
    public String openFreeze(UUID freeze, Visit.Way way) {
        return publicUrl + FREEZE_PAGE + name(keep(freeze, way));
    }

    private UUID keep(UUID subject, Visit.Way way) {
        UUID id = id(subject, way);
        database.transact(
                tx ->
                        tx.update(
                                """
                                insert into cashier_visit
                                  (id, subject, look, return_url, quit_url, code, details,
                                   created_at)
                                values (?, ?, ?, ?, ?, ?, ?, ?)
                                on conflict (id) do nothing
                                """,
                                id,
                                subject,
                                way.look().name(),
                                way.back().returnUrl(),
                                way.back().quitUrl(),
                                way.code(),
                                way.details(),
                                clock.instant()));
        return id;
    }

    /** The visit whose page's address has this last part. */
    public Optional<Visit> find(String name) {
        return PublicId.parse("", "_" + name)
                .flatMap(
                        id ->
                                database.read(
                                        tx ->
                                                tx.queryOne(
                                                        """
                                                        select id, subject, look, return_url,
                                                          quit_url, code, details
                                                        from cashier_visit where id = ?
                                                        """,
                                                        Visits::read,
                                                        id)));
    }

    /** The last part of the address of a visit's page. */
    public static String name(Visit visit) {
        return name(visit.id());
    }

    /** The path of a payment's page, without what stands before it. */
    public static String path(Visit visit) {
        return PAGE + name(visit.id());
    }

    /** The path of a freeze's page, without what stands before it. */
    public static String freezePath(Visit visit) {
        return FREEZE_PAGE + name(visit.id());
    }

    /** Forgets visits that nobody can need any more; answers how many. */
    public int sweep() {
        return Sweep.run(
                database,
                (tx, limit) ->
                        tx.update(
                                """
                                delete from cashier_visit where id in (
                                    select id from cashier_visit where created_at < ?
                                    order by created_at limit ?)
                                """,
                                clock.instant().minus(KEPT),
                                limit));
    }

    private static String name(UUID id) {
        return PublicId.format("", id).substring(1);
    }

    private UUID id(UUID subject, Visit.Way way) {
        String all =
                String.join(
                        "\n",
                        subject.toString(),
                        way.look().name(),
                        way.back().returnUrl().orElse(""),
                        way.back().quitUrl().orElse(""),
                        way.code().orElse(""),
                        way.details());
        ByteBuffer mark = ByteBuffer.wrap(marks.hash(all));
        return new UUID(mark.getLong(), mark.getLong());
    }

    private static Visit read(Row row) throws SQLException {
        Visit.Way way =
                new Visit.Way(
                        Visit.Look.valueOf(row.text("look")),
                        new Visit.Back(row.findText("return_url"), row.findText("quit_url")),
                        row.findText("code"),
                        row.text("details"));
        return new Visit(row.uuid("id"), row.uuid("subject"), way);
    }
}
