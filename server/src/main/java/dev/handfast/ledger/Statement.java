package dev.handfast.ledger;

import dev.handfast.engine.Reader;
import dev.handfast.money.Money;
import dev.handfast.sql.Database;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Reads merchants' statements outside a batch. */
public final class Statement {
    /** After every line. */
    private static final Instant FAR = Instant.parse("9999-01-01T00:00:00Z");

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
     * @param after only lines older than this one
     * @param kind only lines of this kind
     * @param source only lines about this object
     * @param limit how many at the most
     */
    public record Page(
            Optional<UUID> after, Optional<LineKind> kind, Optional<UUID> source, int limit) {}

    /** Statements in a database. */
    public Statement(Database database) {
        this.database = database;
    }

    /** This merchant's line with this id. */
    public Optional<Line> find(UUID merchant, UUID id) {
        return database.read(tx -> Reader.by(tx, Line.TABLE, List.of(id)).stream().findFirst())
                .filter(line -> line.holder().equals(merchant));
    }

    /** A page of a merchant's statement; nothing after a line that is not the merchant's. */
    public List<Line> page(UUID merchant, Page page) {
        Optional<Line> after = page.after().flatMap(id -> find(merchant, id));
        if (page.after().isPresent() && after.isEmpty()) {
            return List.of();
        }
        List<UUID> ids = ids(merchant, page, after);
        List<Line> found = database.read(tx -> Reader.by(tx, Line.TABLE, ids));
        return found.stream()
                .sorted((one, other) -> ids.indexOf(one.id()) - ids.indexOf(other.id()))
                .toList();
    }

    private List<UUID> ids(UUID merchant, Page page, Optional<Line> after) {
        if (page.source().isPresent()) {
            return about(merchant, page, page.source().get());
        }
        Instant at = after.map(Line::at).orElse(FAR);
        UUID id = after.map(Line::id).orElse(LAST);
        return page.kind().isPresent() && page.kind().get() != LineKind.CHARGE
                ? rare(merchant, page, at, id)
                : any(merchant, page, at, id);
    }

    private List<UUID> any(UUID merchant, Page page, Instant at, UUID id) {
        return database.read(
                tx ->
                        tx.query(
                                """
                                select id from statement_line
                                where holder = ? and (at, id) < (?, ?)
                                  and (?::text is null or kind = ?::text)
                                order by at desc, id desc limit ?
                                """,
                                row -> row.uuid("id"),
                                merchant,
                                at,
                                id,
                                page.kind().map(LineKind::name),
                                page.kind().map(LineKind::name),
                                page.limit()));
    }

    /** Lines other than those of payments have an index of their own. */
    private List<UUID> rare(UUID merchant, Page page, Instant at, UUID id) {
        return database.read(
                tx ->
                        tx.query(
                                """
                                select id from statement_line
                                where kind <> 'CHARGE' and holder = ? and kind = ?
                                  and (at, id) < (?, ?)
                                order by at desc, id desc limit ?
                                """,
                                row -> row.uuid("id"),
                                merchant,
                                page.kind().map(LineKind::name),
                                at,
                                id,
                                page.limit()));
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
                                order by at desc, id desc limit ?
                                """,
                                row -> row.uuid("id"),
                                new UUID(source.getMostSignificantBits(), 0),
                                new UUID(source.getMostSignificantBits(), -1),
                                merchant,
                                source,
                                page.kind().map(LineKind::name),
                                page.kind().map(LineKind::name),
                                page.limit()));
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
