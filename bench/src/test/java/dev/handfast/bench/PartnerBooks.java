package dev.handfast.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.handfast.sandbox.Cast;
import dev.handfast.sql.Database;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * What the books of two partners say about the payments between them, by the number under which
 * both know each: 32 hex digits.
 */
record PartnerBooks(Map<String, PartnerBooks.Said> ours, Map<String, PartnerBooks.Said> theirs) {
    /**
     * What one side's books say about a payment, in fen.
     *
     * @param taken from the payer
     * @param back what of it was given back
     */
    record Said(long taken, long back) {
        private static final Said NOTHING = new Said(0, 0);

        boolean isPaid() {
            return taken > 0;
        }

        /** Money taken and given back is as good as never taken, where the other side failed. */
        private boolean agreesWith(Said other) {
            return equals(other) || (equals(NOTHING) && other.taken == other.back);
        }
    }

    private record Line(String number, Said said) {}

    /**
     * A payment of which a part can be given back, and its number at the merchant if it has one.
     */
    record Refundable(Optional<String> reference, UUID id) {}

    private static final String OURS =
            """
            select replace(p.attempt::text, '-', '') as number,
              case when p.state = 'CAPTURED'
                then coalesce(p.home_minor, p.captured_minor) else 0 end as taken,
              (select coalesce(sum(r.home_minor), 0) from refund r where r.payment = p.id) as back
            from payment p where p.rail = ? and p.attempt is not null
            """;

    private static final String THEIRS =
            """
            select reference as number, coalesce(captured_minor, 0) as taken,
              coalesce(refunded_minor, 0) as back
            from payment where merchant = ? and reference is not null
            """;

    /** Reads both. */
    static PartnerBooks read(Database ours, Database theirs) {
        return new PartnerBooks(
                lines(ours, OURS, Partnership.RAIL), lines(theirs, THEIRS, Cast.JASMINE_TEA));
    }

    private static Map<String, Said> lines(Database database, String sql, Object who) {
        return database
                .read(
                        tx ->
                                tx.query(
                                        sql,
                                        row ->
                                                new Line(
                                                        row.text("number"),
                                                        new Said(
                                                                row.number("taken"),
                                                                row.number("back"))),
                                        who))
                .stream()
                .collect(Collectors.toMap(Line::number, Line::said));
    }

    /** Compares every payment that either side knows. */
    void compare(String hint) {
        Map<String, String> differences = new TreeMap<>();
        TreeSet<String> numbers = new TreeSet<>(ours.keySet());
        numbers.addAll(theirs.keySet());
        for (String number : numbers) {
            Said here = ours.getOrDefault(number, Said.NOTHING);
            Said there = theirs.getOrDefault(number, Said.NOTHING);
            if (!here.agreesWith(there)) {
                differences.put(number, here + " here, " + there + " there");
            }
        }
        assertEquals(Map.of(), differences, hint);
    }

    /** How many payments here were paid. */
    long paid() {
        return ours.values().stream().filter(Said::isPaid).count();
    }

    /** How many payments here were given back in part. */
    long refunded() {
        return ours.values().stream().filter(said -> said.back() > 0).count();
    }

    /** How many payments the other side took and gave back, of which nothing came here. */
    long undone() {
        return theirs.entrySet().stream()
                .filter(entry -> entry.getValue().isPaid())
                .filter(entry -> !ours.getOrDefault(entry.getKey(), Said.NOTHING).isPaid())
                .count();
    }

    /** What our books say that their gateway has taken for us, in fen. */
    static long receivable(Database ours) {
        return count(
                ours,
                """
                select coalesce(sum(debits_posted - credits_posted), 0)::bigint as number
                from account where kind = 'GATEWAY_RECEIVABLE' and currency = 'CNY'
                """);
    }

    /** What is still held of it. */
    static long held(Database ours) {
        return count(
                ours,
                """
                select coalesce(sum(debits_pending + credits_pending), 0)::bigint as number
                from account where kind = 'GATEWAY_RECEIVABLE'
                """);
    }

    /** Payments in doubt, tasks to do, and offers of which nobody knows the end. */
    static long open(Database ours) {
        return count(
                ours,
                """
                select (select count(id) from payment where state = 'UNKNOWN')
                  + (select count(id) from rail_task where done_at is null)
                  + (select count(id) from partner_offer where state in ('ASKED', 'OPEN'))
                  as number
                """);
    }

    /** How many offers came to this end. */
    static long offers(Database ours, String state) {
        return ours.read(
                tx ->
                        tx.queryOne(
                                        "select count(id) as number from partner_offer"
                                                + " where state = ?",
                                        row -> row.number("number"),
                                        state)
                                .orElseThrow());
    }

    /** How much of their news has come and was confirmed. */
    static long news(Database theirs) {
        return count(
                theirs,
                """
                select count(id) as number from delivery
                where channel = 'NOTIFICATION' and state = 'DELIVERED'
                """);
    }

    /** Every tenth of what is paid and of which nothing has gone back. */
    static List<Refundable> refundable(Database ours) {
        return ours.read(
                tx ->
                        tx.query(
                                """
                                select reference, id
                                from payment
                                where state = 'CAPTURED' and rail = ? and refunded_minor = 0
                                  and amount_minor % 10 = 0
                                """,
                                row -> new Refundable(row.findText("reference"), row.uuid("id")),
                                Partnership.RAIL));
    }

    private static long count(Database database, String sql) {
        return database.read(tx -> tx.queryOne(sql, row -> row.number("number")).orElseThrow());
    }
}
