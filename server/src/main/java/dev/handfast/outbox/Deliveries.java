package dev.handfast.outbox;

import dev.handfast.sql.Database;
import dev.handfast.sql.Row;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Shows deliveries to whoever looks after them. */
public final class Deliveries {
    /** The most of one page. */
    public static final int LIMIT_MAX = 200;

    private final Database database;

    /**
     * Which deliveries are wanted: those of the newest events first.
     *
     * @param state only those that far
     * @param limit how many at the most, 1 to {@link #LIMIT_MAX}
     */
    public record Page(Optional<Delivery.State> state, int limit) {}

    /**
     * A delivery, and what came of its last attempt.
     *
     * @param type what its event is
     * @param status the HTTP status the receiver answered; nothing where none came
     * @param answer the beginning of the receiver's answer, or why there was none
     * @param deliveredAt when it was confirmed
     */
    public record Line(
            Delivery delivery,
            String type,
            Optional<Integer> status,
            Optional<String> answer,
            Optional<Instant> deliveredAt) {}

    /** Deliveries in a database. */
    public Deliveries(Database database) {
        this.database = database;
    }

    /** A page of deliveries. */
    public List<Line> page(Page page) {
        if (page.limit() < 1 || page.limit() > LIMIT_MAX) {
            throw new IllegalArgumentException(
                    "limit: is 1 to %d, got %d".formatted(LIMIT_MAX, page.limit()));
        }
        Optional<String> state = page.state().map(Delivery.State::name);
        return database.read(
                tx ->
                        tx.query(
                                """
                                select d.id, d.event, d.merchant, d.subject, d.channel,
                                  d.endpoint, d.url, d.state, d.attempts, d.due_at,
                                  d.last_status, d.last_answer, d.delivered_at, e.type
                                from delivery d join event e on e.id = d.event
                                where (?::text is null or d.state = ?::text)
                                order by d.event desc, d.id limit ?
                                """,
                                Deliveries::line,
                                state,
                                state,
                                page.limit()));
    }

    private static Line line(Row row) throws SQLException {
        return new Line(
                delivery(row),
                row.text("type"),
                row.findNumber("last_status").map(Math::toIntExact),
                row.findText("last_answer"),
                row.findInstant("delivered_at"));
    }

    /** The delivery in a row that has all its columns. */
    static Delivery delivery(Row row) throws SQLException {
        return new Delivery(
                row.uuid("id"),
                row.uuid("event"),
                row.uuid("merchant"),
                row.uuid("subject"),
                Delivery.Channel.valueOf(row.text("channel")),
                row.findUuid("endpoint"),
                row.text("url"),
                Delivery.State.valueOf(row.text("state")),
                row.integer("attempts"),
                row.instant("due_at"));
    }
}
