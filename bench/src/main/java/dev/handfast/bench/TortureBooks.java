package dev.handfast.bench;

import dev.handfast.sql.Database;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What the books must say after every request has its answer, against what they do say. */
final class TortureBooks {
    /**
     * A payment as the database has it.
     *
     * @param captured minor units, empty if nothing was captured
     * @param refunds how many
     */
    private record Row(String state, Optional<Long> captured, long refunded, long refunds) {
        boolean isClosed() {
            return state.equals("CLOSED");
        }

        /** Whether all of what was captured has gone back. */
        boolean isGivenBack() {
            return captured.filter(sum -> sum == refunded).isPresent();
        }
    }

    private final Map<String, Row> rows = new HashMap<>();

    private TortureBooks(Database database) {
        database.read(
                tx ->
                        tx.query(
                                """
                                select coalesce(p.reference, p.description) as subject, p.state,
                                  p.captured_minor, coalesce(p.refunded_minor, 0) as refunded_minor,
                                  (select count(r.id) from refund r where r.payment = p.id)
                                    as refunds
                                from payment p
                                """,
                                row -> {
                                    Row seen =
                                            new Row(
                                                    row.text("state"),
                                                    row.findNumber("captured_minor"),
                                                    row.number("refunded_minor"),
                                                    row.number("refunds"));
                                    Row twice = rows.put(row.text("subject"), seen);
                                    check(twice == null, row.text("subject"), "is there twice");
                                    return seen;
                                }));
    }

    /** Compares, and throws at the first difference; how many payments there are. */
    static int compare(Database database, Collection<TortureLoad.Done> settled) {
        TortureBooks books = new TortureBooks(database);
        Map<String, Integer> refunds = new HashMap<>();
        for (TortureLoad.Done done : settled) {
            books.compare(done);
            refunds.merge(done.deed().subject(), refundsOf(done), Integer::sum);
        }
        refunds.forEach(books::compareRefunds);
        return books.rows.size();
    }

    /** Throws if there is a payment nobody has asked for. */
    static void refuseUnasked(Database database, Collection<TortureLoad.Done> settled) {
        Set<String> asked =
                settled.stream().map(done -> done.deed().subject()).collect(Collectors.toSet());
        new TortureBooks(database)
                .rows
                .keySet()
                .forEach(subject -> check(asked.contains(subject), subject, "was never asked for"));
    }

    private void compare(TortureLoad.Done done) {
        Deed deed = done.deed();
        String subject = deed.subject();
        Row row = rows.get(subject);
        if (!done.succeeded()) {
            // A refused sale may stand in the books as a payment that waits, and never as paid.
            boolean sale = deed.kind() == Deed.Kind.PAY || deed.kind() == Deed.Kind.TRADE_PAY;
            check(
                    !sale || row == null || row.captured().isEmpty(),
                    subject,
                    "was refused, and is captured");
            return;
        }
        check(row != null, subject, "was acknowledged, and is not in the books");
        if (row == null) {
            return;
        }
        switch (deed.kind()) {
            case PAY -> {
                boolean paid = done.answer().text("/status").equals("succeeded");
                check(!paid || row.captured().isPresent(), subject, "was paid, and is " + row);
            }
            case TRADE_PAY -> {
                boolean paid = Deed.node(done.answer()).path("code").asString().equals("10000");
                check(!paid || row.captured().isPresent(), subject, "was paid, and is " + row);
            }
            case CAPTURE ->
                    check(
                            row.captured().isPresent()
                                    && row.captured().get()
                                            == done.answer().json().path("amount").asLong(),
                            subject,
                            "was captured, and is " + row);
            case CANCEL -> check(row.isClosed(), subject, "was cancelled, and is " + row);
            case TRADE_CANCEL ->
                    check(
                            row.captured().isEmpty() ? row.isClosed() : row.isGivenBack(),
                            subject,
                            "was cancelled, and is " + row);
            case HOLD, PRECREATE, REFUND, TRADE_REFUND -> {}
        }
    }

    private static int refundsOf(TortureLoad.Done done) {
        return switch (done.deed().kind()) {
            case REFUND, TRADE_REFUND -> done.succeeded() ? 1 : 0;
            case PAY, HOLD, CAPTURE, CANCEL, PRECREATE, TRADE_PAY, TRADE_CANCEL -> 0;
        };
    }

    /** As many refunds as were acknowledged, and one more where a cancel gave the rest back. */
    private void compareRefunds(String subject, int acknowledged) {
        Row row = rows.get(subject);
        if (row == null) {
            check(acknowledged == 0, subject, "was refunded, and is not in the books");
            return;
        }
        long unasked = row.refunds() - acknowledged;
        check(
                unasked == 0 || (unasked == 1 && row.isGivenBack()),
                subject,
                "got %d refunds acknowledged, and has %d".formatted(acknowledged, row.refunds()));
    }

    /**
     * Compares the sandbox's card issuer with the books, once everything it was to be told has been
     * told; how many payments it knows.
     */
    static long compareIssuer(Database database) {
        List<String> wrong =
                database
                        .read(
                                tx ->
                                        tx.query(
                                                ISSUER_AND_BOOKS,
                                                row ->
                                                        new Pair(
                                                                row.text("id"),
                                                                row.number("issuer"),
                                                                row.number("books"))))
                        .stream()
                        .filter(pair -> pair.issuer() != pair.books())
                        .map(Pair::toString)
                        .toList();
        check(wrong.isEmpty(), "the card issuer", "differs from the books: " + wrong);
        return count(
                database,
                """
                select count(payment) as number from issuer_payment
                """);
    }

    /** What an attempt at a card takes of its limit, as its issuer and as the books have it. */
    private record Pair(String attempt, long issuer, long books) {}

    private static final String ISSUER_AND_BOOKS =
            """
            select coalesce(p.attempt, i.payment)::text as id,
              coalesce(i.held_minor + i.captured_minor - i.refunded_minor, 0) as issuer,
              case p.state
                when 'AUTHORISED' then coalesce(p.home_minor, p.amount_minor)
                when 'CAPTURED' then coalesce(p.home_minor, p.captured_minor) - (
                  select coalesce(sum(r.home_minor), 0) from refund r where r.payment = p.id)
                else 0 end as books
            from (select id, attempt, state, home_minor, amount_minor, captured_minor
                  from payment where card is not null) p
              full join issuer_payment i on i.payment = p.attempt
            """;

    /** Payments in doubt, and rail tasks to do. */
    static long undone(Database database) {
        return count(
                database,
                """
                select (select count(id) from payment where state = 'UNKNOWN')
                  + (select count(id) from rail_task where done_at is null) as number
                """);
    }

    private static long count(Database database, String sql) {
        return database.read(tx -> tx.queryOne(sql, row -> row.number("number")).orElseThrow());
    }

    private static void check(boolean holds, String subject, String what) {
        if (!holds) {
            throw new IllegalStateException(subject + " " + what);
        }
    }
}
