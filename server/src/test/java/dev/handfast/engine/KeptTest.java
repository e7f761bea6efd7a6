package dev.handfast.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.handfast.engine.Idempotency.Answer;
import dev.handfast.engine.Idempotency.Reply;
import dev.handfast.sql.Database;
import dev.handfast.sql.Sweep;
import dev.handfast.testing.DatabaseTest;
import dev.handfast.testing.TestClock;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** Recorded answers are kept for as long as they are promised, and then forgotten. */
@DatabaseTest
final class KeptTest {
    private static final Idempotency.Key KEY = new Idempotency.Key("scope", "key", "print");
    private static final Idempotency.Key OTHER = new Idempotency.Key("scope", "key", "other print");

    private final TestClock clock = new TestClock();
    private final AtomicInteger effects = new AtomicInteger();
    private Database database;
    private Engine engine;

    @BeforeEach
    void open(Database given) {
        database = given;
        engine =
                new Engine(
                        database,
                        new Engine.Plan(List.of(Idempotency.TABLE), working -> {}),
                        clock,
                        new Engine.Options(2, 100, 10_000, Duration.ofSeconds(5)));
    }

    @AfterEach
    void close() {
        engine.close();
    }

    /** Its effect is counted, which a real one would not do. */
    private record Counted(AtomicInteger effects) implements Command<Integer> {
        @Override
        public void name(Naming naming) {
            // It needs no rows.
        }

        @Override
        public Decision<Integer> decide(Working working) {
            return new Decision.Done<>(effects.incrementAndGet());
        }
    }

    private Answer<Integer> run(Idempotency.Key key) {
        return engine.run(
                Idempotency.once(
                        key,
                        new Counted(effects),
                        number -> new Reply.Final(200, "effect " + number)));
    }

    @Test
    void a_key_is_good_for_a_day_and_means_something_new_afterwards() {
        assertInstanceOf(Answer.First.class, run(KEY));
        clock.advance(Duration.ofDays(1).minusMillis(1));
        assertEquals(new Answer.Again<Integer>(200, "effect 1"), run(KEY));
        assertInstanceOf(Answer.KeyReused.class, run(OTHER));
        clock.advance(Duration.ofMillis(1));
        // Nobody has swept meanwhile.
        assertEquals(new Answer.First<>(2, new Reply.Final(200, "effect 2")), run(OTHER));
        assertEquals(new Answer.Again<Integer>(200, "effect 2"), run(OTHER));
        assertInstanceOf(Answer.KeyReused.class, run(KEY));
        clock.advance(Duration.ofDays(1));
        assertEquals(1, tidy());
        assertEquals(new Answer.First<>(3, new Reply.Final(200, "effect 3")), run(KEY));
    }

    @Test
    void a_promise_whose_time_is_over_is_still_kept() {
        engine.run(
                Idempotency.once(
                        KEY, new Counted(effects), number -> new Reply.Pending(new UUID(0, 1))));
        clock.advance(Duration.ofDays(2));
        assertEquals(1, tidy());
        Reply.Final late = new Reply.Final(200, "late");
        assertEquals(late, engine.run(Idempotency.finish(KEY, late)));
        assertEquals(new Answer.Again<Integer>(200, "late"), run(KEY));
    }

    @Test
    void a_sweep_goes_in_steps_and_takes_nothing_that_is_still_good() {
        int old = 2 * Sweep.ROWS + 1;
        add(old, clock.instant().minusSeconds(1).toString());
        add(3, clock.instant().plusSeconds(1).toString());
        AtomicInteger steps = new AtomicInteger();
        assertEquals(
                0,
                Sweep.run(
                        database,
                        (tx, limit) -> {
                            steps.incrementAndGet();
                            return 0;
                        }));
        assertEquals(1, steps.get());
        assertEquals(
                Sweep.ROWS * Sweep.STEPS_MAX,
                Sweep.run(
                        database,
                        (tx, limit) -> {
                            steps.incrementAndGet();
                            return limit;
                        }));
        assertEquals(1 + Sweep.STEPS_MAX, steps.get());
        assertEquals(old, tidy());
        assertEquals(0, tidy());
        assertEquals(3, rows());
    }

    /** What is swept is found by an index, however much is kept. */
    @Test
    void every_sweep_has_an_index() {
        for (String table :
                List.of(
                        "idempotency expires_at",
                        "batch_witness at",
                        "handed_token expires_at",
                        "payment_code expires_at",
                        "quote expires_at",
                        "cashier_visit created_at",
                        "rail_task done_at (kind <> 'REFUND'::text)",
                        "event id")) {
            String[] words = (table + " ").split(" ", 3);
            assertTrue(
                    indexed(words[0], words[1], words[2].strip()),
                    () -> "nothing leads to what is over in " + table);
        }
    }

    private boolean indexed(String table, String column, String rows) {
        return database.read(
                        tx ->
                                tx.queryOne(
                                        """
                                        select exists (
                                          select 1 from pg_index i
                                          join pg_attribute a on a.attrelid = i.indrelid
                                            and a.attnum = i.indkey[0]
                                          where i.indrelid = ?::regclass and a.attname = ?
                                            and coalesce(pg_get_expr(i.indpred, i.indrelid), '')
                                              = ?) as indexed
                                        """,
                                        row -> row.flag("indexed"),
                                        table,
                                        column,
                                        rows))
                .orElseThrow();
    }

    private int tidy() {
        return engine.tidy(clock.instant(), clock.instant().minus(Duration.ofDays(365)));
    }

    private void add(int count, String expiresAt) {
        database.transact(
                tx ->
                        tx.update(
                                """
                                insert into idempotency
                                  (id, scope, fingerprint, status, body, created_at, expires_at)
                                select gen_random_uuid(), 's', 'f', 200, '', now(), ?::timestamptz
                                from generate_series(1, ?)
                                """,
                                expiresAt,
                                count));
    }

    private int rows() {
        return database.read(
                        tx ->
                                tx.queryOne(
                                        "select count(*)::integer as rows from idempotency",
                                        row -> row.integer("rows")))
                .orElseThrow();
    }
}
