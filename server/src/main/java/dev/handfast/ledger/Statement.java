package dev.handfast.ledger;

import dev.handfast.engine.Reader;
import dev.handfast.money.Money;
import dev.handfast.sql.Database;
import dev.handfast.sql.Slice;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Reads merchants' statements outside a batch. */
public final class Statement {
    /** After every line. */
    private static final Instant FAR = Instant.parse("9999-01-01T00:00:00Z");

    /** How many lines one object has at the most. */
    private static final int SOURCE_MAX = 100;

    private static final UUID LAST = new UUID(-1, -1);
    private static final UUID FIRST = new UUID(0, 0);

    /** PostgreSQL compares the bytes of a uuid without signs; Java compares two signed numbers. */
    private static final Comparator<Line> IN_SQL_ORDER =
            Comparator.<Line, Long>comparing(
                            line -> line.id().getMostSignificantBits(), Long::compareUnsigned)
                    .thenComparing(
                            line -> line.id().getLeastSignificantBits(), Long::compareUnsigned);

    private final Database database;

    /**
     * Which lines are wanted: newest first.
     *
     * @param kind only lines of this kind
     * @param source only lines about this object
     * @param slice which part of them
     */
    public record Page(Optional<LineKind> kind, Optional<UUID> source, Slice slice) {}

    /** Between which two lines the wanted ones lie. */
    private record Ends(Instant belowAt, UUID below, Instant aboveAt, UUID above) {}

    /** Statements in a database. */
    public Statement(Database database) {
        this.database = database;
    }

    /** This merchant's line with this id. */
    public Optional<Line> find(UUID merchant, UUID id) {
        return database.read(tx -> Reader.by(tx, Line.TABLE, List.of(id)).stream().findFirst())
                .filter(line -> line.holder().equals(merchant));
    }

    /** A page of a merchant's statement; nothing beside a line that is not the merchant's. */
    public List<Line> page(UUID merchant, Page page) {
        Slice slice = page.slice();
        Optional<UUID> cursor = slice.after().or(slice::before);
        Optional<Line> line = cursor.flatMap(id -> find(merchant, id));
        if (cursor.isPresent() && line.isEmpty()) {
            return List.of();
        }
        List<UUID> ids = slice.newestFirst(ids(merchant, page, line));
        List<Line> found = database.read(tx -> Reader.by(tx, Line.TABLE, ids));
        return found.stream()
                .sorted((one, other) -> ids.indexOf(one.id()) - ids.indexOf(other.id()))
                .toList();
    }

    private List<UUID> ids(UUID merchant, Page page, Optional<Line> cursor) {
        if (page.source().isPresent()) {
            return about(merchant, page, page.source().get());
        }
        Ends all = new Ends(FAR, LAST, Instant.EPOCH, FIRST);
        Ends ends =
                cursor.map(
                                line ->
                                        page.slice().oldestFirst()
                                                ? new Ends(FAR, LAST, line.at(), line.id())
                                                : new Ends(
                                                        line.at(), line.id(), Instant.EPOCH, FIRST))
                        .orElse(all);
        List<Object> arguments =
                new ArrayList<>(
                        List.of(
                                merchant,
                                ends.belowAt(),
                                ends.below(),
                                ends.aboveAt(),
                                ends.above(),
                                page.slice().since(),
                                page.slice().till()));
        page.kind().map(LineKind::name).ifPresent(arguments::add);
        arguments.add(page.slice().limit());
        return database.read(
                tx ->
                        tx.query(
                                """
                                select id from statement_line
                                where holder = ? and (at, id) < (?, ?) and (at, id) > (?, ?)
                                  and at >= ? and at < ?
                                """
                                        + page.kind().map(Statement::ofKind).orElse("")
                                        + " order by "
                                        + page.slice().order("at")
                                        + ", "
                                        + page.slice().order("id")
                                        + " limit ?",
                                row -> row.uuid("id"),
                                arguments.toArray()));
    }

    /** Lines other than those of payments have an index of their own. */
    private static String ofKind(LineKind kind) {
        return kind == LineKind.CHARGE ? " and kind = ?" : " and kind <> 'CHARGE' and kind = ?";
    }

    /** Ids of lines begin as those of their sources do. */
    private List<UUID> about(UUID merchant, Page page, UUID source) {
        return database.read(
                tx ->
                        tx.query(
                                """
                                select id from statement_line
                                where id between ? and ? and holder = ? and source = ?
                                  and (?::text is null or kind = ?::text)
                                order by
                                """
                                        + page.slice().order("at")
                                        + ", "
                                        + page.slice().order("id")
                                        + " limit ?",
                                row -> row.uuid("id"),
                                new UUID(source.getMostSignificantBits(), 0),
                                new UUID(source.getMostSignificantBits(), -1),
                                merchant,
                                source,
                                page.kind().map(LineKind::name),
                                page.kind().map(LineKind::name),
                                SOURCE_MAX));
    }

    /**
     * What payments brought an account after {@code moment}, less what was passed on of each; those
     * not counted that cost it.
     */
    public Money chargedSince(AccountRef account, Instant moment) {
        long minor =
                database.read(
                        tx ->
                                tx.queryOne(
                                                """
                                                select coalesce(sum(net) filter (where net > 0), 0)
                                                  ::bigint as minor
                                                from (select sum(net_minor) as net
                                                  from statement_line
                                                  where holder = ? and at > ? and account = ?
                                                    and kind in ('CHARGE', 'PAYMENT', 'TRANSFER',
                                                      'APPLICATION_FEE')
                                                  group by source) as charged
                                                """,
                                                row -> row.number("minor"),
                                                account.holder(),
                                                moment,
                                                account.id())
                                        .orElseThrow());
        return new Money(minor, account.currency());
    }

    /**
     * A span of time.
     *
     * @param from its first moment
     * @param until the first moment behind it
     */
    public record Span(Instant from, Instant until) {}

    /**
     * An account's lines within a span, oldest first.
     *
     * @param after only lines behind this one
     * @param limit how many at the most
     */
    public List<Line> within(AccountRef account, Span span, Optional<Line> after, int limit) {
        Instant at = after.map(Line::at).orElse(span.from());
        UUID id = after.map(Line::id).orElse(FIRST);
        return database.read(
                tx -> {
                    List<UUID> ids =
                            tx.query(
                                    """
                                    select id from statement_line
                                    where holder = ? and (at, id) > (?, ?) and at < ?
                                      and account = ?
                                    order by at, id limit ?
                                    """,
                                    row -> row.uuid("id"),
                                    account.holder(),
                                    at,
                                    id,
                                    span.until(),
                                    account.id(),
                                    limit);
                    return Reader.by(tx, Line.TABLE, ids).stream()
                            .sorted(Comparator.comparing(Line::at).thenComparing(IN_SQL_ORDER))
                            .toList();
                });
    }

    /** What an account held just before {@code moment}. */
    public Money balanceAt(AccountRef account, Instant moment) {
        long minor =
                database.read(
                        tx ->
                                tx.queryOne(
                                                """
                                                select coalesce(sum(net_minor), 0)::bigint as minor
                                                from statement_line
                                                where holder = ? and at < ? and account = ?
                                                """,
                                                row -> row.number("minor"),
                                                account.holder(),
                                                moment,
                                                account.id())
                                        .orElseThrow());
        return new Money(minor, account.currency());
    }
}
